"""Extracts become versions of a layer, read in the jail and cut at the perimeter."""

import gzip
import io
from pathlib import Path

import pytest

from geo.files.formats import HEAD_BYTES, Format, recognise
from geo.files.refusals import FileCode, UnreadableFile
from geo.layers.models import Feature, Layer, LayerVersion
from geo.osm.importing import Wanted, import_extract
from geo.osm.storing import EmptyAnswer
from tests.factories import make_perimeter

pytestmark = pytest.mark.django_db
FIRST = 10**12
WHO = 'version="2" timestamp="2026-01-02T03:04:05Z" user="Secret" uid="7" changeset="8"'


def node(number, lon, lat, more="", **tags):
    inside = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<node id="{FIRST + number}" lon="{lon}" lat="{lat}" {WHO} {more}>{inside}</node>'


def way(number, refs, **tags):
    inside = "".join(f'<nd ref="{FIRST + ref}"/>' for ref in refs)
    inside += "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{FIRST + number}" {WHO}>{inside}</way>'


def extract(*objects, **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<osm version="0.6"{said}>{"".join(objects)}</osm>'.encode()


# the perimeter: 8.325 to 8.375, 43.425 to 43.475
BENCH = node(1, 8.35, 43.45, amenity="bench", id="ABC")
OUTSIDE = node(2, 8.30, 43.45, amenity="bench")
CORNERS = [(8.36, 43.44), (8.39, 43.44), (8.39, 43.45), (8.36, 43.45)]
POINTS = "".join(node(10 + at, *place) for at, place in enumerate(CORNERS))
PARK = way(20, [10, 11, 12, 13, 10], leisure="park")
STREET = way(21, [10, 11], highway="residential")
ROUNDABOUT = way(22, [10, 11, 12, 13, 10], highway="primary", junction="roundabout")


@pytest.fixture
def layer():
    return Layer.objects.create(slug="osm", name="OSM", licence="ODbL-1.0", attribution="OSM")


@pytest.fixture
def run(layer):
    area = make_perimeter().current_id

    def importing(content, *presets, free=(), progress=None, **wanted):
        asked = Wanted(area, presets or ("bench",), free, **wanted)
        file = io.BytesIO(content)
        return import_extract(file, layer, asked, name="some.osm", progress=progress)

    return importing


def remarks(version):
    return {one["code"]: one["count"] for one in version.snapshot.remarks}


def test_what_is_asked_for_within_the_perimeter_is_shown_with_its_identity(run):
    imported = run(extract(BENCH, OUTSIDE, timestamp="2026-03-01T00:00:00Z"))
    (bench,) = Feature.objects.shown("osm")
    assert imported.is_new
    assert (bench.element, bench.osm_id, bench.osm_version) == ("n", FIRST + 1, 2)
    assert bench.tags == {"amenity": "bench", "id": "ABC"}
    assert bench.osm_timestamp.isoformat() == "2026-01-02T03:04:05+00:00"
    assert imported.version.snapshot.osm_date.isoformat() == "2026-03-01T00:00:00+00:00"
    assert remarks(imported.version) == {"outside": 1}


def test_no_word_of_who_edited_reaches_the_database(run):
    version = run(extract(BENCH)).version
    stored = repr([*Feature.objects.values(), *LayerVersion.objects.values()])
    assert "Secret" not in stored + repr(vars(version.snapshot))


def test_a_park_is_clipped_and_a_roundabout_stays_a_line(run):
    free = [{"leisure": "park"}, {"highway": True}]
    version = run(extract(POINTS, PARK, STREET, ROUNDABOUT), free=free, is_clipped=True).version
    forms = dict(Feature.objects.values_list("osm_id", "geometry"))
    assert forms[FIRST + 20].geom_type == "Polygon"
    assert forms[FIRST + 22].geom_type in {"LineString", "MultiLineString"}
    assert all(form.extent[2] == pytest.approx(8.375) for form in forms.values())
    assert remarks(version)["clipped"] == 3


def test_what_touches_the_perimeter_may_stay_whole(run):
    version = run(extract(POINTS, PARK), free=[{"leisure": "park"}]).version
    assert Feature.objects.get().geometry.extent[2] == 8.39
    assert "clipped" not in remarks(version)


def test_what_an_editor_deleted_or_never_sent_is_left_out_and_told(run):
    gone = node(3, 8.35, 43.45, 'action="delete"', amenity="bench")
    hidden = node(4, 8.35, 43.45, 'visible="false"', amenity="bench")
    unsent = '<node id="-1" lon="8.35" lat="43.45"><tag k="amenity" v="bench"/></node>'
    version = run(gzip.compress(extract(unsent, BENCH, gone, hidden, BENCH))).version
    assert [one.osm_id for one in Feature.objects.all()] == [FIRST + 1]
    assert remarks(version) == {"undated": 1, "deleted": 2, "unsent": 1, "repeated": 1}


def test_a_multipolygon_with_a_missing_member_is_told_by_its_number(run):
    member = f'<member type="way" ref="{FIRST + 99}" role="outer"/>'
    tags = '<tag k="type" v="multipolygon"/><tag k="leisure" v="park"/>'
    cut = f'<relation id="{FIRST + 30}" {WHO}>{member}{tags}</relation>'
    version = run(extract(BENCH, cut), free=[{"leisure": "park"}]).version
    (told,) = [one for one in version.snapshot.remarks if one["code"] == "incomplete"]
    assert told == {"code": "incomplete", "count": 1, "objects": [f"r{FIRST + 30}"]}


def test_an_invented_place_is_never_said_to_be_openstreetmaps(run):
    said = {"license": "CC0-1.0", "attribution": "île inventée"}
    version = run(extract(BENCH, **said)).version
    assert (version.licence, version.attribution) == ("CC0-1.0", "île inventée")


def test_the_file_of_a_server_keeps_openstreetmaps_licence_and_its_date(run):
    meta = '<meta osm_base="2026-02-01T00:00:00Z"/>'
    said = {"license": "http://opendatacommons.org/licenses/odbl/1-0/", "attribution": "x"}
    version = run(extract(meta, BENCH, **said)).version
    assert version.licence == "ODbL-1.0"
    assert version.snapshot.osm_date.isoformat() == "2026-02-01T00:00:00+00:00"


def test_the_same_file_twice_changes_nothing_and_is_not_even_read(run):
    first = run(extract(BENCH))
    again = run(extract(BENCH), progress=lambda *_: pytest.fail("it was read"))
    assert (again.is_new, again.version.pk) == (False, first.version.pk)
    assert LayerVersion.objects.count() == 1


def test_the_same_file_within_another_perimeter_is_another_version(run, layer):
    first = run(extract(BENCH)).version
    asked = Wanted(make_perimeter().current_id, ("bench",))
    other = import_extract(io.BytesIO(extract(BENCH)), layer, asked, name="some.osm")
    assert other.is_new
    assert other.version.pk != first.pk


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FileCode.EMPTY),
        (b'{"type": "FeatureCollection"}', FileCode.NO_EXTRACT),
        (b'<osmChange version="0.6"/>', FileCode.NO_EXTRACT),
        (extract(BENCH)[:-20], FileCode.DAMAGED),
        (b'<!DOCTYPE osm [<!ENTITY a "b">]><osm version="0.6">&a;</osm>', FileCode.XML_ENTITIES),
        (gzip.compress(extract(BENCH * 50))[:-40], FileCode.DAMAGED),
    ],
    ids=["empty", "GeoJSON", "changes", "cut off", "entities", "damaged archive"],
)
def test_a_file_that_cannot_be_read_leaves_the_layer_as_it_was(run, content, code):
    shown = run(extract(BENCH)).version
    with pytest.raises(UnreadableFile) as caught:
        run(content)
    assert caught.value.code == code
    assert Layer.objects.get().current == shown


