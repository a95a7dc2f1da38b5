"""The browser's libraries: only what is listed, all of what is listed."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import Context, Template
from django.test import RequestFactory, override_settings

from geo.config.static import LIBRARIES, MODULES, HashedStorage, library_files
from geo.config.templatetags.modules import IMPORT, needed_by, our_modules


@pytest.fixture
def request_with_nonce():
    request = RequestFactory().get("/")
    request.csp_nonce = "N0nce"
    return request


def import_map(request):
    page = Template("{% load modules %}{% importmap %}").render(Context({"request": request}))
    return page, json.loads(re.search(r">(.*)</script>", page)[1])["imports"]


@pytest.mark.parametrize("name", sorted(library_files()))
def test_every_listed_file_is_there(name):
    assert finders.find(name), f"{name} is not in node_modules"


@pytest.mark.parametrize(
    "name",
    [
        "npm/bootstrap/package.json",
        "npm/bootstrap/../../package.json",
        "npm/../geo/config/settings.py",
        "npm/axe-core/axe.min.js",
        "npm/",
        "",
    ],
)
def test_nothing_else_of_node_modules_is_served(name):
    assert finders.get_finder("geo.config.static.LibraryFinder").find(name) is None


def test_every_module_of_the_import_map_is_a_listed_file():
    assert set(MODULES.values()) <= set(library_files())
    assert {name.split("/")[1] for name in MODULES.values()} <= {*LIBRARIES}


def test_the_import_map_carries_the_nonce_and_our_own_modules(request_with_nonce):
    page, imports = import_map(request_with_nonce)
    assert page.startswith('<script type="importmap" nonce="N0nce">')
    assert imports["maplibre-gl"] == "/static/npm/maplibre-gl/maplibre-gl.mjs"
    ours = [name for name in imports if name not in MODULES]
    assert all(imports[name] == f"/static/{name}" for name in ours)


def test_collected_files_have_hashed_names_and_the_worker_keeps_its_plain_one(
    request_with_nonce, tmp_path, monkeypatch
):
    monkeypatch.setattr(HashedStorage, "uses_brotli", False)  # slow, and proves nothing here
    storage = {"staticfiles": {"BACKEND": "geo.config.static.HashedStorage"}}
    with override_settings(STORAGES=storage, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        _, imports = import_map(request_with_nonce)
    assert all(re.search(r"\.[0-9a-f]{12}\.m?js$", address) for address in imports.values())
    for address in imports.values():
        assert (tmp_path / address.removeprefix("/static/")).exists()
    worker = tmp_path / "npm/maplibre-gl/maplibre-gl-worker.mjs"
    assert worker.exists()
    assert worker.with_name(f"{worker.name}.gz").exists()
    assert not list(tmp_path.rglob("*.map.gz"))


def test_a_page_asks_at_once_for_all_that_its_module_imports():
    needed = needed_by("participation/consultation.js")
    assert {"geo/place-search.js", "geo/words.js", "participation/filters.js"} <= set(needed)
    assert "geo/map-draw.js" not in needed  # of another page
    assert len(needed) == len(set(needed))
    page = Template('{% load modules %}{% module "participation/consultation.js" %}').render(
        Context()
    )
    assert page.count('<link rel="modulepreload" href="/static/') == len(needed)
    assert page.endswith(
        '<script type="module" src="/static/participation/consultation.js"></script>'
    )
    assert "maplibre" not in page  # it comes after the page


def test_every_import_of_ours_is_seen():
    """A static import in another form would be fetched late, and nobody would notice."""
    folders = {name: finders.find(name) for name in our_modules()}
    for name, path in folders.items():
        lines = Path(path).read_text().splitlines()
        written = sum(
            bool(re.search(r'from "(geo|participation|basemaps)/', line)) for line in lines
        )
        written += sum(
            bool(re.match(r'import "(geo|participation|basemaps)/', line)) for line in lines
        )
        assert len(IMPORT.findall(Path(path).read_text())) == written, name
