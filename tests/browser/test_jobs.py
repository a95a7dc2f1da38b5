"""A long import, followed on its page until its report, without loading anything again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WCAG, faults
from tests.browser.test_staff import sign_in

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000
# All but one lie far from the island, so that next to nothing is stored.
FAR = "".join(f"{n},Un banc,Pour s’asseoir,48.85,2.35\n" for n in range(1, 2101))
LONG = f"id,titre,texte,lat,lon\n{FAR}2101,Un banc,Pour s’asseoir,43.4551,8.3723\n".encode()


def test_staff_follow_a_long_import_to_its_report_on_a_phone(visit):
    page = sign_in(visit, PHONE, bypass_csp=True)
    page.goto("/fr/admin/participation/contributionimport/add/")
    consultation = page.locator("[name=consultation]")
    island = consultation.locator("option", has_text="front de mer")
    consultation.select_option(value=island.first.get_attribute("value"))
    file = {"name": "idées.csv", "mimeType": "text/csv", "buffer": LONG}
    page.locator("[name=file]").set_input_files(file)
    page.locator("input.default[type=submit]").click()
    page.locator("[name=other_themes]").select_option(index=1)
    page.locator("button[value=preview]").click()
    page.locator("[name=visibility][value=pending]").check()
    page.locator("button[value=import]").click()
    page.wait_for_url("**/admin/geo/job/*/change/")
    page.evaluate("window.isTheSamePage = true")
    assert faults(page, WCAG) == []
    expect(page.locator(".job-state")).to_have_text("Terminé", timeout=PATIENCE_MS)
    assert page.evaluate("window.isTheSamePage")
    expect(page.locator("#job-voice")).to_have_text("Terminé. 1 contribution a été reprise.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("link", name="Voir le résultat").click()
    expect(page.locator(".import-figures")).to_contain_text("2 100")
    take_back(page)


def take_back(page):
    """Other tests find the island as it was."""
    page.locator("a.deletelink").click()
    page.locator("input.default[type=submit]").click()
    expect(page.locator(".messagelist")).to_be_visible()
