"""Staff take over a survey on a phone, see what became of its rows, and take it back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WCAG, faults
from tests.browser.test_jobs import take_back
from tests.browser.test_staff import sign_in

pytestmark = pytest.mark.browser
LINES = b"qui;note;lon;lat\nR1;9;8,3524;43,4405\nR2;12;8,3524;43,4405\nR3;4;9,35;43,44\n"


def test_a_survey_is_taken_over_and_back_again_on_a_phone(visit):
    page = sign_in(visit, PHONE, bypass_csp=True)
    page.goto("/fr/admin/participation/surveyimport/add/")
    passing = page.locator("[name=question] option", has_text="Ici, maintenant")
    page.locator("[name=question]").select_option(value=passing.get_attribute("value"))
    file = {"name": "enquête.csv", "mimeType": "text/csv", "buffer": LINES}
    page.locator("[name=file]").set_input_files(file)
    page.locator("input.default[type=submit]").click()
    expect(page.locator("[name=rating]")).to_have_value("note")
    assert faults(page, WCAG) == []
    page.locator("button[value=preview]").click()
    rows = page.locator(".import-table")
    expect(rows).to_contain_text("12 n’est pas sur l’échelle de 0 à 10.")
    assert faults(page, WCAG) == []
    page.get_by_role("button", name="Reprendre 1 note").click()
    expect(page.locator(".messagelist")).to_contain_text("1 note a été reprise.")
    expect(page.locator(".import-reasons").first).to_contain_text("Note hors de l’échelle")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert faults(page, WCAG) == []
    take_back(page)
    expect(page.locator(".import-pages")).to_contain_text("a été annulé")
