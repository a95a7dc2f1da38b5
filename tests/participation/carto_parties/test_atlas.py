"""The atlas on paper and its twin."""

import pytest

from participation.carto_parties.atlas_views import parts_of
from tests.factories import make_cell, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def party():
    party = make_party()
    make_cell(party)
    make_cell(party, code="A2")
    return party


def test_the_file_has_a_tagged_page_for_each_cell(client, party):
    pdf = client.get(f"/fr/carto-parties/{party.slug}/atlas.pdf").content
    assert pdf.startswith(b"%PDF") and b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<xmpTPg:NPages>2</xmpTPg:NPages>" in pdf
    assert b"<rdf:li>fr</rdf:li>" in pdf


def test_some_cells_may_be_chosen(client, party):
    pdf = client.get(f"/it/carto-parties/{party.slug}/atlas.pdf?cells=A2").content
    assert b"<xmpTPg:NPages>1</xmpTPg:NPages>" in pdf


def test_a_cell_that_is_not_there_is_no_file(client, party):
    assert client.get(f"/fr/carto-parties/{party.slug}/atlas.pdf?cells=Z9").status_code == 404


def test_the_twin_tells_every_cell_and_links_its_map(client, party):
    page = client.get(f"/fr/carto-parties/{party.slug}/atlas/").content.decode()
    for code in ("A1", "A2"):
        assert f"/fr/carto-parties/{party.slug}/cells/{code}/map.svg" in page
    picture = client.get(f"/fr/carto-parties/{party.slug}/cells/A1/map.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content


def test_a_large_atlas_comes_in_parts(party, monkeypatch):
    monkeypatch.setattr("participation.carto_parties.atlas_views.MOST_SHEETS", 1)
    assert [part[:3] for part in parts_of(party)] == [("A1", "A1", 1), ("A2", "A2", 1)]


@pytest.mark.parametrize("title", ["Arbres 🌳", "图书馆", "ab\u202e"])
def test_any_title_can_be_printed(client, title):
    party = make_party(title_fr=title)
    make_cell(party)
    assert client.get(f"/fr/carto-parties/{party.slug}/atlas.pdf").status_code == 200


@pytest.mark.parametrize("page", ["atlas.pdf", "atlas/"])
def test_an_odd_code_of_a_cell_is_no_page(client, party, page):
    assert client.get(f"/fr/carto-parties/{party.slug}/{page}?cells=%00,%FF").status_code == 404


def test_who_asks_for_too_many_sheets_waits(client, party, monkeypatch):
    monkeypatch.setattr("participation.carto_parties.atlas_views.SHEETS_A_NETWORK", 2)
    address = f"/fr/carto-parties/{party.slug}/atlas.pdf"
    assert [client.get(address).status_code for _time in range(2)] == [200, 429]
    assert int(client.get(address)["Retry-After"]) > 0
