"""A town brings its own: two municipal files, last year's campaign; a consultation opens, in French."""

import csv
import datetime
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from fixtures.valdora.sketch import FOLDER
from tests.browser.conftest import PHONE
from tests.browser.residents import tab_to
from tests.browser.test_accessibility import WCAG, faults
from tests.browser.test_staff import ROOT, sign_in

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
IDEAS = FOLDER / "boite-a-idees-2025.csv"
IMPORTS = f"{ROOT}participation/contributionimport/"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def make_perimeter(page, files, name):
    """Two files of municipalities become one perimeter in force."""
    page.goto(f"{ROOT}geo/perimeter/add/")
    page.locator("[name=files]").set_input_files(files)
    page.locator("[name=name]").fill(name)
    for country in ("FR", "IT"):
        page.locator(f"[name=countries][value={country}]").check()
    page.locator("#content-main [type=submit]").last.click()
    page.locator("button[name=go][value=join]").click(timeout=60_000)
    page.locator("form[action$='/accept/'] [type=submit]").click(timeout=60_000)
    expect(page.locator(".messagelist")).to_contain_text("en vigueur")


def make_consultation(page, slug, title, perimeter):
    """Published, open since yesterday, with one theme."""
    page.goto(f"{ROOT}participation/consultation/add/")
    page.locator("[name=organisation]").select_option(index=1)
    page.locator("[name=title_fr]").press_sequentially(title)
    expect(page.locator("[name=slug]")).to_have_value(slug)  # made of the title
    page.locator("[name=perimeter]").select_option(label=perimeter)
    page.locator("#id_languages_1").check()
    page.locator("[name=is_published]").check()
    add_phase(page)
    add_theme(page)
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text(title)


def add_phase(page):
    page.locator("#phases-group .add-row a").click()
    today = datetime.datetime.now(datetime.UTC).date()
    for name, day in (("opens_at", -1), ("closes_at", 30)):
        date = today + datetime.timedelta(days=day)
        page.locator(f"#id_phases-0-{name}_0").fill(f"{date:%d/%m/%Y}")
        page.locator(f"#id_phases-0-{name}_1").fill("08:00")
    page.locator("#id_phases-0-title_fr").fill("Contribuer")
    page.locator("#id_phases-0-opens_contributing").check()


def add_theme(page):
    page.locator("#themes-group .add-row a").click()
    page.locator("#id_themes-0-title_fr").fill("Aménagement de la ville")
    page.locator("#id_themes-0-short_title_fr").fill("Aménagement")
    page.locator("#id_themes-0-letter").fill("A")


def send_campaign(page, file, title):
    """By keys alone: the file and the consultation that takes it over."""
    page.goto(f"{IMPORTS}add/")
    tab_to(page, "[name=consultation]")
    page.keyboard.type(title.split()[0])  # a blank would open the list
    tab_to(page, "[name=file]")
    page.locator("[name=file]").set_input_files(file)  # the dialogue is the browser's own
    tab_to(page, "#content-main [type=submit]")
    page.keyboard.press("Enter")
    page.locator("[name=place_way]").wait_for()


def confirm_columns(page, theme):
    """By keys alone: rows without coordinates too, every other theme is the one that begins so.

    In letters that are keys here: what is none is put into a field of text, wherever that is.
    """
    tab_to(page, "[name=unplaced]")
    page.keyboard.press("Space")
    tab_to(page, "[name=other_themes]")
    page.keyboard.type(theme)
    tab_to(page, "button[value=preview]")
    page.keyboard.press("Enter")
    page.locator(".import-figures").wait_for(timeout=60_000)


def take_over(page):
    tab_to(page, "button[value=import]")
    page.keyboard.press("Enter")
    page.locator(".messagelist").wait_for(timeout=60_000)


def figures(page):
    """What the page counts, by the name of each figure."""
    shown = page.locator(".import-figures li")
    return {one.get_attribute("class"): one.locator("strong").inner_text() for one in shown.all()}


