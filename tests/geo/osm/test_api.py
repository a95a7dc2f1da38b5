"""OpenStreetMap's own interface: what became of objects, how many changesets have a hashtag."""

from datetime import UTC, datetime, timedelta

import pytest

from geo.osm import line
from geo.osm.api import State, count_changesets, states_of
from geo.osm.failures import OverpassBusy, OverpassRefused, OverpassSlow, OverpassUnreadable
from tests.geo.osm.overpass_server import overpass_server

START = datetime(2026, 5, 16, 8, tzinfo=UTC)
BOX = (8.34, 43.44, 8.36, 43.45)


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OSM_API_URL = f"{played.url}/0.6"
        yield played


def changeset(number, minutes=0, **tags):
    at = f"{START + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"
    return {"id": number, "created_at": at, "user": "Marie Dupont", "uid": number, "tags": tags}


def test_objects_are_there_gone_or_never_were(server):
    server.objects = {"node/1": {"amenity": "bench"}, "way/2": 410, "relation/3": 404}
    assert states_of([("n", 1), ("w", 2), ("r", 3)]) == {
        ("n", 1): State("visible", {"amenity": "bench"}),
        ("w", 2): State("gone", {}),
        ("r", 3): State("unknown", {}),
    }
    assert server.asked == ["node/1.json", "way/2.json", "relation/3.json"]
    assert "Placette" in server.headers[0]["User-Agent"]


def test_nothing_that_was_answered_lies_anywhere_afterwards(server, monkeypatch):
    server.objects = {"node/1": {"amenity": "bench"}}
    rooms = []
    monkeypatch.setattr(
        line, "_started", lambda at, do=line._started: (rooms.append(at), do(at))[1]
    )
    states_of([("n", 1)])
    assert len(rooms) == 1 and not rooms[0].exists()


@pytest.mark.parametrize(
    ("status", "failure"),
    [(301, OverpassRefused), (403, OverpassRefused), (429, OverpassBusy), (504, OverpassBusy)],
)
def test_a_server_that_refuses_or_sends_elsewhere_is_no_answer(server, status, failure):
    server.objects = {"node/1": status}
    with pytest.raises(failure):
        states_of([("n", 1), ("n", 2)])
    assert server.asked == ["node/1.json"]


def test_a_page_is_no_answer_and_silence_has_an_end(server, monkeypatch):
    server.objects = {"node/1": {}}
    server.mode = "page"
    with pytest.raises(OverpassUnreadable):
        states_of([("n", 1)])
    server.mode = "timeout"
    monkeypatch.setattr(line, "TIMEOUT_S", 0.3)
    with pytest.raises(OverpassSlow):
        states_of([("n", 1)])


def test_changesets_are_counted_by_hashtag_beyond_one_page(server):
    server.changesets = [changeset(n, minutes=n, hashtags="#valdora;#Bancs") for n in range(150)]
    server.changesets += [changeset(200, 5, comment="Relevé #BANCS du port")]
    server.changesets += [changeset(201, 6, comment="#bancs-publics"), changeset(202, 7)]
    count = count_changesets("bancs", BOX, START, START + timedelta(hours=12))
    assert count == 151
    assert len(server.asked) == 2
    assert "bbox=8.3400000%2C43.4400000%2C8.3600000%2C43.4500000" in server.asked[0]
