"""A resident with a screen reader places a contribution on a street by its name.

What is asserted is what the accessibility tree holds: roles, names, states and live texts.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.conftest import PHONE
from tests.browser.residents import CONSULTATION, TAKE_PART
from tests.browser.test_accessibility import LOOKS, faults
from tests.browser.test_take_part import send_with_keys

pytestmark = pytest.mark.browser
FIELD = "Chercher une rue ou un lieu"


def combobox(page):
    return page.get_by_role("combobox", name=FIELD)


def options(page):
    return page.get_by_role("listbox", name="Lieux trouvés").get_by_role("option")


def voice(page):
    return page.locator("place-search [role=status]")


def type_name(page, words):
    residents.tab_to(page, "#id_place")
    page.keyboard.type(words)


def test_keys_alone_place_a_contribution_on_a_street_by_its_name(visit):
    page = visit(TAKE_PART)
    residents.wait_for_map(page)
    type_name(page, "aveune du litoral")
    expect(voice(page)).to_have_text("1 lieu trouvé. Flèches pour choisir, Entrée pour le prendre.")
    expect(combobox(page)).to_have_attribute("aria-expanded", "true")
    expect(options(page)).to_have_text(["Route du Littoral rue ou route, Montechiaro"])
    page.keyboard.press("ArrowDown")
    marked = page.locator("#" + combobox(page).get_attribute("aria-activedescendant"))
    expect(marked).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(combobox(page)).to_have_attribute("aria-expanded", "false")
    expect(combobox(page)).to_have_value("Route du Littoral")
    expect(combobox(page)).to_be_focused()
    expect(voice(page)).to_have_text("Lieu choisi\u00a0: Route du Littoral.")
    choose_part_with_keys(page)
    expect(residents.sentence(page)).to_have_text("Votre ligne est entièrement dans le périmètre")
    send_with_keys(page, "Des arbres le long de la route")
    expect(page.locator("h1")).to_contain_text("C’est enregistré, sous le numéro PV-")


def choose_part_with_keys(page):
    part = page.get_by_role("group", name="Quelle partie\u202f?")
    expect(part.get_by_role("radio", name="D’un bout à l’autre")).to_be_checked()
    residents.tab_to(page, "[name=place_as]")
    page.keyboard.press("ArrowRight")
    expect(part.get_by_role("radio", name="Entre deux rues")).to_be_checked()
    for label, street in (("Entre", "Rue du March"), ("et", "Rue du Ph")):
        name = "place_from" if label == "Entre" else "place_to"
        residents.tab_to(page, f"[name={name}]")
        page.keyboard.type(street)
        expect(page.get_by_label(label, exact=True)).to_be_focused()


def test_escape_closes_the_list_and_then_empties_the_field(visit):
    page = visit(TAKE_PART)
    type_name(page, "rue du")
    expect(options(page)).to_have_count(8)
    page.keyboard.press("Escape")
    expect(combobox(page)).to_have_attribute("aria-expanded", "false")
    expect(combobox(page)).to_have_value("rue du")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(combobox(page)).to_have_value("")


def test_enter_before_any_choice_sends_nothing(visit):
    page = visit(TAKE_PART)
    type_name(page, "rue neuve")
    page.keyboard.press("Enter")
    expect(options(page).first).to_be_visible()
    assert page.url.endswith(TAKE_PART)
    expect(page.get_by_role("heading", level=1)).to_have_text("Où cela se passe-t-il\u202f?")


def test_a_name_that_is_not_there_is_said(visit):
    page = visit(TAKE_PART)
    type_name(page, "zzzzzz")
    expect(voice(page)).to_contain_text("Aucun lieu de ce nom n’a été trouvé")
    expect(combobox(page)).to_have_attribute("aria-expanded", "false")


def test_a_search_that_fails_is_said_and_the_other_ways_stay(visit):
    page = visit(TAKE_PART, expect=("Failed to load resource",))
    page.route("**/places?*", lambda route: route.fulfill(status=503))
    type_name(page, "rue neuve")
    expect(voice(page)).to_contain_text("La recherche ne répond pas")
    residents.contribute_by_coordinates(page, "Un passage sans recherche")


def test_a_finger_chooses_a_park_as_an_area(visit):
    page = visit(TAKE_PART, PHONE, has_touch=True, is_mobile=True)
    residents.wait_for_map(page)
    page.locator("#id_place").tap()
    page.keyboard.type("jardin belv")
    options(page).first.tap()
    expect(page.get_by_role("radio", name="Toute la zone")).to_be_checked()
    expect(residents.sentence(page)).to_have_text("Votre zone est entièrement dans le périmètre")


def test_the_whole_way_works_where_no_script_runs(visit):
    page = visit(TAKE_PART, java_script_enabled=False)
    page.get_by_label(FIELD).fill("rue neuve")
    page.keyboard.press("Enter")
    found = page.get_by_role("group", name="1 lieu trouvé")
    found.get_by_role("radio", name="Rue Neuve rue ou route, Port-Valdora").check()
    page.get_by_role("button", name="Choisir ce lieu").click()
    page.get_by_role("radio", name="Entre deux rues").check(force=True)
    page.get_by_label("Entre", exact=True).select_option("Rue de la Poste")
    page.get_by_label("et", exact=True).select_option("Rue Sophie-Germain")
    residents.go(page, "what")
    residents.write_words(page, "Un trottoir plus large")
    residents.send(page)
    expect(page.locator("h1")).to_contain_text("C’est enregistré")


def test_a_chosen_street_comes_back_with_the_draft(visit):
    page = visit(TAKE_PART)
    residents.wait_for_map(page)
    type_name(page, "rue neuve")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(residents.sentence(page)).to_contain_text("Votre ligne est")
    page.wait_for_timeout(400)  # the draft is kept after a pause
    page.goto(TAKE_PART)
    expect(page.locator(".chosen-name")).to_contain_text("Rue Neuve")
    residents.go(page, "what")
    expect(page.locator("[name=title]")).to_be_visible()


def test_the_list_and_the_map_go_to_a_named_place(visit):
    page = visit(CONSULTATION)
    residents.wait_for_map(page, "map-view")
    field = page.get_by_role("combobox", name="Près d’une rue ou d’un lieu")
    field.focus()
    page.keyboard.type("place du marche")
    expect(options(page)).to_have_text(["Place du Marché place, Port-Valdora"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chip = page.get_by_role("link", name="Autour de\u00a0: Place du Marché")
    expect(chip).to_be_focused()
    expect(page.locator(".count")).to_have_text(re.compile(r"^\s*\d+ contributions sur \d+\s*$"))
    page.wait_for_function("document.querySelector('map-view').map.getZoom() > 15")
    chip.click()
    expect(page.locator(".count")).to_have_text(re.compile(r"^\s*\d+ contributions\s*$"))


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_in_the_open_list_and_in_the_choice(visit, size, scheme):
    page = visit(TAKE_PART, size, color_scheme=scheme, bypass_csp=True)
    page.locator("#id_place").fill("littoral")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = {"list": faults(page)}
    page.keyboard.press("Enter")
    page.locator("label:has([value=between])").click()
    found["chosen"] = faults(page)
    assert {name: rules for name, rules in found.items() if rules} == {}
