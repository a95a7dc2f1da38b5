"""An organiser alone, in Italian: the map before, a carto-party, the map after, what it changed."""

import json
import re
from pathlib import Path

import pyogrio
import pytest
from playwright.sync_api import expect

from tests.browser.site import ADMIN_PASSWORD, ORGANISER

pytestmark = pytest.mark.browser
ISLAND = Path(__file__).parents[2] / "fixtures" / "valdora"
BEFORE, AFTER = "valdora.osm.bz2", "valdora-apres-cartopartie.osm.bz2"
ADMINISTRATION = "/it/admin/"
CONSULTATION = "Il lungomare, dalla stazione al faro"
LAYER = "Arredo del lungomare"
LOOKED_FOR = ["Panchine", "Acqua potabile", "Cestini"]
JOB_MS = 60_000


def test_an_organiser_goes_in_italian_from_two_extracts_to_what_the_party_changed(visit):
    page = visit(ADMINISTRATION, locale="it-IT", accept_downloads=True)
    sign_in(page)
    page.goto(f"{ADMINISTRATION}geo/osmsnapshot/add/")
    say_what_is_looked_for(page)
    bring(page, BEFORE)
    prepare_a_party(page)
    choose(page, "La mappa prima", date="1º marzo")
    expect(page.locator("#content")).to_contain_text("Panchine –")
    page.get_by_role("link", name="La mappa dopo").click()
    page.get_by_role("link", name="Importa OpenStreetMap").click()
    assert ticked(page) == LOOKED_FOR
    expect(page.get_by_label("Nome del livello")).to_have_value(LAYER)
    bring(page, AFTER)
    page.get_by_role("link", name="Torna").click()  # the import knows for whose sake it was
    expect(page.locator("[aria-current=step]")).to_have_text("La mappa dopo")
    choose(page, "La mappa dopo", date="16 maggio")
    compared(page).click()
    read_what_changed(page)
    changes = download_changes(page)
    figures = [int(text) for text in page.locator(".recap-figures dd").all_inner_texts()]
    assert 0 < sum(figures) == len(changes)


def sign_in(page):
    page.get_by_label("Nome utente").fill(ORGANISER)
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    page.locator("#user-tools").wait_for()


def say_what_is_looked_for(page):
    page.get_by_label("Consultazione").select_option(label=CONSULTATION)
    for label in LOOKED_FOR:
        page.get_by_label(label, exact=True).check()
    page.get_by_label("Nome del livello").fill(LAYER)


def bring(page, name):
    """Import an extract as the page is filled in, and follow the job to its end."""
    page.locator("[name=file]").set_input_files(ISLAND / name)
    page.get_by_role("button", name="Importa").click()
    page.wait_for_url("**/admin/geo/job/*/change/")
    expect(page.locator(".job-state")).to_have_text("Terminata", timeout=JOB_MS)


def ticked(page):
    return page.locator("[name=presets]:checked").evaluate_all(
        "boxes => boxes.map(box => box.closest('label').innerText.trim())"
    )


def prepare_a_party(page):
    """Say when and what; the ground is the whole perimeter, in the cells that are proposed."""
    page.goto(f"{ADMINISTRATION}participation/cartoparty/add/")
    page.get_by_label("Consultazione").select_option(label=CONSULTATION)
    page.locator("[name=title_it]").fill("Panchine di primavera")
    page.locator("[name=slug]").fill("panchine-di-primavera")
    for moment, hour in (("starts_at", "09:30"), ("ends_at", "13:00")):
        page.locator(f"[name={moment}_0]").fill("16/05/2026")
        page.locator(f"[name={moment}_1]").fill(hour)
    for label in LOOKED_FOR:
        page.get_by_label(label, exact=True).check()
    page.locator("[name=hashtag]").fill("valdora-primavera")
    page.locator("[name=is_published]").check()
    page.get_by_role("button", name="Salva", exact=True).click()
    page.wait_for_url("**/ground/")


def choose(page, step, date):
    """Choose the snapshot of a date on the page of a step."""
    page.get_by_role("link", name=step).click()
    page.locator("label.snapshot", has_text=LAYER).filter(has_text=date).click()
    page.get_by_role("button", name="la mappa di").click()
    expect(page.locator(".messagelist")).to_be_visible()


def compared(page):
    """The link to the recap, once a worker has compared the two maps."""
    link = page.get_by_role("link", name="Vedi che cosa è cambiato")
    for _try in range(JOB_MS // 500):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return link


def read_what_changed(page):
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page.locator("h1")).to_have_text("Che cosa ha cambiato il mapping party")
    expect(page.locator(".recap-maps .recap-tag")).to_have_text(
        [re.compile("^Prima, .* 1º marzo"), re.compile("^Dopo, .* 16 maggio")]
    )
    for picture in page.locator(".recap-maps svg.figure").all():
        assert picture.locator("g[transform]").count() > 0
    rows = page.locator(".recap-sort")
    assert rows.locator("th").all_inner_texts() == LOOKED_FOR
    before, after = rows.first.locator("td").all_inner_texts()
    assert 0 < int(before) < int(after)


def download_changes(page):
    """The changes as a program for maps reads them."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="GeoJSON, licenza").click()
    file = waiting.value.path()
    assert json.loads(file.read_text())["license"] == "CC0-1.0"  # the island is invented
    return pyogrio.read_dataframe(file)
