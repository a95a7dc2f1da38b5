"""Staff make a perimeter of two files that do not meet: in a table, on a map, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.residents import wait_for_map
from tests.browser.test_accessibility import WCAG, faults
from tests.browser.test_staff import LOOKS, ROOT, sign_in
from tests.geo.perimeters.files import EAST, ISLET, NICE, feature, text

pytestmark = pytest.mark.browser
GAP = [[7.3, 43.61], [7.302, 43.64], [7.3, 43.67]]
WEST = [feature([NICE], nom="Nice", code="06088"), feature([ISLET], nom="Îlot", code="06099")]


def send_two_files(page):
    """Two maps whose common border leaves a gap."""
    ring = [EAST[0], *GAP, *EAST[1:]]
    files = {"ouest.geojson": text(*WEST), "est.geojson": text(feature([ring], name="Menton"))}
    page.goto(f"{ROOT}geo/perimeter/add/")
    page.locator("[name=files]").set_input_files(
        [
            {"name": name, "mimeType": "application/json", "buffer": content}
            for name, content in files.items()
        ]
    )
    page.locator("[name=name]").fill("Frontière")
    page.locator("#content [type=submit]").last.click()
    page.locator("choice-table, .choice-table").first.wait_for()


def count(page):
    return page.locator("[data-count]")


def test_areas_are_chosen_in_the_table_and_on_the_map_in_step(visit):
    page = sign_in(visit)
    send_two_files(page)
    expect(count(page)).to_have_text("3 sur 3 choisies")
    page.locator("choice-table:defined").wait_for()
    page.locator("[data-filter]").fill("ilot")
    page.get_by_role("button", name="Ne garder que ce qui est affiché").click()
    expect(count(page)).to_have_text("1 sur 3 choisies")
    page.locator("[data-none]").click()
    expect(count(page)).to_have_text("0 sur 3 choisies")
    page.locator("[data-all]").click()
    expect(count(page)).to_have_text("1 sur 3 choisies")
    page.locator("[data-filter]").fill("")
    wait_for_map(page, "choice-map")
    click_on(page, 7.25, 43.65)
    expect(count(page)).to_have_text("2 sur 3 choisies")
    expect(page.get_by_label("Nice")).to_be_checked()
    click_on(page, 7.25, 43.65)
    expect(page.get_by_label("Nice")).not_to_be_checked()


def click_on(page, lon, lat):
    """Click on the map where a place lies, by the bounds that it shows with its margin."""
    west, south, east, north = map(
        float, page.locator("choice-map").get_attribute("data-bounds").split(",")
    )
    box = page.locator("choice-map canvas").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    per_degree = (box["width"] - 80) / (east - west)
    x = middle[0] + (lon - (west + east) / 2) * per_degree
    y = middle[1] - (lat - (south + north) / 2) * per_degree / 0.7236  # at this latitude
    page.mouse.click(x, y)


def test_keys_walk_over_the_rows(visit):
    page = sign_in(visit)
    send_two_files(page)
    page.locator("choice-table:defined").wait_for()  # the script is there
    page.get_by_label("Îlot").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Nice")).to_be_focused()
    page.keyboard.press("Space")
    expect(count(page)).to_have_text("2 sur 3 choisies")


def test_a_gap_is_looked_at_left_open_and_the_perimeter_accepted(visit):
    page = sign_in(visit)
    send_two_files(page)
    page.locator("button[value=join]").click()
    expect(page.locator(".errornote")).to_contain_text("Menton et Nice")
    expect(count(page)).to_have_text("1 sur 1 comblés")
    page.locator("choice-map").scroll_into_view_if_needed()
    wait_for_map(page, "choice-map")
    page.locator("[data-show]").click()
    page.locator(".choice-rows input").uncheck()
    page.locator("button[value=accept]").click()
    expect(page.locator(".messagelist")).to_contain_text("Frontière")
    expect(page.locator(".perimeter-review")).to_contain_text("reste un trou")


def test_a_perimeter_is_made_without_a_script(visit):
    page = sign_in(visit, java_script_enabled=False)
    send_two_files(page)
    page.get_by_label("Îlot").uncheck()
    page.locator("button[value=join]").click()
    expect(page.locator(".perimeter-review")).to_contain_text(re.compile("ouest.*1/2.*Nice"))


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_choosing_can_be_done_by_all_and_fits_the_screen(visit, size, scheme):
    page = sign_in(visit, size, color_scheme=scheme, bypass_csp=True)
    send_two_files(page)
    found = {"choice": faults(page, WCAG)}
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.locator("button[value=join]").click()
    page.locator("choice-table").wait_for()
    found["gaps"] = faults(page, WCAG)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert {name: rules for name, rules in found.items() if rules} == {}
    assert max(widths) <= size[0] in (DESKTOP[0], PHONE[0])
