"""Reading small extracts written here."""

import bz2
import gzip

import pytest

from geo.osm.extracts import ExtractReport, UnreadableExtract, read_extract

FIRST = 10**12
HEAD = '<osm version="0.6">'
CORNERS = [(0, 0), (0, 1), (1, 1), (1, 0), (0.2, 0.2), (0.2, 0.4), (0.4, 0.4), (0.4, 0.2)]


def nodes():
    meta = 'version="3" timestamp="2026-01-02T03:04:05Z" user="Secret" uid="7" changeset="8"'
    return "".join(
        f'<node id="{FIRST + i}" lon="{lon}" lat="{lat}" {meta}/>'
        for i, (lon, lat) in enumerate(CORNERS)
    )


def way(number, refs, **tags):
    inside = "".join(f'<nd ref="{FIRST + ref}"/>' for ref in refs)
    inside += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{FIRST + number}" version="2">{inside}</way>'


def relation(number, *members, **tags):
    inside = "".join(f'<member type="way" ref="{FIRST + r}" role="{role}"/>' for r, role in members)
    inside += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<relation id="{FIRST + number}" version="1">{inside}</relation>'


OUTER, INNER = way(1, [0, 1, 2, 3, 0]), way(2, [4, 5, 6, 7, 4])
WOOD = relation(3, (1, "outer"), (2, "inner"), type="multipolygon", natural="wood")


@pytest.fixture
def read(tmp_path):
    def reading(*objects, name="some.osm", pack=bytes):
        path = tmp_path / name
        path.write_bytes(pack((HEAD + nodes() + "".join(objects) + "</osm>").encode()))
        report = ExtractReport()
        return list(read_extract(path, report)), report

    return reading


def test_a_way_keeps_its_identity_and_its_tags(read):
    features, report = read(way(1, [0, 1, 2], highway="path", name="Sentier"))
    (feature,) = features
    assert (feature.element, feature.osm_id, feature.osm_version) == ("w", FIRST + 1, 2)
    assert feature.tags == {"highway": "path", "name": "Sentier"}
    assert feature.geometry.wkt == "LINESTRING (0 0, 0 1, 1 1)"
    assert (report.nodes, report.ways, report.broken) == (8, 1, [])


def test_who_edited_is_nowhere(read):
    features, report = read(way(1, [0, 1], highway="path", created_by="JOSM"))
    assert "Secret" not in repr((features, report))
    assert "created_by" not in features[0].tags


def test_a_roundabout_stays_a_line_and_a_park_becomes_an_area(read):
    roundabout = way(1, [0, 1, 2, 3, 0], highway="primary", junction="roundabout")
    features, _ = read(roundabout, way(2, [4, 5, 6, 7, 4], leisure="park"))
    assert [one.geometry.geom_type for one in features] == ["LineString", "Polygon"]


def test_a_multipolygon_keeps_its_hole_though_its_ways_have_no_tags(read):
    features, report = read(OUTER, INNER, WOOD)
    (wood,) = features
    assert (wood.element, len(wood.geometry.interiors)) == ("r", 1)
    assert wood.geometry.area == pytest.approx(0.96)
    assert report.areas_from_relations == 1


def test_a_relation_with_a_missing_member_is_reported_and_the_rest_is_read(read):
    features, report = read(OUTER, WOOD, way(9, [0, 1], highway="path"))
    assert [one.osm_id for one in features] == [FIRST + 9]
    assert report.incomplete_relations == [FIRST + 3]


def test_a_way_with_a_missing_node_is_reported(read):
    features, report = read(way(1, [0, 99], highway="path"))
    assert (features, report.broken) == ([], [f"w{FIRST + 1}"])


def test_only_what_is_asked_for_is_kept(tmp_path):
    path = tmp_path / "some.osm"
    objects = way(1, [0, 1], highway="path") + way(2, [1, 2], railway="rail")
    path.write_text(HEAD + nodes() + objects + "</osm>")
    features = list(read_extract(path, ExtractReport(), keep=lambda tags: "railway" in tags))
    assert [one.osm_id for one in features] == [FIRST + 2]


@pytest.mark.parametrize(
    ("name", "pack"), [("a.osm.gz", gzip.compress), ("a.osm.bz2", bz2.compress)]
)
def test_packed_files_say_the_same(read, name, pack):
    plain, _ = read(OUTER, INNER, WOOD)
    packed, _ = read(OUTER, INNER, WOOD, name=name, pack=pack)
    assert packed == plain


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.osm", (HEAD + nodes()).encode()),
        ("cut.osm.gz", gzip.compress((HEAD + nodes() + "</osm>").encode(), mtime=0)[:-30]),
        ("cut.osm.bz2", bz2.compress((HEAD + nodes() + "</osm>").encode())[:-30]),
        ("noise.pbf", b"not an extract at all" * 20),
        ("empty.osm", b""),
        ("table.csv", b"a,b"),
        ("bad.osm", (HEAD + '<node id="abc" lat="1" lon="1"/></osm>').encode()),
    ],
)
def test_a_damaged_file_is_one_clear_error(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableExtract, match=name) as caught:
        list(read_extract(path, ExtractReport()))
    assert "\n" not in str(caught.value)
