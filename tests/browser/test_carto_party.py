"""A carto-party on a phone: a team takes a cell, with a finger and with keys, and JOSM is asked."""

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
PARTY = "/fr/carto-parties/bancs-ombre-fontaines/"
CORS = {"Access-Control-Allow-Origin": "*"}


def cell(code):
    return f"{PARTY}cells/{code}/"


def test_a_team_takes_a_cell_with_a_finger_and_the_others_see_it(visit):
    others = visit(PARTY, PHONE)
    page = visit(PARTY, PHONE, has_touch=True, is_mobile=True)
    page.locator("#pick-E8").tap()
    expect(page.locator("h1")).to_have_text("Carreau E8")
    page.locator("#id_team").fill("Les hippocampes")
    page.get_by_text("Prendre ce carreau pour deux heures").tap()
    expect(page.locator(".cell-state")).to_contain_text("À vous, Les hippocampes")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    others.evaluate("document.querySelector('live-part').refresh()")
    expect(others.locator("#pick-E8")).to_have_count(0)
    others.goto(cell("E8"))
    expect(others.locator(".cell-state")).to_contain_text("Pris par Les hippocampes")
    expect(others.locator("#id_team")).to_have_count(0)
    page.get_by_text("Carreau terminé").tap()
    expect(page.locator(".cell-state")).to_contain_text("Fait, Les hippocampes")


def test_a_team_takes_a_cell_and_leaves_it_with_keys_alone(visit):
    page = visit(cell("E1"), PHONE)
    residents.tab_to(page, "#id_team")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-state")).to_contain_text("À vous, Ada")
    residents.tab_to(page, ".bar .btn-secondary")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-state")).to_have_text("Libre")


def test_whoever_comes_second_is_told_and_keeps_the_name(visit):
    slow = visit(cell("D7"), PHONE, expect=("409",), java_script_enabled=False)
    slow.locator("#id_team").fill("Les tortues")
    quick = visit(cell("D7"), PHONE, java_script_enabled=False)
    quick.locator("#id_team").fill("Les lièvres")
    quick.locator("#take button").click()
    slow.locator("#take button").click()
    expect(slow.locator("#errors")).to_contain_text("Les lièvres a pris ce carreau juste avant")


def test_the_map_shows_the_cells_and_leads_to_their_pages(visit):
    page = visit(PARTY)
    page.locator("cells-map[data-drawn]").wait_for(timeout=60_000)
    states = page.evaluate(
        "document.querySelector('cells-map').map.querySourceFeatures('cells')"
        ".map(({properties}) => properties.state)"
    )
    assert {"checked", "free", "to_redo", "impossible"} <= set(states)


def test_josm_is_asked_when_it_is_pressed_and_not_before(visit):
    page = visit(cell("B3"), PHONE)
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(status=200, headers=CORS, body="OK")

    page.route("http://127.0.0.1:8111/**", answer)
    page.reload(wait_until="networkidle")
    assert asked == []
    page.get_by_role("link", name="JOSM").click()
    expect(page.locator("[data-said]")).to_have_text("JOSM a ouvert le carreau.")
    assert [address.split("?")[0].rpartition("/")[2] for address in asked] == [
        "import",
        "load_and_zoom",
    ]


def test_who_has_no_josm_is_told_what_to_do(visit):
    page = visit(cell("B3"), PHONE, expect=("net::ERR",))
    page.route("http://127.0.0.1:8111/**", lambda route: route.abort())
    page.get_by_role("link", name="JOSM").click()
    expect(page.locator("[data-said]")).to_contain_text("JOSM ne répond pas")
