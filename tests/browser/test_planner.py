"""A planner, in Italian: from the page to the report, and a map that opens without any network."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import WCAG, faults

pytestmark = pytest.mark.browser
CROSSING = "/it/consultations/front-de-mer/measured-and-felt/bruit-mesure-bruit-ressenti/"


def test_a_planner_reads_the_report_on_a_phone_and_takes_it_away(visit):
    page = visit(CROSSING, PHONE, locale="it-IT", bypass_csp=True)
    page.goto(page.locator("a[href$='/report/']").first.get_attribute("href"))
    expect(page.locator("h1")).to_have_text("Rumore misurato, rumore percepito")
    expect(page.locator(".rp")).to_contain_text("Via dei Pini")
    assert faults(page, WCAG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    with page.expect_download() as download:
        page.locator("a[href$='report.pdf']").evaluate(
            "link => { link.download = ''; link.click(); }"
        )
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_the_map_in_one_file_opens_without_a_network(visit, chromium_without_webgl, tmp_path):
    page = visit(CROSSING, locale="it-IT")
    file = tmp_path / "mappa.html"
    file.write_bytes(page.request.get(f"{CROSSING}map.html").body())
    alone = chromium_without_webgl.new_context(offline=True).new_page()
    asked, complaints = [], []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: complaints.append(message.text))
    alone.on("pageerror", lambda error: complaints.append(str(error)))
    alone.goto(file.as_uri())
    cell = alone.locator("path.leaflet-interactive[aria-label='Via dei Pini, C1']")
    expect(alone.locator("path.leaflet-interactive")).not_to_have_count(0)
    cell.focus()
    alone.keyboard.press("Enter")
    expect(alone.locator(".leaflet-popup-content")).to_contain_text("Via dei Pini")
    assert asked == [file.as_uri()] and complaints == []
    alone.context.close()
