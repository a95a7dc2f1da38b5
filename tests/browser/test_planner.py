"""A planner, in Italian: from two files to the report, and a map that opens without any network."""

import pytest
from playwright.sync_api import expect

from fixtures.valdora.sketch import FOLDER
from tests.browser.conftest import PHONE
from tests.browser.site import ADMIN, ADMIN_PASSWORD
from tests.browser.test_accessibility import WCAG, faults

pytestmark = pytest.mark.browser
CROSSING = "/it/consultations/front-de-mer/measured-and-felt/bruit-mesure-bruit-ressenti/"

ROOT = "/it/admin/"
TOWN = "Il lungomare, dalla stazione al faro"
QUESTION = "Quanto vi disturba la strada, a casa?"
PATIENCE_MS = 90_000


def test_two_files_become_a_report(visit):
    page = visit(ROOT, locale="it-IT")
    page.locator("[name=username]").fill(ADMIN)
    page.locator("[name=password]").fill(ADMIN_PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    bring_noise_map(page)
    bring_survey(page)
    release(page)
    page.goto("/it/consultations/front-de-mer/measured-and-felt/rumore-2026/")
    page.goto(page.locator("a[href$='/report/']").first.get_attribute("href"))
    expect(page.locator("h1")).to_have_text("Rumore 2026")
    for word in ("Via dei Pini", "Rue du Levant", "più del previsto", "Regione di Valdora"):
        expect(page.locator(".rp")).to_contain_text(word)


def bring_noise_map(page):
    page.goto(f"{ROOT}geo/dataset/add/")
    page.locator("[name=files]").set_input_files(FOLDER / "carte-bruit-routes-lden.shp.zip")
    page.locator("input.default[type=submit]").click()
    page.locator("button[value=preview]").click()
    page.locator("[name=slug]").fill("strade-2026")
    page.locator("[name=name]").fill("Strade 2026")
    page.locator("[name=attribution]").fill("Regione di Valdora")
    page.locator("button[value=store]").click()
    wait_for_job(page)


def bring_survey(page):
    page.goto(f"{ROOT}participation/feltquestion/add/")
    page.locator("[name=consultation]").select_option(label=TOWN)
    page.locator("[name=title_it]").fill(QUESTION)
    page.locator("[name=source]").select_option("road")
    page.locator("[name=_save]").click()
    page.goto(f"{ROOT}participation/surveyimport/add/")
    choose(page, "question", QUESTION)
    page.locator("[name=file]").set_input_files(FOLDER / "enquete-bruit-2025.csv")
    page.locator("input.default[type=submit], button.default").first.click()
    page.locator("button[value=preview]").click()
    page.locator("button[value=import]").click()
    wait_for_job(page)


def release(page):
    page.goto(f"{ROOT}participation/crossing/add/")
    page.locator("[name=consultation]").select_option(label=TOWN)
    page.locator("[name=title_it]").fill("Rumore 2026")
    page.locator("[name=slug]").fill("rumore-2026")
    choose(page, "question", QUESTION)
    choose(page, "dataset", "Strade 2026")
    page.locator("[name=curve]").select_option("road")
    page.locator("[name=is_published]").check()
    page.locator("[name=_save]").click()
    page.locator("button[value=release]").click()
    wait_for_job(page)


def choose(page, name, words):
    option = page.locator(f"[name={name}] option", has_text=words).first
    page.locator(f"[name={name}]").select_option(option.get_attribute("value"))


def wait_for_job(page):
    page.wait_for_url("**/admin/geo/job/*/change/")
    expect(page.locator(".job-state")).to_have_text("Terminata", timeout=PATIENCE_MS)


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
