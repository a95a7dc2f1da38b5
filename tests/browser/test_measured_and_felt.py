"""What is measured and felt, read on the map, by keyboard in the table, on a phone, without scripts."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
PAGE = "/fr/consultations/front-de-mer/measured-and-felt/bruit-mesure-bruit-ressenti/"
DRAWN = """() => document.querySelector("crossing-map")?.dataset.drawn !== undefined"""
ON_THE_MAP = """async () => {
    const address = document.querySelector("crossing-map").dataset.cells;
    const { features } = await (await fetch(address)).json();
    return Object.fromEntries(features.map(({ properties: { cell, status, crossed } }) =>
        [cell, `${status} ${crossed}`]));
}"""
IN_THE_TABLE = """() => Object.fromEntries([...document.querySelectorAll("#list tr[data-cell]")].map((row) =>
    [row.dataset.cell, `${row.dataset.status} ${row.querySelector(".lg")?.textContent ?? ""}`]))"""
CHOSEN = """() => document.querySelector("crossing-map").map.getFilter("cells-chosen")[2]"""


def drawn(page):
    page.wait_for_function(DRAWN, timeout=30_000)
    return page


def whole_table(page):
    """Every row of the table, page by page, as its class and status are written there."""
    found = page.evaluate(IN_THE_TABLE)
    while page.locator("#list .pager [rel=next]").count():
        first = page.locator("#list tr[data-cell]").first.get_attribute("data-cell")
        page.locator("#list .pager [rel=next]").click()
        page.wait_for_function(
            "first => document.querySelector('#list tr[data-cell]').dataset.cell !== first",
            arg=first,
        )
        found |= page.evaluate(IN_THE_TABLE)
    return found


def test_the_table_tells_of_every_cell_what_the_map_draws(visit):
    page = drawn(visit(PAGE))
    on_map = page.evaluate(ON_THE_MAP)
    page.goto(f"{PAGE}?view=table&status=published,uncertain")
    told = {cell: said for cell, said in on_map.items() if said.startswith(("pub", "unc"))}
    assert len(told) > 20
    assert whole_table(page) == told


def test_a_cell_and_a_class_are_chosen_by_keyboard_alone(visit):
    page = drawn(visit(PAGE))
    row = page.locator("#list tr[data-cell]").nth(1)
    cell = row.get_attribute("data-cell")
    row.locator("a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "cell => document.getElementById('card').dataset.cell === cell", arg=cell
    )
    assert f"cell={cell}" in page.url
    assert page.evaluate(CHOSEN) == cell
    assert page.evaluate("document.activeElement.id") == f"row-{cell}"
    assert "personnes ont répondu" in page.locator("#card .say").inner_text()
    page.locator("#class-B2").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("#class-B2[aria-pressed=true]")
    assert "class=B2" in page.url and f"cell={cell}" in page.url
    assert set(page.locator("#list .lg").all_inner_texts()) == {"B2"}
    assert page.evaluate("document.activeElement.id") == "class-B2"
    page.go_back()
    page.wait_for_selector("#class-B2[aria-pressed=false]")


def test_a_cell_is_chosen_on_the_map_and_in_four_ways_to_look(visit):
    page = drawn(visit(PAGE))
    box = page.locator("#map canvas").bounding_box()
    first = page.locator("#card").get_attribute("data-cell")
    spot = page.evaluate(
        """first => {
            const { map } = document.querySelector("crossing-map");
            const { clientWidth: width, clientHeight: height } = map.getCanvas();
            const seen = map.queryRenderedFeatures([[60, 60], [width - 90, height - 60]], { layers: ["cells"] });
            const { middle, cell } = seen.map(({ properties }) => properties).find(({ cell }) => cell !== first);
            const { x, y } = map.project(middle);
            return { x, y, cell };
        }""",
        first,
    )
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    page.wait_for_function(
        "cell => document.getElementById('card').dataset.cell === cell", arg=spot["cell"]
    )
    for name, axis in (("Mesuré", "dB"), ("Ressenti", "très gênées"), ("Confiance", "intervalle")):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_function(
            "axis => document.querySelector('#legend .ax').textContent.includes(axis)", arg=axis
        )
        assert spot["cell"] in page.url


def test_a_phone_has_the_map_the_card_and_cells_as_cards(visit):
    page = drawn(visit(PAGE, PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    places = [
        page.locator(name).bounding_box()["y"] for name in ("#map", "#card", "#legend", "#list")
    ]
    assert places == sorted(places)
    assert (
        page.locator("#list td.r").first.evaluate("cell => getComputedStyle(cell).display")
        == "flex"
    )
    assert page.get_by_role("row").count() > 2  # still a table for who hears it


def test_everything_is_there_without_scripts(visit):
    page = visit(PAGE, java_script_enabled=False)
    assert page.locator("#map svg.figure path.cz").count() > 20
    page.locator("#class-B2").click()
    assert "class=B2" in page.url
    assert set(page.locator("#list .lg").all_inner_texts()) == {"B2"}
    page.get_by_role("link", name="En mots").click()
    assert "personnes ont répondu" in page.locator("#words").inner_text()


def test_without_webgl_the_picture_and_the_list_stay(chromium_without_webgl, address):
    context = chromium_without_webgl.new_context(base_url=address, locale="fr-FR")
    page = context.new_page()
    page.goto(PAGE)
    page.wait_for_selector("crossing-map[data-state=failed]")
    assert page.locator("#map svg.figure").is_visible()
    assert page.locator("#list tr[data-cell]").count() > 5
    context.close()
