"""A resident reads of a park on its page and writes about it, with keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.residents import CONSULTATION, TAKE_PART
from tests.browser.test_accessibility import LOOKS, faults
from tests.browser.test_take_part import send_with_keys

pytestmark = pytest.mark.browser
LAYER = f"{CONSULTATION}layers/valdora/"
PARK = "Jardin du Belvédère"


def object_page(visit, **options):
    page = visit(f"{LAYER}?q=belvedere", **options)
    page.get_by_role("link", name=PARK, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PARK)
    return page


def test_keys_alone_write_about_a_park(visit):
    page = object_page(visit)
    residents.tab_to(page, ".write-about a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"take-part/\?about=valdora/[nwr]\d+$"))
    residents.wait_for_map(page)
    chosen = page.get_by_role("radio", name=re.compile(rf"À propos de\s: {PARK}"))
    expect(chosen).to_be_checked()
    expect(residents.sentence(page)).to_have_text("Votre zone est entièrement dans le périmètre")
    expect(page.locator("map-draw .attr")).to_contain_text("CC0")
    send_with_keys(page, "Ouvrir le jardin le soir")
    expect(page.locator("main")).to_contain_text(f"À propos de\u00a0: {PARK}")
    page.get_by_role("link", name="Voir ma contribution").click()
    expect(page.locator(".about")).to_contain_text(f"À propos de\u00a0: {PARK}")
    residents.wait_for_map(page, "map-view")
    page.wait_for_function(
        "document.querySelector('map-view').map.querySourceFeatures('about').length > 0"
    )


def test_the_whole_way_works_where_no_script_runs(visit):
    page = object_page(visit, java_script_enabled=False)
    page.locator(".write-about a").click()
    residents.go(page, "what")
    residents.write_words(page, "Des bancs dans le jardin")
    residents.send(page)
    expect(page.locator("h1")).to_contain_text("C’est enregistré")


def test_words_of_a_draft_stay_where_an_object_is_chosen_later(visit):
    page = visit(TAKE_PART)
    residents.wait_for_map(page)
    page.locator("#id_place").fill("rue neuve")
    page.get_by_role("listbox", name="Lieux trouvés").get_by_role("option").first.click()
    expect(residents.sentence(page)).to_contain_text("Votre ligne est")
    residents.go(page, "what")
    page.locator("[name=title]").fill("Une idée commencée")
    page.wait_for_timeout(400)  # the draft is kept after a pause
    page.goto(f"{LAYER}?q=belvedere")
    page.get_by_role("link", name=PARK, exact=True).click()
    page.locator(".write-about a").click()
    expect(residents.sentence(page)).to_have_text("Votre zone est entièrement dans le périmètre")
    residents.go(page, "what")
    expect(page.locator("[name=title]")).to_have_value("Une idée commencée")
    expect(page.locator("aside.beside")).to_contain_text(PARK)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_where_an_object_is_chosen(visit, size, scheme):
    page = visit(f"{LAYER}?q=belvedere", size, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("link", name=PARK, exact=True).click()
    found = {"object": faults(page)}
    page.locator(".write-about a").click()
    expect(residents.sentence(page)).to_have_text("Votre zone est entièrement dans le périmètre")
    found["take part"] = faults(page)
    assert {name: rules for name, rules in found.items() if rules} == {}
