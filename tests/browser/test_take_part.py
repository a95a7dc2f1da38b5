"""Taking part, as residents do it: by finger, by keyboard, without scripts, from abroad."""

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.conftest import PHONE
from tests.browser.residents import ACROSS, CLIPPED, CONSULTATION, TAKE_PART

pytestmark = pytest.mark.browser


def test_a_finger_draws_an_area_across_the_edge_and_the_part_inside_is_kept(visit):
    page = visit(TAKE_PART, PHONE, has_touch=True, is_mobile=True)
    residents.wait_for_map(page)
    page.locator("[data-tool=area]").tap()
    residents.show_on_map(page, 8.315, 43.440, 8.335, 43.450)
    residents.tap_corners(page, ACROSS)
    expect(residents.sentence(page)).to_have_text(CLIPPED)
    expect(page.locator("#verdict [data-kept]")).to_contain_text("ha gardés")
    expect(page.locator("[data-go]")).to_have_text("Garder cette partie et continuer")
    residents.go(page, "what")
    residents.write_words(page, "Un champ à traverser")
    residents.send(page)
    expect(page.locator("h1")).to_contain_text("C’est enregistré, sous le numéro PV-")


def test_keys_alone_draw_an_area_across_the_edge_and_send_it(visit):
    page = visit(TAKE_PART)
    residents.wait_for_map(page)
    residents.tab_to(page, "[data-tool=area]")
    page.keyboard.press("Enter")
    residents.tab_to(page, "map-draw canvas")
    residents.press_until(page, "Shift+ArrowLeft", "c[0] < 8.3185")
    page.keyboard.press("Enter")
    expect(page.locator("map-draw [data-live]")).to_contain_text("Point 1 posé")
    for key, condition in (
        ("Shift+ArrowRight", "c[0] > 8.33"),
        ("ArrowDown", "c[1] < 43.446"),
    ):
        residents.press_until(page, key, condition)
        page.keyboard.press("Enter")
    expect(residents.sentence(page)).to_have_text(CLIPPED)
    send_with_keys(page, "Une haie à garder")
    expect(page.locator("h1")).to_contain_text("C’est enregistré, sous le numéro PV-")


def send_with_keys(page, title):
    residents.tab_to(page, "button[value=what]")
    page.keyboard.press("Enter")
    page.locator("[name=title]").wait_for()
    residents.tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    residents.tab_to(page, "[name=theme]")
    page.keyboard.press("Space")
    residents.tab_to(page, "[name=title]")
    page.keyboard.type(title)
    residents.tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    page.locator("[name=consent]").wait_for()
    residents.tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    residents.tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/**")


def test_backspace_takes_a_point_back_and_escape_gives_the_drawing_up(visit):
    page = visit(TAKE_PART)
    residents.wait_for_map(page)
    page.locator("[data-tool=line]").click()
    residents.tab_to(page, "map-draw canvas")
    for key in ("Enter", "Shift+ArrowRight", "Enter", "Backspace"):
        page.keyboard.press(key)
    expect(page.locator("map-draw [data-live]")).to_contain_text("Il reste 1 point")
    page.keyboard.press("Escape")
    expect(page.locator("[name=drawing]")).to_have_value("")


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_the_whole_way_works_where_no_script_runs(visit, size):
    page = visit(TAKE_PART, size, java_script_enabled=False)
    link = residents.contribute_by_coordinates(page, "Un passage sans carte")
    expect(page.locator("h1")).to_contain_text("C’est enregistré")
    assert "/receipts/" in link


def test_the_whole_way_works_where_the_map_script_is_blocked(visit):
    page = visit("/fr/", expect=("Failed to load resource", "net::ERR"))
    page.route("**/maplibre-gl*.mjs", lambda route: route.abort())
    page.goto(TAKE_PART)
    expect(page.locator(".map-missing")).to_be_visible()
    residents.contribute_by_coordinates(page, "Un passage sans carte")


def test_a_place_outside_is_refused_with_its_distance_and_nothing_is_lost(visit):
    page = visit(TAKE_PART, expect=("422",))
    page.locator("label[for=way-coordinates]").click()
    page.locator("[name=coordinates]").fill("43.4550, 8.4100")
    residents.go(page, "what")
    expect(page.locator(".errors")).to_contain_text("Ce lieu est hors du périmètre")
    expect(page.locator(".errors")).to_contain_text("m à l’est de la limite")
    expect(page.locator("[name=coordinates]")).to_have_value("43.4550, 8.4100")


def test_the_private_link_corrects_and_withdraws(visit):
    page = visit(TAKE_PART, java_script_enabled=False)
    link = residents.contribute_by_coordinates(page, "Une fote à corriger")
    page.goto(f"{link}edit/")
    page.locator("[name=title]").fill("Une faute corrigée")
    page.locator("main form button[type=submit]:visible").last.click()
    page.goto(f"{CONSULTATION}?q=corrigée")
    expect(page.locator(".row h3")).to_have_text("Une faute corrigée")
    page.goto(f"{link}withdraw/")
    page.locator("main form button[type=submit]:visible").last.click()
    page.goto(f"{CONSULTATION}?q=corrigée")
    expect(page.locator(".row h3")).to_have_count(0)


def test_a_draft_comes_back_after_the_page_was_closed(visit):
    page = visit(TAKE_PART)
    page.locator("label[for=way-coordinates]").click()
    page.locator("[name=coordinates]").fill("43.45, 8.36")
    residents.go(page, "what")
    page.locator("[name=title]").fill("Une idée interrompue")
    page.goto(CONSULTATION)
    page.goto(TAKE_PART)
    expect(page.locator("[data-draft-forget]")).to_be_visible()
    residents.go(page, "what")
    expect(page.locator("[name=title]")).to_have_value("Une idée interrompue")


def test_what_is_typed_outlives_a_reload_and_the_ways_back_and_forward(visit):
    page = visit(TAKE_PART)
    page.locator("label[for=way-coordinates]").click()
    page.locator("[name=coordinates]").fill("43.45, 8.36")
    residents.go(page, "what")
    page.locator("[name=title]").fill("Une idée rechargée")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Une idée rechargée")
    residents.write_words(page, "Une idée rechargée")
    page.locator("[name=consent]").wait_for()
    page.go_back()
    expect(page.locator("[name=title]")).to_have_value("Une idée rechargée")
    page.go_back()
    expect(page.locator("[name=coordinates]")).to_have_value("43.45, 8.36")
    for _ in range(2):
        page.go_forward()
    residents.send(page)
    expect(page.locator("main")).to_contain_text("Une idée rechargée")


def test_a_resident_takes_part_in_italian(visit):
    page = visit(TAKE_PART.replace("/fr/", "/it/"), locale="it-IT", java_script_enabled=False)
    expect(page.locator("html")).to_have_attribute("lang", "it")
    residents.contribute_by_coordinates(page, "Una panchina all’ombra")
    expect(page.locator("h1")).to_contain_text("Registrato, con il numero PV-")
