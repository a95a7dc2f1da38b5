"""axe-core on every page, in light and dark, on desktop and phone; the flows prove the rest."""

from pathlib import Path

import pytest

from tests.browser import residents
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.residents import CONSULTATION, TAKE_PART

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(({violations}) => violations.map((rule) =>
    `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`))"""
# Colours are the same at every size, and sizes in every colour: two looks see all four.
CROSSING = "/fr/consultations/front-de-mer/measured-and-felt/bruit-mesure-bruit-ressenti/"
PARTY = "/fr/carto-parties/bancs-ombre-fontaines/"
LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]
PATHS = ["/fr/", CONSULTATION, f"{CONSULTATION}?view=list&q=rien-de-tel", f"{CONSULTATION}data/"]
PATHS += [PARTY, f"{PARTY}cells/D4/", f"{PARTY}cells/C7/"]
PATHS += [CROSSING, f"{CROSSING}?view=table&show=felt&class=2", f"{CROSSING}?view=words"]
PATHS += [f"{CROSSING}method/"]
PATHS += [TAKE_PART, "/fr/help/", "/fr/privacy/", "/fr/accessibility/", "/fr/consultations/non/"]


# The page is there, and each map in view has started or said that it cannot.
SETTLED = """() => document.readyState === "complete" &&
    [...document.querySelectorAll("map-view, map-draw, choice-map, crossing-map")].every((map) => {
      const { width, top, bottom } = map.getBoundingClientRect();
      return map.dataset.state || !width || top > innerHeight || bottom < 0;
    })"""


# The tool itself writes inline styles, which our security policy rightly refuses: it is put
# aside here, and kept in every other test.
def faults(page, rules=RULES):
    page.wait_for_function(SETTLED)
    page.evaluate(AXE.read_text())
    return page.evaluate(RUN, rules)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_on_any_page(visit, size, scheme):
    page = visit("/fr/", size, expect=("404",), color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in PATHS:
        page.goto(path)
        found[path] = faults(page)
    page.goto(CONSULTATION)
    page.goto(page.locator(".row h3 a").first.get_attribute("href"))
    found["contribution"] = faults(page)
    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_way_from_the_place_to_the_withdrawal(visit, size, scheme):
    page = visit(TAKE_PART, size, expect=("422",), color_scheme=scheme, bypass_csp=True)
    found = {}
    page.locator("label[for=way-coordinates]").click()
    page.locator("[name=coordinates]").fill("nulle part")
    residents.go(page, "what")
    found["refused"] = faults(page)
    page.locator("[name=coordinates]").fill("43.45, 8.36")
    residents.go(page, "what")
    found["what"] = faults(page)
    residents.write_words(page)
    found["check"] = faults(page)
    link = residents.send(page)
    found["receipt"] = faults(page)
    for name in ("edit", "withdraw"):
        page.goto(f"{link}{name}/")
        found[name] = faults(page)
    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_in_for_staff_can_be_used_by_all(visit, scheme):
    page = visit("/fr/admin/login/", color_scheme=scheme, bypass_csp=True)
    assert faults(page, WCAG) == []
