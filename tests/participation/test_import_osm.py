"""`manage.py import_osm`: an extract becomes the OpenStreetMap layer of a consultation."""

import pytest
from django.core.management import CommandError, call_command

from geo.layers.models import Feature, Layer, LayerVersion
from tests.factories import make_consultation
from tests.geo.osm.overpass_server import node as played_node
from tests.geo.osm.overpass_server import overpass_server

pytestmark = pytest.mark.django_db
BENCHES = "".join(
    f'<node id="{10**12 + at}" version="1" lon="8.35" lat="43.4{at}">'
    '<tag k="amenity" v="bench"/></node>'
    for at in range(3, 7)
)
TREE = f'<node id="{10**12}" version="1" lon="8.35" lat="43.45"><tag k="natural" v="tree"/></node>'


@pytest.fixture
def consultation():
    return make_consultation(slug="front-de-mer")


@pytest.fixture
def run(consultation, tmp_path, capsys):
    def running(*options, content=BENCHES, name="some.osm"):
        path = tmp_path / name
        path.write_text(f'<osm version="0.6">{content}</osm>')
        call_command("import_osm", str(path), "--consultation", "front-de-mer", *options)
        return capsys.readouterr().out

    return running


def test_it_makes_the_layer_of_the_consultation_and_reports(run):
    said = run("--preset", "bench", "--where", "natural=tree", content=TREE + BENCHES)
    layer = Layer.objects.get(slug="front-de-mer-osm")
    assert layer.current.feature_count == 5
    assert "Benches: 4" in said
    assert "natural=tree: 1" in said
    assert "front-de-mer-osm: 5 objects, shown now" in said


def test_run_twice_it_says_that_nothing_is_new(run):
    run("--preset", "bench")
    assert "nothing new" in run("--preset", "bench")
    assert LayerVersion.objects.count() == 1


def test_everything_with_tags_is_one_word(run):
    assert "All objects with tags: 5" in run("--everything", content=TREE + BENCHES)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Say what to look for"),
        (["--where", "bench"], "is not a condition"),
        (["--preset", "tree"], "Nothing within the perimeter meets the conditions"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_no_layer(run, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*options)
    assert not Layer.objects.exists()


def test_fewer_than_half_are_only_taken_when_it_is_said(run):
    run("--preset", "bench")
    one = BENCHES[: BENCHES.index("</node>") + len("</node>")]
    with pytest.raises(CommandError, match="There are 1 of the 4 objects"):
        run("--preset", "bench", content=one)
    assert Feature.objects.shown("front-de-mer-osm").count() == 4
    run("--preset", "bench", "--accept-fewer", content=one)
    assert Feature.objects.shown("front-de-mer-osm").count() == 1


def test_a_file_that_is_not_there_or_no_extract_is_one_sentence(run, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_osm", "nothing.osm", "--consultation", "front-de-mer", "--everything")
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="not an OpenStreetMap extract"):
        call_command("import_osm", str(table), "--consultation", "front-de-mer", "--everything")


@pytest.fixture
def server(settings):
    with overpass_server() as played:
        settings.OVERPASS_URL = played.url
        played.elements = [played_node(1, 8.35, 43.45, amenity="bench")]
        yield played


def live(*options):
    call_command("import_osm", "--live", "--consultation", "front-de-mer", *options)


def test_live_a_server_is_asked_instead_of_a_file(consultation, server, capsys):
    live("--preset", "bench")
    assert "front-de-mer-osm: 1 objects, shown now" in capsys.readouterr().out


def test_live_a_day_of_the_past_can_be_asked_for(consultation, server):
    live("--preset", "bench", "--at", "2026-10-01")
    snapshot = Layer.objects.get(slug="front-de-mer-osm").current.snapshot
    assert snapshot.osm_date.isoformat() == "2026-10-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("mode", "options", "said"),
    [
        ("remark", ["--preset", "bench"], "only a part"),
        ("normal", ["--preset", "tree"], "Nothing within the perimeter"),
        ("normal", ["--everything"], "Say what to look for"),
    ],
)
def test_live_a_refusal_is_one_sentence_and_leaves_no_layer(
    consultation, server, mode, options, said
):
    server.mode = mode
    with pytest.raises(CommandError, match=said):
        live(*options)
    assert not Layer.objects.filter(slug="front-de-mer-osm").exists()


@pytest.mark.parametrize("arguments", [[], ["a.osm", "--live"], ["a.osm", "--at", "2026-10-01"]])
def test_either_a_file_or_live(consultation, arguments):
    with pytest.raises(CommandError, match="not both"):
        call_command("import_osm", *arguments, "--consultation", "front-de-mer")
