"""What a resident does on the pages, step by step: with a finger, with keys, without scripts."""

import re

CONSULTATION = "/fr/consultations/front-de-mer/"
TAKE_PART = f"{CONSULTATION}take-part/"
# West of Port-Valdora the perimeter leaves the land: a field across its edge, in degrees.
ACROSS = [(8.3185, 43.4425), (8.3300, 43.4425), (8.3300, 43.4480), (8.3185, 43.4480)]
CLIPPED = re.compile(r"^\d+\s% de votre zone est dans le périmètre")


def wait_for_map(page, name="map-draw"):
    page.wait_for_function(
        "name => document.querySelector(name).map?.isStyleLoaded()", arg=name, timeout=30_000
    )


def wait_for_pins(page):
    page.wait_for_function(
        """() => document.querySelector("map-view").map?.loaded()
            && document.querySelectorAll("[data-places] [role=option]").length > 0""",
        timeout=30_000,
    )


def on_screen(page, place):
    """Where on the screen the map shows a place in degrees."""
    return page.evaluate(
        """place => {
            const map = document.querySelector("map-draw").map;
            const {left, top} = map.getCanvas().getBoundingClientRect();
            const {x, y} = map.project(place);
            return [left + x, top + y];
        }""",
        list(place),
    )


def show_on_map(page, west, south, east, north):
    page.evaluate(
        "box => document.querySelector('map-draw').map.fitBounds(box, {animate: false, padding: 30})",
        [west, south, east, north],
    )


def tap_corners(page, corners):
    for corner in corners:
        page.touchscreen.tap(*on_screen(page, corner))
    page.touchscreen.tap(*on_screen(page, corners[0]))


def sentence(page):
    return page.locator("#verdict [data-sentence]")


def tab_to(page, selector, most=80, key="Tab"):
    """Press Tab until the focus is where `selector` says; fails where it never comes."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"the Tab key never reached {selector}")


def press_until(page, key, condition, most=80):
    """Press a key until the middle of the map, [lon, lat] as `c`, fulfils a JavaScript condition."""
    for _ in range(most):
        centre = "document.querySelector('map-draw').map.getCenter().toArray()"
        if page.evaluate(f"(() => {{ const c = {centre}; return {condition}; }})()"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led to {condition}")


def write_words(page, title="Un banc à l’ombre"):
    page.locator("[name=kind][value=proposal]").check(force=True)
    page.locator("[name=theme]").first.check(force=True)
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("On s’y reposerait en montant au village.")
    go(page, "check")


def go(page, step):
    page.locator(f"button[name=go][value={step}]:visible:not(.vh)").first.click()


def send(page):
    """Agree and send; returns the private link that the receipt shows."""
    page.locator("[name=consent]").check()
    go(page, "send")
    page.wait_for_url("**/receipts/**")
    return page.locator(".keep a.link").get_attribute("href")


def contribute_by_coordinates(page, title, place="43,4500 8,3600"):
    """The whole way without a map; returns the private link."""
    page.locator("label[for=way-coordinates]").click()
    page.locator("[name=coordinates]").fill(place)
    go(page, "what")
    write_words(page, title)
    return send(page)
