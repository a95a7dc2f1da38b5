"""The map in one file: it opens without the Internet and asks nobody for anything."""

import html
import re
from html.parser import HTMLParser

import pytest

from participation.crossings import standalone
from tests.participation.crossings.page_world import make_crossing, make_release

pytestmark = pytest.mark.django_db
CELLS = [(0, 0, 61), (4, 2, 61), (40, 30, 61), (40, 8, None), (14, 2, 55)]
LOADS = {"src", "srcset", "poster", "data", "background", "action", "xlink:href"}
FETCHED_BY_STYLE = re.compile(r"@import|url\((?!#)|src:", re.IGNORECASE)


class Loaded(HTMLParser):
    """What a page would load by its elements, and the text of its styles and scripts."""

    def __init__(self):
        super().__init__()
        self.addresses, self.texts, self.inside = [], {"style": "", "script": ""}, None

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in self.texts else None
        known = dict(attrs)
        self.addresses += [value for name, value in attrs if name in LOADS]
        if tag in {"link", "base", "iframe", "object", "embed"}:
            self.addresses.append(known.get("href") or tag)

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside] += data


@pytest.fixture
def crossing():
    crossing = make_crossing()
    make_release(crossing, CELLS)
    return crossing


@pytest.fixture
def file(client):
    def of(crossing, language="fr"):
        slug = crossing.consultation.slug
        page = f"/{language}/consultations/{slug}/measured-and-felt/{crossing.slug}/map.html"
        answer = client.get(page)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        return answer.content.decode()

    return of


def test_it_loads_nothing_from_anywhere(crossing, file):
    loaded = Loaded()
    loaded.feed(file(crossing))
    assert loaded.addresses == []
    assert not FETCHED_BY_STYLE.search(loaded.texts["style"])
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", loaded.texts["script"]))
    assert addresses <= {"https://leafletjs.com", "http://www.w3.org/2000/svg"}
    assert not re.search(r"tileLayer\([^)]*\"http|\$\.ajax\(|fetch\(\"", loaded.texts["script"])


def test_a_policy_in_the_file_forbids_to_ask_others(crossing, file):
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\';' in file(crossing)


def test_it_says_what_the_page_says(crossing, file):
    text = html.unescape(file(crossing))
    assert "Publication n° 1" in text and "Licence Ouverte 2.0" in text
    assert all(f">{row}{column}<" in text for row in "ABC" for column in "123")
    assert "30 se disent tr\\u00e8s g\\u00ean\\u00e9es" in text  # as JSON writes it
    assert "moins de 5 réponses" in text


def test_words_that_somebody_typed_stay_words(crossing, file):
    crossing.shown.cells.filter(n=40).update(place_name="</script><b>Quai</b>")
    text = file(crossing)
    assert "</script><b>" not in text and "\\u003c/script" in text


def test_masked_cells_tell_their_status_only(crossing, file):
    crossing.shown.cells.filter(status="too_few").update(place_name="Ruelle secrète")
    assert "Ruelle secrète" not in html.unescape(file(crossing))


def test_many_cells_without_answers_become_one_shape(crossing, file, monkeypatch):
    make_release(crossing, [(0, 0, 61)] * 5 + [(40, 30, 61)])
    crossing.refresh_from_db()
    whole = file(crossing).count("url(#hatch)")
    monkeypatch.setattr(standalone, "MOST_SILENT", 3)
    crossing.shown.files.all().delete()
    assert (whole, file(crossing).count("url(#hatch)")) == (5, 1)


def test_on_a_server_leaflet_is_read_where_it_was_collected(monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "npm" / "leaflet").mkdir(parents=True)
    (tmp_path / "npm" / "leaflet" / "leaflet.js").write_text("window.L = 1;")
    monkeypatch.setattr(standalone.finders, "find", lambda name: [])  # as without node_modules
    assert standalone.library("leaflet.js") == "window.L = 1;"
