"""Staff bring measurements of a walk, in French and on a phone: from the file to its report."""

import pytest
from playwright.sync_api import expect

from fixtures.valdora.sketch import FOLDER
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WCAG, faults
from tests.browser.test_staff import ROOT, sign_in

pytestmark = pytest.mark.browser
WALKS = FOLDER / "mesures-citoyennes-2025.csv"
PATIENCE_MS = 60_000


def test_decimal_commas_become_measurements_and_a_report(visit):
    page = sign_in(visit, PHONE, bypass_csp=True)
    page.goto(f"{ROOT}geo/dataset/add/")
    page.locator("[name=files]").set_input_files(WALKS)
    page.locator("input.default[type=submit]").click()
    expect(page.locator("[name=value_mark]")).to_have_value(",")
    expect(page.locator("[name=background]")).to_have_value("L90 dB(A)")
    is_sound(page)
    page.locator("button[value=preview]").click()
    expect(page.locator(".import-figures .inside strong")).to_have_text("429")
    page.locator("[name=slug]").fill("balades-2025")
    page.locator("[name=attribution]").fill("Ville de Port-Valdora")
    is_sound(page)
    page.locator("button[value=store]").click()
    page.wait_for_url("**/admin/geo/job/*/change/")
    expect(page.locator(".job-state")).to_have_text("Terminé", timeout=PATIENCE_MS)
    page.get_by_role("link", name="Voir le résultat").click()
    expect(page.locator("#content-main")).to_contain_text("134")  # the row without a level
    expect(page.locator("#content-main")).to_contain_text("2 valeurs écartées du calcul")
    is_sound(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger toutes ces lignes").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["61", "134", "252"]


def is_sound(page):
    """Nothing that axe finds, nothing wider than the phone."""
    assert faults(page, WCAG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
