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
