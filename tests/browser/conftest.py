"""A real Chromium, the island, and visitors whose every request and complaint is written down."""

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect as expectations
from playwright.sync_api import sync_playwright

from tests.browser.site import HOST, island

# The one without windows draws in half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
DESKTOP, PHONE = (1280, 800), (390, 844)
PATIENCE_MS = 15_000  # for machines that have other work
expectations.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def address(django_db_setup):
    """The address of the served island."""
    if executable() is None:
        pytest.skip("no browser on this machine: install chromium to run the browser tests")
    with island() as url:
        yield url


def executable():
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


# One module long: while Playwright runs, Django takes the thread for an asynchronous one.
@pytest.fixture(scope="module")
def browser_kind(address):
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def chromium(browser_kind):
    browser = browser_kind.launch(executable_path=executable(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def chromium_without_webgl(browser_kind):
    flags = [flag for flag in FLAGS if "gl" not in flag and "gpu" not in flag]
    flags += ["--disable-gpu", "--disable-3d-apis"]
    browser = browser_kind.launch(executable_path=executable(), args=flags)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium, address):
    """visit(path, size=DESKTOP, **options of the context) opens a page of a new visitor.

    In the end no page may have asked another machine, broken the content security policy or
    raised an error.
    """
    contexts, complaints = [], []

    def open_page(path, size=DESKTOP, expect=(), **options):
        options = {"locale": "fr-FR", "reduced_motion": "reduce"} | options
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        listen(page, complaints, expect)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page, complaints, expect):
    """Write down requests to others, errors of scripts, and what the console complains about."""

    def requested(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.hostname != HOST:
            complaints.append(f"request to {request.url}")

    def told(message):
        is_expected = any(words in message.text for words in expect)
        if message.type == "error" and not is_expected:
            complaints.append(message.text)

    page.on("request", requested)
    page.on("console", told)
    page.on("pageerror", lambda error: complaints.append(str(error)))
