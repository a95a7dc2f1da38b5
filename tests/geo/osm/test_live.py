"""A live answer becomes a version of a layer, or changes nothing."""

import pytest

from geo.layers.models import Layer, LayerVersion
from geo.osm.failures import OverpassBusy, OverpassIncomplete
from geo.osm.importing import Wanted
from geo.osm.live import import_live
from geo.osm.remarks import remark_lines
from geo.osm.storing import EmptyAnswer, FewerThanBefore
from tests.factories import make_perimeter
from tests.geo.osm.overpass_server import BASE, node, overpass_server, relation, way

pytestmark = pytest.mark.django_db
# the perimeter: 8.325 to 8.375, 43.425 to 43.475
BENCHES = [node(number, 8.33 + number / 1000, 43.45, amenity="bench") for number in range(1, 9)]
STREET = [node(20, 8.36, 43.44), node(21, 8.39, 43.44), way(5, [20, 21], highway="residential")]
CUT_OFF = relation(7, [(99, "outer")], type="multipolygon", amenity="bench")


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = played.url
        played.elements = list(BENCHES)
        yield played


@pytest.fixture
def run(server):
    layer = Layer.objects.create(slug="osm", name="OSM", licence="ODbL-1.0", attribution="OSM")
    area = make_perimeter().current_id

    def importing(**wanted):
        layer.refresh_from_db()
        return import_live(layer, Wanted(area, **{"presets": ("bench",)} | wanted))

    return importing


def test_an_answer_is_shown_with_its_date_its_server_and_its_evidence(run, server):
    version = run().version
    assert version.layer.current == version
    assert version.feature_count == 8
    snapshot = version.snapshot
    assert (snapshot.source, snapshot.is_complete) == ("overpass", True)
    assert snapshot.osm_date.isoformat().startswith(BASE[:16])
    assert len(snapshot.sha256) == 64
    assert snapshot.counts == {"bench": 8}
    assert version.source in server.url


def test_what_sticks_out_is_cut_or_kept_whole_as_asked(run, server):
    server.elements = [*STREET, CUT_OFF]
    asked = {"presets": ("bench",), "free": ({"highway": True},), "accept_fewer": True}
    cut, whole = (run(is_clipped=one, **asked).version for one in (True, False))
    ends = [version.features.get().geometry.extent[2] for version in (cut, whole)]
    assert ends == [8.375, 8.39]
    assert [one["code"] for one in cut.snapshot.remarks] == ["clipped", "incomplete"]
    assert "r7" in " ".join(remark_lines(cut.snapshot))


@pytest.mark.parametrize(
    ("elements", "mode", "refusal"),
    [
        (BENCHES, "remark", OverpassIncomplete),
        (BENCHES[:3], "normal", FewerThanBefore),
        ([], "normal", EmptyAnswer),
    ],
)
def test_a_bad_answer_never_replaces_a_good_one(run, server, elements, mode, refusal):
    good = run().version
    server.elements, server.mode = elements, mode
    with pytest.raises(refusal):
        run()
    assert list(LayerVersion.objects.all()) == [good]
    assert Layer.objects.get().current == good


def test_an_empty_answer_is_stored_where_staff_say_that_it_is_right(run, server):
    server.elements = []
    assert run(accept_fewer=True).version.feature_count == 0


def test_a_busy_server_changes_nothing(run, server, monkeypatch):
    monkeypatch.setattr("geo.osm.overpass.line.DEADLINE_S", 8)
    server.mode = "429"
    with pytest.raises(OverpassBusy):
        run()
    assert not LayerVersion.objects.exists()