def communes_of_two_countries(folder):
    """Port-Valdora and Montechiaro, each in a file of its own."""
    document = json.loads((FOLDER / "communes.geojson").read_text(encoding="utf-8"))
    paths = []
    for name, feature in zip(("communes", "comuni"), document["features"], strict=False):
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps(document | {"features": [feature]}), encoding="utf-8")
        paths.append(path)
    return paths


def test_an_agent_opens_a_consultation_across_the_border_with_last_years_ideas(visit, tmp_path):
    page = sign_in(visit)
    make_perimeter(page, communes_of_two_countries(tmp_path), "Les deux communes")
    make_consultation(page, "les-deux-rives", "Les deux rives", "Les deux communes")
    send_campaign(page, IDEAS, "Les deux rives")
    confirm_columns(page, "Am")
    assert figures(page)["unplaced"] == "1"
    take_over(page)
    page.goto("/fr/consultations/les-deux-rives/")
    expect(page.locator("body")).to_contain_text("Une navette le dimanche")
    expect(page.locator("body")).to_contain_text("Réparer l'horloge")


def moved_to_the_border(folder):
    """The proposals of Valladolid, as if they had been made between Sospel and Olivetta."""
    source = DATA / "contributions" / "valladolid-2026-proposals-zones1-4.csv"
    rows = list(csv.DictReader(io.StringIO(source.read_text(encoding="utf-8"), newline="")))
    for row in rows:
        if row["latitude"]:
            row["latitude"] = str(43.90 + (float(row["latitude"]) - 41.65) / 2)
            row["longitude"] = str(7.50 + (float(row["longitude"]) + 4.73) / 2)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "propositions-2026.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
def test_real_communes_of_two_countries_and_460_real_proposals(visit, tmp_path):
    perimeters = DATA / "perimeters"
    files = ["communes-06-alpes-maritimes-2018.geojson", "comuni-imperia-2023.geojson"]
    page = sign_in(visit)
    page.set_default_timeout(60_000)
    make_perimeter(page, [perimeters / name for name in files], "Alpes-Maritimes et Imperia")
    make_consultation(page, "sans-frontiere", "Sans frontière", "Alpes-Maritimes et Imperia")
    send_campaign(page, moved_to_the_border(tmp_path), "Sans frontière")
    confirm_columns(page, "Am")
    assert figures(page) == {"inside": "395", "unplaced": "65"}
    take_over(page)
    expect(page.locator(".messagelist")).to_contain_text("460 contributions ont été reprises")
    page.goto("/fr/consultations/sans-frontiere/")
    expect(page.locator("body")).to_contain_text("460")


def test_the_pages_of_an_import_can_be_used_by_all_and_fit_a_phone(visit):
    page = sign_in(visit, PHONE, bypass_csp=True)
    send_campaign(page, IDEAS, "La piazza")
    found = {"columns": faults(page, WCAG)}
    wide = {"columns": width(page)}
    confirm_columns(page, "Sans")
    found["preview"], wide["preview"] = faults(page, WCAG), width(page)
    take_over(page)
    found["report"], wide["report"] = faults(page, WCAG), width(page)
    page.locator("a.deletelink").click()
    found["undo"], wide["undo"] = faults(page, WCAG), width(page)
    page.locator("#content [type=submit]").click()
    expect(page.locator(".messagelist")).to_contain_text("annulé")
    assert {name: rules for name, rules in found.items() if rules} == {}
    assert {name: pixels for name, pixels in wide.items() if pixels > PHONE[0]} == {}


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_the_preview_shows_its_map_without_a_script(visit):
    page = sign_in(visit, java_script_enabled=False)
    page.goto(f"{IMPORTS}add/")
    page.locator("[name=consultation]").select_option(label="La piazza di Montechiaro")
    page.locator("[name=file]").set_input_files(IDEAS)
    page.locator("#content-main [type=submit]").click()
    page.locator("[name=other_themes]").select_option("none")
    page.locator("button[value=preview]").click()
    expect(page.locator("map-view svg.figure")).to_be_visible()
    assert page.locator(".import-dot.kept").count() > 0
    assert page.locator(".import-dot.removed, .import-dot.outside").count() > 0
