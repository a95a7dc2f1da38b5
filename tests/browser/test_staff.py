"""The staff area: for all, by keys alone, on a phone too; nothing hangs over the edge."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.residents import tab_to, wait_for_map
from tests.browser.site import ADMIN, ADMIN_PASSWORD
from tests.browser.test_accessibility import WCAG, faults

pytestmark = pytest.mark.browser
ROOT = "/fr/admin/"
LISTS = [
    "participation/consultation",
    "participation/contribution",
    "participation/comment",
    "participation/organisation",
    "geo/perimeter",
    "geo/layer",
]
OTHERS = ["", "participation/moderationdecision/", "geo/perimeter/add/"]
# Colours are the same at every size, and sizes in every colour: two looks see all four.
LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]


def sign_in(visit, size=DESKTOP, **options):
    page = visit(ROOT, size, **options)
    page.locator("[name=username]").fill(ADMIN)
    page.locator("[name=password]").fill(ADMIN_PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    return page


def staff_pages(page):
    """Opens every kind of page that staff use, one after the other; yields its path."""
    for path in OTHERS:
        page.goto(ROOT + path)
        yield path
    for path in LISTS:
        page.goto(f"{ROOT}{path}/")
        yield path
        page.goto(page.locator("#result_list tbody th a").first.get_attribute("href"))
        yield f"{path}: one"
    open_contribution(page)
    page.locator("button[name=action]").first.click()
    yield "decision"
    page.goto(f"{ROOT}geo/perimeter/")
    page.goto(page.locator("#result_list tbody th a").first.get_attribute("href"))
    page.goto(page.locator("a[href*=perimeterversion]").first.get_attribute("href"))
    yield "version"


def open_contribution(page):
    page.goto(f"{ROOT}participation/contribution/?visibility__exact=published")
    page.goto(page.locator("#result_list tbody th a").first.get_attribute("href"))


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_staff_pages_can_be_used_by_all_and_fit_the_screen(visit, size, scheme):
    page = sign_in(visit, size, color_scheme=scheme, bypass_csp=True)
    found, too_wide = {}, {}
    for name in staff_pages(page):
        found[name] = faults(page, WCAG)
        too_wide[name] = page.evaluate("document.documentElement.scrollWidth") > size[0]
    assert {name: rules for name, rules in found.items() if rules} == {}
    assert [name for name, is_wide in too_wide.items() if is_wide] == []


def test_the_list_of_contributions_is_not_cut_off_on_a_desktop(visit):
    page = sign_in(visit)
    page.goto(f"{ROOT}participation/contribution/")
    hidden = page.locator(".results").evaluate("box => box.scrollWidth - box.clientWidth")
    assert hidden == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_keys_alone_hide_a_contribution_with_a_reason_and_show_it_again(visit, size):
    page = sign_in(visit, size)
    open_contribution(page)
    address = page.url
    for action, word in (("hide", "Masquée"), ("publish", "Publiée")):
        tab_to(page, f"button[name=action][value={action}]")
        page.keyboard.press("Enter")
        page.locator("textarea[name=reason]").wait_for()
        tab_to(page, "textarea[name=reason]")
        page.keyboard.type("Hors du sujet de la concertation.")
        tab_to(page, "#content input[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("1 décision")
        page.goto(address)
        expect(page.locator(".field-visibility .readonly")).to_have_text(word)


def test_the_choice_of_light_or_dark_holds_for_the_map_as_well(visit):
    page = sign_in(visit)
    open_contribution(page)
    wait_for_map(page, "map-view")
    land = "getComputedStyle(document.documentElement).getPropertyValue('--m-land').trim()"
    seen = [page.evaluate(land)]
    for _ in range(2):
        page.locator("#user-tools .theme-toggle").click()
        seen.append(page.evaluate(land))
    assert "#222a2e" in seen
    assert "#f6f4ee" in seen
