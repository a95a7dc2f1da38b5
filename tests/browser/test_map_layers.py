"""A reader switches a layer on, opens an object on the map and reads the same without the map."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.residents import CONSULTATION

pytestmark = pytest.mark.browser
DRAWN = """() => {
  const { map } = document.querySelector("map-view");
  const drawn = map.queryRenderedFeatures({ layers: ["objects-valdora-points"] });
  return map.loaded() && drawn.length;
}"""
TO_ONE_ALONE = """() => {
  const { map } = document.querySelector("map-view");
  const alone = map
    .queryRenderedFeatures({ layers: ["objects-valdora-points"] })
    .find(({ properties, geometry }) => {
      const over = map.queryRenderedFeatures(map.project(geometry.coordinates));
      return properties.id && over[0]?.source === "objects-valdora";
    });
  if (alone) map.jumpTo({ center: alone.geometry.coordinates, zoom: 18 });
  return Boolean(alone);
}"""
IN_THE_MIDDLE = """() => {
  const { map } = document.querySelector("map-view");
  const found = map.queryRenderedFeatures(map.project(map.getCenter()));
  return map.loaded() && found[0]?.source === "objects-valdora";
}"""


def on_the_map(visit, query="", **options):
    page = visit(CONSULTATION + query, **options)
    residents.wait_for_map(page, "map-view")
    return page


def test_a_layer_is_switched_on_and_kept_in_the_address(visit):
    page = on_the_map(visit)
    page.get_by_role("button", name="Légende").click()
    page.get_by_label(re.compile("Équipements et parcs")).check()
    page.wait_for_function(DRAWN)
    assert page.url.endswith("?layers=valdora")
    page.get_by_role("link", name=re.compile("^Nature")).click()
    expect(page.locator(".frow .count")).to_contain_text("13")
    assert "layers=valdora" in page.url
    page.reload()
    residents.wait_for_map(page, "map-view")
    page.wait_for_function(DRAWN)
    page.get_by_role("button", name="Légende").click()
    page.get_by_label(re.compile("Équipements et parcs")).uncheck()
    page.wait_for_function(f"() => !({DRAWN})()")
    assert "layers" not in page.url


def test_an_object_opens_in_the_words_of_the_reader(visit):
    page = on_the_map(visit, "?layers=valdora")
    page.wait_for_function(DRAWN)
    page.evaluate(
        "document.querySelector('map-view').map.jumpTo({center: [8.3535, 43.4405], zoom: 16})"
    )
    page.wait_for_function(TO_ONE_ALONE)
    page.wait_for_function(IN_THE_MIDDLE)
    page.locator("map-view canvas").click()
    card = page.locator(".map-card")
    expect(card).to_contain_text("Équipements et parcs")
    expect(card.locator("[data-card=body]")).to_contain_text("CC0 1.0")
    expect(card).not_to_contain_text(re.compile(r"\b(yes|amenity|natural)\b"))
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_a_layer_is_read_without_map_and_script(visit):
    page = visit(CONSULTATION, java_script_enabled=False)
    page.locator(".layer-links a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Équipements et parcs")
    page.get_by_label("Type").select_option(label="Bancs (31)")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator("tbody tr")).to_have_count(31)
    page.locator("tbody a").first.click()
    expect(page.locator(".kick")).to_contain_text("Bancs")
