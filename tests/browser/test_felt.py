"""A walk of thirty stops on a phone, with the network gone in between; a home, by keys alone."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.residents import CONSULTATION
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.browser
WALK, HOME = f"{CONSULTATION}walk/", f"{CONSULTATION}felt/"
PORT = {"longitude": 8.352, "latitude": 43.452, "accuracy": 8}
STOPS = """() => Object.entries(localStorage)
    .filter(([key]) => key.startsWith("placette-walk-"))
    .flatMap(([, text]) => JSON.parse(text))"""


def walker(visit, expect=("ERR_INTERNET_DISCONNECTED",), **options):
    device = {"geolocation": PORT, "permissions": ["geolocation"], "has_touch": True}
    return visit(WALK, PHONE, expect=expect, **device | options)


def tap(page, value):
    key = page.locator(f"[data-keys] [data-value='{value}']")
    expect(key).not_to_have_attribute("aria-busy", "true")
    key.tap()


def rows(page):
    return page.locator("[data-list] li")


def test_thirty_stops_in_a_row_with_the_network_gone_for_ten(visit):
    page = walker(visit)
    page.locator("[data-locate]").tap()
    expect(page.locator("[data-fix]")).to_have_text("Position trouvée, à 8\u00a0m près.")
    for number in range(30):
        page.context.set_offline(10 <= number < 20)
        page.context.set_geolocation(PORT | {"latitude": 43.44 + number / 2500})
        tap(page, number % 11)
        expect(rows(page)).to_have_count(number + 1)
    expect(page.locator("[data-count]")).to_have_text("30 arrêts", timeout=40_000)
    assert page.url.endswith(WALK)
    stops = page.evaluate(STOPS)
    assert [stop["value"] for stop in stops] == [number % 11 for number in range(30)]
    assert all(stop["state"] == "sent" and "lon" not in stop for stop in stops)
    page.locator("[data-undo] button").tap()
    expect(rows(page)).to_have_count(29)
    page.reload()
    expect(rows(page)).to_have_count(29)


def test_a_vague_position_keeps_nothing_and_says_what_to_do(visit):
    page = walker(visit, geolocation=PORT | {"accuracy": 120})
    page.locator("[data-locate]").tap()
    expect(page.locator("[data-fix]")).to_contain_text("trop vague, il faut 50\u00a0m")
    tap(page, 7)
    expect(page.locator("[data-said]")).to_contain_text("Rien n’a été gardé")
    assert page.evaluate(STOPS) == []


def test_a_stop_outside_the_perimeter_says_how_far(visit):
    page = walker(visit, geolocation=PORT | {"longitude": 8.2}, expect=("422",))
    page.locator("[data-locate]").tap()
    tap(page, 7)
    expect(page.locator("[data-said]")).to_contain_text("km")
    expect(rows(page)).to_have_attribute("data-state", "refused")


def test_a_walk_by_keys_without_gps_on_a_place_by_its_name(visit):
    page = visit(WALK, DESKTOP)
    residents.tab_to(page, "summary")
    page.keyboard.press("Enter")
    residents.tab_to(page, "#id_place")
    page.keyboard.type("place du marche")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-fix]")).to_have_text("Le lieu que vous avez choisi ci-dessous.")
    residents.tab_to(page, "[data-value='3']")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("3 sur 10")
    expect(rows(page).first).to_contain_text("envoyé")


def test_a_home_is_rated_and_withdrawn_by_keys_alone(visit):
    page = visit(HOME, DESKTOP)
    residents.wait_for_map(page)
    residents.tab_to(page, "[type=radio][name^=felt_]")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[name^=felt_]:checked")).to_have_value("8")
    residents.tab_to(page, "#id_place")
    page.keyboard.type("avenue du littoral")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(residents.sentence(page)).to_contain_text("dans le périmètre")
    residents.tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Votre réponse est enregistrée")
    expect(page.locator("main")).to_contain_text("8 sur 10")
    residents.tab_to(page, "a[href$='withdraw/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Retirer votre réponse\u202f?")
    residents.tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Votre réponse est retirée")


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_where_people_rate(visit, size, scheme):
    page = visit(HOME, size, expect=("422",), color_scheme=scheme, bypass_csp=True)
    found = {"home": faults(page)}
    page.locator("button[value=send]").click()
    expect(page.locator("#errors")).to_be_visible()
    found["refused"] = faults(page)
    page.goto(WALK)
    page.locator("summary").first.click()
    found["walk"] = faults(page)
    assert json.dumps(found) == json.dumps(dict.fromkeys(found, []))
