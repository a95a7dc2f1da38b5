"""Reading the map and its list: the same facts, shared by address, without colour or WebGL."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser import residents
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.residents import CONSULTATION

pytestmark = pytest.mark.browser
MISSING = "La carte ne s’affiche pas. La liste dit la même chose."


def test_filters_are_shared_by_their_link(visit):
    page = visit(CONSULTATION)
    rows = page.locator(".row h3")
    page.locator(".chip", has_text="Sons").click()
    expect(rows).to_have_count(5)
    page.locator("[name=q]").fill("notte")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    titles = rows.all_text_contents()
    other = visit(page.url)
    assert other.locator(".row h3").all_text_contents() == titles


def test_what_is_typed_before_the_list_has_come_is_kept(visit):
    page = visit(CONSULTATION)
    page.route(
        "**/front-de-mer/?theme=N", lambda route: (page.wait_for_timeout(700), route.continue_())
    )
    page.locator(".chip", has_text="Nature").click()
    page.locator("[name=q]").press_sequentially("ombre")
    expect(page.locator(".chip", has_text="Nature")).to_have_attribute("aria-current", "true")
    expect(page.locator("[name=q]")).to_have_value("ombre")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ombre*")
    assert "theme=N" in page.url
    page.go_back()
    expect(page.locator("[name=q]")).to_have_value("")


def test_the_map_counts_what_the_list_counts(visit):
    page = visit(f"{CONSULTATION}?theme=N")
    residents.wait_for_map(page, "map-view")
    residents.wait_for_pins(page)
    shown = page.evaluate(
        """() => {
            const map = document.querySelector("map-view").map;
            const found = map.querySourceFeatures("contributions", {sourceLayer: "points"});
            const clusters = map.querySourceFeatures("contributions", {sourceLayer: "clusters"});
            const alone = new Set(found.map((f) => f.properties.id)).size;
            const together = new Map(clusters.map((f) => [JSON.stringify(f.properties), f.properties.count]));
            return alone + [...together.values()].reduce((sum, count) => sum + count, 0);
        }"""
    )
    expect(page.locator(".count")).to_contain_text(f"{shown} contributions")


def test_a_filter_chosen_on_the_page_reaches_the_map(visit):
    page = visit(CONSULTATION)
    residents.wait_for_map(page, "map-view")
    residents.wait_for_pins(page)
    page.locator(".chip", has_text="Nature").click()
    page.wait_for_function(
        """() => {
            const map = document.querySelector("map-view").map;
            const found = map.querySourceFeatures("contributions", {sourceLayer: "points"});
            return map.loaded() && found.length && found.every((f) => f.properties.letter === "N");
        }"""
    )


def test_a_pin_opens_a_card_that_takes_the_focus_and_gives_it_back(visit):
    page = visit(f"{CONSULTATION}?theme=N")
    residents.wait_for_map(page, "map-view")
    residents.wait_for_pins(page)
    residents.tab_to(page, "[data-places]")
    card = page.locator(".map-card")
    for _step in range(3):  # a cluster comes closer first: then choose again
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        with suppress(TimeoutError):
            card.wait_for(timeout=2000)
            break
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('[data-places]')")


def test_without_webgl_one_sentence_says_so_and_the_list_stays(chromium_without_webgl, address):
    page = chromium_without_webgl.new_page(locale="fr-FR", base_url=address)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(CONSULTATION)
    expect(page.get_by_text(MISSING)).to_be_visible()
    expect(page.locator(".row")).not_to_have_count(0)
    assert errors == []


def test_the_page_is_in_italian_down_to_the_map(visit):
    page = visit(CONSULTATION.replace("/fr/", "/it/"), locale="it-IT")
    expect(page.locator("h1")).to_have_text("Il lungomare, dalla stazione al faro")
    residents.wait_for_map(page, "map-view")
    expect(page.get_by_role("button", name="Avvicina")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
def test_no_page_scrolls_sideways(visit, size):
    page = visit("/fr/", size)
    for path in (CONSULTATION, residents.TAKE_PART, f"{CONSULTATION}data/", "/fr/help/", "/fr/"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], path


def test_reading_sets_no_cookie(visit):
    page = visit("/fr/")
    for path in pages_of(page):
        page.goto(path)
    assert page.context.cookies() == []


def pages_of(page):
    """Every kind of page that somebody can read without having written anything."""
    page.goto(CONSULTATION)
    contribution = page.locator(".row h3 a").first.get_attribute("href")
    rest = ("/fr/", residents.TAKE_PART, f"{CONSULTATION}data/", "/fr/help/", "/fr/privacy/")
    return [CONSULTATION, contribution, *rest, "/fr/accessibility/"]
