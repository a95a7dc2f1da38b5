"""The page of a cell: taken, kept, given back and finished with plain forms; links on it."""

import pytest
import shapely
from django.urls import reverse
from django.utils.html import escape

from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from participation.accounts.visitors import COOKIE
from participation.carto_parties.models import Cell
from tests.factories import make_cell, make_party, make_superuser
from tests.participation.hostile import CONTROLS, MARKUP, PLAIN

pytestmark = pytest.mark.django_db
BENCH = {"amenity": "bench", "backrest": "yes"}


def address(cell):
    return reverse("participation:cell", args=[cell.party.slug, cell.code])


def press(client, cell, act, **fields):
    data = {"act": act, **fields}
    return client.post(address(cell), data, headers={"Sec-Fetch-Site": "same-origin"})


def text(response):
    return response.content.decode()


def party_with_benches():
    layer = Layer.objects.create(
        slug="bancs", name="Bancs", licence="ODbL-1.0", attribution="© OpenStreetMap contributors"
    )
    rows = [
        FeatureRow(shapely.Point(8.341, 43.441), BENCH, "n", 12),
        FeatureRow(shapely.Point(8.342, 43.4405), {"amenity": "bench"}, "n", 13),
        FeatureRow(shapely.Point(8.341, 43.4412), {"amenity": "bar"}, "n", 14),
        FeatureRow(shapely.Point(8.349, 43.441), BENCH, "n", 15),
    ]
    return make_party(layer=layer, before=publish_version(layer, rows, source="test"))


def test_reading_sets_no_cookie_and_taking_sets_one(client):
    cell = make_cell()
    assert COOKIE not in client.get(address(cell)).cookies
    response = press(client, cell, "take", team="Tamaris")
    assert (response.status_code, response["Location"]) == (303, address(cell))
    assert COOKIE in response.cookies
    assert "Tamaris" in text(client.get(address(cell)))


def test_a_team_finishes_its_cell_with_a_note(client):
    cell = make_cell()
    press(client, cell, "take", team="Tamaris")
    press(client, cell, "extend")
    assert press(client, cell, "finish", note="Un chantier").status_code == 303
    cell.refresh_from_db()
    assert (cell.status, cell.note) == ("done", "Un chantier")
    press(client, cell, "resume")
    press(client, cell, "give_back")
    cell.refresh_from_db()
    assert cell.status == "free"


def test_the_second_team_is_told_and_keeps_its_name(client):
    cell = make_cell()
    press(client, cell, "take", team="Tamaris")
    client.cookies.clear()
    response = press(client, cell, "take", team="Mimosas")
    assert response.status_code == 409
    assert "Tamaris a pris ce carreau juste avant vous" in text(response)


def test_a_name_is_needed_and_impossible_needs_a_reason(client):
    cell = make_cell()
    response = press(client, cell, "take", team="   ")
    assert response.status_code == 422
    assert "Écrivez un nom" in text(response)
    press(client, cell, "take", team="Tamaris")
    assert press(client, cell, "impossible", note="").status_code == 422
    assert press(client, cell, "impossible", note="Chantier").status_code == 303


@pytest.mark.parametrize("act", ["", "check", "__class__", "decide"])
def test_what_nobody_offers_is_not_done(client, act):
    cell = make_cell()
    assert press(client, cell, act, status="checked").status_code == 404
    cell.refresh_from_db()
    assert cell.status == "free"


def test_another_site_takes_no_cell_for_its_visitors(client):
    cell = make_cell()
    data = {"act": "take", "team": "Tamaris"}
    response = client.post(address(cell), data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Cell.objects.get().status == "free"


def test_organisers_decide_on_the_spot(client):
    cell = make_cell(status="done", team="Tamaris")
    client.force_login(make_superuser())
    assert press(client, cell, "decide", status="to_redo", note="").status_code == 422
    press(client, cell, "decide", status="to_redo", note="Un banc en double")
    cell.refresh_from_db()
    assert (cell.status, cell.note, cell.team) == ("to_redo", "Un banc en double", "")


def test_names_and_notes_of_others_come_out_as_text(client):
    party = make_party()
    for number, words in enumerate([*MARKUP, *PLAIN, *CONTROLS], start=1):
        cell = make_cell(
            party,
            code=f"A{number}",
            team=words[:40].replace("\0", ""),
            note=words.replace("\0", ""),
        )
        Cell.objects.filter(pk=cell.pk).update(status="to_redo")
        shown = text(client.get(address(cell)))
        assert not [markup for markup in MARKUP if markup in shown]
        assert escape(cell.team) in shown
    whole = text(client.get(reverse("participation:carto_party", args=[party.slug])))
    assert not [markup for markup in MARKUP if markup in whole]


def test_names_that_turn_the_text_or_hide_are_cleaned(client):
    cell = make_cell()
    press(client, cell, "take", team="\u202e moc\x00.live\u2066")
    cell.refresh_from_db()
    assert cell.team == "moc.live"


def test_the_page_tells_what_is_known_and_what_it_lacks(client):
    shown = text(client.get(address(make_cell(party_with_benches()))))
    assert "2 connus" in shown
    assert "id=n12" in shown and "id=n13" in shown
    assert "id=n14" not in shown and "id=n15" not in shown
    assert "ODbL-1.0" in shown


def test_the_ways_into_the_editors_are_links_and_nothing_is_asked_of_them(client):
    link = "https://streetcomplete.app/s?n=Bancs&q=d"
    cell = make_cell(make_party(streetcomplete_link=link))
    response = client.get(address(cell))
    shown = text(response)
    assert escape(link) in shown
    assert "https://mapcomplete.org/benches?lat=43.44115&amp;lon=8.34150" in shown
    assert "https://www.openstreetmap.org/edit?editor=id#map=18/43.44115/8.34150" in shown
    assert "http://127.0.0.1:8111/load_and_zoom?left=8.3400000" in shown
    policy = response["Content-Security-Policy"]
    assert "connect-src 'self' http://127.0.0.1:8111" in policy
    assert "openstreetmap.org" not in policy and "mapcomplete" not in policy


def test_only_the_page_of_a_cell_may_speak_to_josm(client):
    party = make_cell().party
    page = client.get(reverse("participation:carto_party", args=[party.slug]))
    assert "8111" not in page["Content-Security-Policy"]


def test_the_outline_is_for_every_site_and_holds_nothing_else(client):
    cell = make_cell(team="Tamaris", note="Un mot", status="done")
    response = client.get(reverse("api:cell_gpx", args=[cell.party.slug, "A1"]))
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "application/gpx+xml"
    body = text(response)
    assert body.count("<trkpt") == 5
    assert 'lat="43.4423000" lon="8.3430000"' in body
    assert "Tamaris" not in body and "Un mot" not in body


def test_open_data_of_the_cells_name_no_team(client):
    cell = make_cell(team="Tamaris", status="done")
    response = client.get(reverse("api:cells", args=[cell.party.slug]))
    (feature,) = response.json()["features"]
    assert feature["properties"]["state"] == "done"
    assert set(feature["properties"]) == {"code", "state", "known", "expected", "minutes", "middle"}
    assert "Tamaris" not in text(response)