def test_xml_that_unpacks_to_more_than_is_read_is_refused(run):
    bomb = gzip.compress(b'<osm version="0.6">' + b" " * 70 * 1024**2 + b"</osm>")
    with pytest.raises(UnreadableFile) as caught:
        run(bomb)
    assert caught.value.code == FileCode.XML_TOO_LARGE


def test_the_extract_of_another_place_replaces_nothing(run):
    shown = run(extract(BENCH)).version
    with pytest.raises(EmptyAnswer):
        run(extract(OUTSIDE))
    assert Layer.objects.get().current == shown


class Stopped(Exception):
    pass


@pytest.mark.parametrize("phase", ["reading", "storing"])
def test_who_stops_an_import_leaves_the_layer_as_it_was(run, phase):
    shown = run(extract(BENCH)).version

    def progress(done, _total):
        if (phase == "storing") == bool(done):
            raise Stopped

    many = "".join(node(100 + at, 8.35, 43.45, amenity="bench") for at in range(600))
    with pytest.raises(Stopped):
        run(extract(many), progress=progress)
    assert Layer.objects.get().current == shown
    assert Feature.objects.count() == 1


def test_an_extract_packed_in_large_blocks_is_known_by_its_name():
    island = Path(__file__).parents[3] / "fixtures" / "valdora" / "valdora.osm.bz2"
    with island.open("rb") as file:
        head = file.read(HEAD_BYTES)
    assert recognise(head, "valdora.osm.bz2").format == Format.OSM
    assert recognise(head, "valdora.bz2").format == Format.BZIP2
