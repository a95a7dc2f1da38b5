"""Hostile words in every field that people fill in, then every page that shows them is opened."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser import residents
from tests.browser.residents import CONSULTATION, TAKE_PART
from tests.browser.test_staff import ROOT, sign_in
from tests.participation.hostile import MARKUP, PLAIN

pytestmark = pytest.mark.browser
TITLE = "</script><img src=x onerror=alert(1)>{{7*7}}"
NAME = "\"><svg onload=alert(1)>' onmouseover=alert(1)"
HALF = len(MARKUP) // 2
TEXTS = ["\n".join(MARKUP[:HALF]), "\n".join([*MARKUP[HALF:], *PLAIN])]


@pytest.fixture
def dialogs():
    return []


def watched(page, dialogs):
    """A dialog would mean that a script of somebody's text ran."""
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return page


def contribute(page, text):
    """Through the API, as an app would; returns the addresses of the page and of the receipt."""
    page.goto(TAKE_PART)
    verdict = page.locator("map-draw").get_attribute("data-verdict")
    properties = {"kind": "report", "theme": "T", "title": TITLE, "text": text}
    properties |= {"language": "fr", "display_name": NAME}
    place = {"type": "Point", "coordinates": [8.36, 43.45]}
    document = {"type": "Feature", "id": str(uuid.uuid4()), "geometry": place}
    response = page.request.post(
        verdict.replace("/verdict", "/contributions"), data=document | {"properties": properties}
    )
    assert response.status == 201, response.text()
    return response.json()["url"], response.json()["receipt"]


def comment(page, address, text):
    page.goto(address)
    form = page.locator("form:has([name=text])")
    form.locator("[name=text]").fill(text)
    form.locator("[name=display_name]").fill(NAME)
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def shows(page, *words):
    shown = " ".join(page.locator("body").inner_text().split())
    assert [word for word in words if " ".join(word.split()) not in shown] == []


@pytest.mark.parametrize("text", TEXTS, ids=["first", "second"])
def test_hostile_words_stay_words_wherever_they_are_shown(visit, dialogs, text):
    page = watched(visit(CONSULTATION), dialogs)
    address, receipt = contribute(page, text)
    comment(page, address, text)
    shows(page, TITLE, *text.split("\n"))
    page.goto(f"{CONSULTATION}?q=onerror")
    shows(page, TITLE)
    open_card(page)
    for path in (receipt, f"{receipt}edit/", f"{receipt}withdraw/"):
        page.goto(path)
    staff = watched(sign_in(visit), dialogs)
    hide_and_look(staff, text)
    page.goto(receipt)
    shows(page, *text.split("\n"))
    page.goto(f"{receipt}withdraw/")
    page.locator("main form button[type=submit]:visible").last.click()
    expect(page.locator("h1")).to_contain_text("retirée")
    assert dialogs == []


def open_card(page):
    residents.wait_for_map(page, "map-view")
    residents.wait_for_pins(page)
    residents.tab_to(page, "[data-places]")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        if page.locator(".map-card").count():
            return


def hide_and_look(page, text):
    """The lists and pages of the staff, and the reason, which the author reads afterwards."""
    page.goto(f"{ROOT}participation/contribution/?q=onerror")
    page.goto(page.locator("#result_list tbody th a").first.get_attribute("href"))
    shows(page, TITLE)
    page.locator("button[name=action][value=hide]").click()
    page.locator("textarea[name=reason]").fill(text[:1000])
    page.locator("#content input[type=submit]").first.click()
    page.locator(".messagelist").wait_for()
    for name in ("comment", "moderationdecision"):
        page.goto(f"{ROOT}participation/{name}/")
        page.goto(page.locator("#result_list tbody th a").last.get_attribute("href"))
    page.goto(ROOT)
    expect(page.locator("h1")).to_have_text(re.compile("prépare"))
