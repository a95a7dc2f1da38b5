"""Asking a live server, played on this machine, in every mood that servers have."""

import math
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from geo.osm import failures, line
from geo.osm.failure_sentences import SENTENCES, explain_failure
from geo.osm.overpass import MOST_CORNERS, fetch, outline_to_ask, tags_to_ask
from tests.geo.osm.overpass_server import (
    BASE,
    FREE,
    node,
    overpass_server,
    relation,
    wait_until,
    way,
)

ROOT = Path(__file__).resolve().parents[3]
AREA = shapely.box(8.30, 43.40, 8.40, 43.50)
BENCHES = [{"amenity": "bench"}]
SQUARE = [node(n, lon, lat) for n, (lon, lat) in enumerate(AREA.buffer(-0.04).exterior.coords, 10)]
RING = [10, 11, 12, 13, 10]
HOLE = [
    node(20 + n, lon, lat)
    for n, (lon, lat) in enumerate(shapely.Point(8.35, 43.45).buffer(0.001, 1).exterior.coords)
]


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = settings.NOMINATIM_URL = played.url
        played.elements = [node(1, 8.35, 43.45, amenity="bench")]
        yield played


def only(answer):
    (feature,) = answer.features
    return feature


def test_a_whole_answer_comes_by_one_request(server):
    answer = fetch(AREA, BENCHES)
    bench = only(answer)
    assert (bench.element, bench.osm_id, bench.tags) == ("n", 1, {"amenity": "bench"})
    assert answer.osm_date == datetime.fromisoformat(BASE)
    assert len(answer.sha256) == 64
    assert len(server.asked) == 1


def test_nothing_is_remembered_from_the_answer_before(server):
    fetch(AREA, BENCHES)
    server.elements = [node(2, 8.36, 43.45, amenity="bench")]
    assert only(fetch(AREA, BENCHES)).osm_id == 2
    assert len(server.asked) == 2


def test_an_empty_answer_that_is_whole_is_an_answer(server):
    server.mode = "empty"
    assert fetch(AREA, BENCHES).features == []


@pytest.mark.parametrize(
    ("mode", "failure"),
    [
        ("remark", failures.OverpassIncomplete),
        ("half", failures.OverpassUnreadable),
        ("page", failures.OverpassUnreadable),
        ("no date", failures.OverpassUnreadable),
        ("no nodes", failures.OverpassUnreadable),
        ("400", failures.OverpassRefused),
        ("500", failures.OverpassRefused),
    ],
)
def test_what_is_no_whole_answer_is_refused_at_once(server, mode, failure):
    server.elements = [*SQUARE, way(1, RING, amenity="bench")]
    server.mode = mode
    with pytest.raises(failure):
        fetch(AREA, BENCHES)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("mode", "failure"),
    [
        ("429", failures.OverpassBusy),
        ("504", failures.OverpassBusy),
        ("timeout", failures.OverpassSlow),
    ],
)
def test_a_server_that_keeps_us_waiting_is_left_at_the_deadline(server, mode, failure):
    server.mode = mode
    start = time.monotonic()
    with pytest.raises(failure):
        fetch(AREA, BENCHES, deadline_s=8)
    assert time.monotonic() - start < 12
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_known_at_once(settings):
    with overpass_server() as gone:
        settings.OVERPASS_URL = gone.url
    with pytest.raises(failures.OverpassUnreachable):
        fetch(AREA, BENCHES, deadline_s=20)


def test_the_server_is_told_who_asks_and_asked_whether_it_is_free(server, settings):
    settings.OSM_CONTACT = "cartes@ville.example"
    fetch(AREA, BENCHES)
    agents = {headers["User-Agent"] for headers in server.headers}
    assert agents == {"Placette (participatory maps; cartes@ville.example)"}
    assert server.status_asked >= 1


