"""The numbers of the carto-party against those that independent libraries computed."""

import json
from pathlib import Path

import pytest
import shapely

from geo.osm.completeness import completeness
from geo.osm.differences import Thing, compare
from geo.osm.matching import NAME_WEIGHT, POINTS_M, Place, match, name_key, similarity

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "science" / "vectors.json"
pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason=f"{VECTORS} is not there")
CLOSED = 4  # from so many places on a ring is drawn in the vectors


@pytest.fixture(scope="module")
def vectors():
    return json.loads(VECTORS.read_text())


def key_of(text):
    element, number = text.split("/")
    return element[0], int(number)


def thing(name, told):
    places = told["g"]
    if not isinstance(places[0], list):
        return Thing(key_of(name), told["t"], shapely.Point(places))
    build = shapely.Polygon if len(places) >= CLOSED else shapely.LineString
    return Thing(key_of(name), told["t"], build(places))


def test_the_differences_are_those_of_the_vector(vectors):
    known = vectors["osm_diff"]
    expected = known["expected"]
    found = compare(*([thing(*one) for one in known[time].items()] for time in ("before", "after")))
    assert found.created == tuple(map(key_of, expected["created"]))
    assert found.disappeared == tuple(map(key_of, expected["deleted"]))
    assert found.converted == tuple(tuple(map(key_of, pair)) for pair in expected["converted"])
    assert list(found.tags_changed) == list(map(key_of, expected["tag_changed"]))
    assert list(found.geometry_changed) == list(map(key_of, expected["geometry_changed"]))
    assert found.unchanged == tuple(map(key_of, expected["unchanged"]))


def test_what_changed_is_that_of_the_vector(vectors):
    known = vectors["osm_diff"]
    expected = known["expected"]
    found = compare(*([thing(*one) for one in known[time].items()] for time in ("before", "after")))
    tags = found.tags_changed["n", 2]
    assert tags.added == expected["node/2_tags"]["added"]
    assert {k: list(v) for k, v in tags.changed.items()} == expected["node/2_tags"]["changed"]
    assert tags.removed == expected["node/2_tags"]["removed"]
    assert found.geometry_changed["n", 4] == pytest.approx(expected["node/4_moved_m"])
    assert found.geometry_changed["w", 9] == pytest.approx(expected["hausdorff_way9"])


def test_completeness_is_that_of_the_vector(vectors):
    known = vectors["completeness"]
    expected = dict(known["expected"])
    count = expected.pop("count")
    found = completeness(known["objects"], list(expected))
    assert (found.count, found.shares) == (count, expected)


def test_names_are_as_alike_as_in_the_vector(vectors):
    for case in vectors["name_similarity"]["cases"]:
        assert (name_key(case["a"]), name_key(case["b"])) == (case["na"], case["nb"])
        assert similarity(case["a"], case["b"]) == pytest.approx(case["ratio"], abs=1e-6)


def test_pairs_and_costs_are_those_of_the_vector(vectors):
    known = vectors["conflation"]
    assert (known["dmax_m"], known["lambda"]) == (POINTS_M, NAME_WEIGHT)
    ours, theirs = known["reference"], known["osm"]
    found = match(*([Place(shapely.Point(x, y), name) for _, x, y, name in side]
                    for side in (ours, theirs)))  # fmt: skip
    pairs = {ours[pair.inventory][0]: theirs[pair.osm][0] for pair in found.pairs}
    assert pairs == {one: other for one, other in known["matches"].items() if other}
    assert [ours[at][0] for at in found.missing_in_osm] == known["missing_in_osm"]
    assert [theirs[at][0] for at in found.only_in_osm] == known["only_in_osm"]
    for pair in found.pairs:
        assert pair.cost == pytest.approx(known["costs"][pair.inventory][pair.osm], abs=1e-6)