def test_a_turn_that_comes_later_is_waited_for(server):
    soon = datetime.fromtimestamp(time.time() + 4, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    server.status_text = FREE.replace("2 slots available now.", f"Slot available after: {soon}, in 4 seconds.")  # fmt: skip
    start = time.monotonic()
    fetch(AREA, BENCHES)
    assert time.monotonic() - start > 2


def test_a_state_of_the_past_is_asked_for_by_its_date(server):
    answer = fetch(AREA, BENCHES, at=datetime(2026, 10, 1, tzinfo=UTC))
    assert '[date:"2026-10-01T00:00:00Z"]' in server.asked[0]
    assert answer.osm_date == datetime(2026, 10, 1, tzinfo=UTC)


def test_tags_that_must_stand_together_are_sorted_out_here(server):
    server.elements = [
        node(1, 8.35, 43.45, amenity="fountain"),
        node(2, 8.35, 43.45, amenity="fountain", drinking_water="yes"),
    ]
    both = [{"amenity": "fountain", "drinking_water": "yes"}]
    assert only(fetch(AREA, both)).osm_id == 2


def test_a_tag_named_id_changes_no_number_and_is_kept(server):
    tags = {"amenity": "bench", "id": "ABC", "type": "x", "element": "y", "geometry": "z"}
    server.elements = [node(1, 8.35, 43.45, **tags)]
    bench = only(fetch(AREA, BENCHES))
    assert (bench.osm_id, bench.tags) == (1, tags)


def test_a_closed_way_is_an_area_by_its_tags_only(server):
    server.elements = [*SQUARE, way(1, RING, highway="primary"), way(2, RING, leisure="park")]
    answer = fetch(AREA, [{"highway": True}, {"leisure": True}])
    assert [one.geometry.geom_type for one in answer.features] == ["LineString", "Polygon"]


def test_a_relation_without_roles_keeps_its_hole(server):
    rings = [way(1, RING), way(2, [20, 21, 22, 23, 20])]
    wood = relation(3, [(1, ""), (2, "")], type="multipolygon", natural="wood")
    server.elements = [*SQUARE, *HOLE, *rings, wood]
    found = only(fetch(AREA, [{"natural": "wood"}]))
    assert (found.element, len(found.geometry.interiors)) == ("r", 1)


def test_a_relation_with_a_missing_way_is_reported_and_the_rest_is_taken(server):
    wood = relation(3, [(1, "outer"), (99, "outer")], type="multipolygon", natural="wood")
    bench = node(1, 8.35, 43.45, amenity="bench")
    server.elements = [*SQUARE, bench, way(1, RING), wood]
    answer = fetch(AREA, [*BENCHES, {"natural": "wood"}])
    assert only(answer).osm_id == 1
    assert answer.report.incomplete_relations == [3]


def test_what_lies_in_a_hole_or_beside_the_area_is_left_out(server):
    area = AREA.difference(shapely.Point(8.35, 43.45).buffer(0.01))
    server.elements = [
        node(1, 8.35, 43.45, amenity="bench"),
        node(2, 8.32, 43.42, amenity="bench"),
        node(3, 8.50, 43.45, amenity="bench"),
    ]
    assert only(fetch(area, BENCHES)).osm_id == 2


def test_who_waits_may_give_up(server):
    server.mode = "timeout"

    def give_up(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        fetch(AREA, BENCHES, progress=give_up)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_behind(server, end):
    server.mode = "timeout"
    asking = f"import django; django.setup(); import shapely; from geo.osm.overpass import fetch; fetch(shapely.from_wkt({AREA.wkt!r}), {BENCHES!r})"
    known = {"DJANGO_SETTINGS_MODULE": "geo.config.settings", "PLACETTE_OVERPASS_URL": server.url}
    with subprocess.Popen(
        [sys.executable, "-c", asking], cwd=ROOT, env=os.environ | known, stderr=subprocess.DEVNULL
    ) as parent:
        assert wait_until(lambda: server.asked, 30)
        (child,) = children_of(parent.pid)
        parent.send_signal(end)
        parent.wait(10)
    assert wait_until(lambda: not Path(f"/proc/{child}").exists())


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_child_imports_no_django():
    code = "import sys; sys.argv=['']; import geo.osm.asking; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert said.stdout.decode().strip() == "False"


def test_an_area_that_is_too_large_is_not_asked_for(server):
    with pytest.raises(failures.AreaTooLarge):
        fetch(shapely.box(8.0, 43.0, 8.5, 43.5), BENCHES)
    assert server.asked == []


@pytest.mark.parametrize("conditions", [[], [{}], [{"amenity": "bench"}, {}]])
def test_everything_is_not_asked_for(conditions):
    with pytest.raises(failures.NothingToAsk):
        tags_to_ask(conditions)


def test_the_question_is_the_narrowest_tag_of_each_condition():
    conditions = [
        {"amenity": True, "drinking_water": "yes"},
        {"amenity": ["a", "b"]},
        {"amenity": "a"},
        {"highway": list("abcdefghijklmnop")},
        {"shop": "bakery"},
        {"shop": True},
    ]
    asked = {"drinking_water": ["yes"], "amenity": ["a", "b"], "highway": True, "shop": True}
    assert tags_to_ask(conditions) == asked


@given(
    st.integers(3, 900),
    st.floats(0.001, 0.05),
    st.floats(0, 0.9),
    st.sampled_from([43.5, 48.0, 16.2, -21.1]),
)
def test_the_outline_that_is_asked_for_covers_the_area(corners, size, wave, latitude):
    """A star of many corners: what a coast looks like."""
    reach = [size * (1 + wave * (number % 2)) for number in range(corners)]
    turns = [2 * math.pi * number / corners for number in range(corners)]
    points = [
        (6 + far * math.cos(turn), latitude + far * math.sin(turn))
        for far, turn in zip(reach, turns, strict=True)
    ]
    parts = shapely.get_parts(shapely.make_valid(shapely.Polygon(points)))
    area = max(parts, key=lambda part: part.area)
    outline = outline_to_ask(area)
    assert outline.covers(area)
    assert len(outline.exterior.coords) <= MOST_CORNERS


def test_every_failure_has_its_sentence_in_each_language():
    told = [kind("overpass.example", "429") for kind in SENTENCES]
    told += [failures.AreaTooLarge(812.4), failures.NothingToAsk()]
    for language in ("fr", "it", "en"):
        with override(language):
            said = [explain_failure(one) for one in told]
        assert len(set(said)) == len(told)
    assert set(SENTENCES) == set(failures.LiveFailure.__subclasses__())
    assert {line.FAILURES[name] for name in line.FAILURES} <= set(SENTENCES)
