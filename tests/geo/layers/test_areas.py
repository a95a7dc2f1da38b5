"""Named areas that people choose instead of drawing."""

import pytest
from django.core.management import CommandError, call_command

from geo.layers.areas import import_areas
from geo.layers.importing import EmptyVersion
from geo.layers.models import Layer
from tests.geo.perimeters.files import BOW_TIE, ISLET, TWO, feature, file, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def layer():
    return Layer.objects.create(slug="communes", name="Communes", licence="LO 2.0")


def named(version):
    return set(version.features.values_list("tags__name", flat=True))


def test_areas_are_published_under_their_names(layer):
    version = import_areas([file(*TWO)], layer, ["nom"])
    assert layer.current == version
    assert named(version) == {"Nice", "Est"}


def test_only_the_chosen_areas_are_published(layer):
    assert named(import_areas([file(*TWO)], layer, ["nom"], [("code", "06088")])) == {"Nice"}


def test_an_area_that_crosses_itself_is_repaired(layer):
    version = import_areas([file(feature([BOW_TIE], nom="Nœud"))], layer, ["nom"])
    assert version.features.get().geometry.valid


def test_areas_without_a_name_are_left_out(layer):
    version = import_areas([file(*TWO, feature([ISLET]))], layer, ["nom"])
    assert version.feature_count == 2


def test_a_file_without_any_name_replaces_nothing(layer):
    shown = import_areas([file(*TWO)], layer, ["nom"])
    with pytest.raises(EmptyVersion):
        import_areas([file(*TWO)], layer, ["libelle"])
    layer.refresh_from_db()
    assert layer.current == shown


def test_the_command_makes_the_layer_with_its_licence(tmp_path):
    path = tmp_path / "communes.geojson"
    path.write_bytes(text(*TWO))
    words = ["--named-by=nom", "--licence=Licence Ouverte 2.0", "--attribution=IGN, INSEE"]
    call_command("import_areas", path, "--layer=communes-06", *words)
    layer = Layer.objects.get(slug="communes-06")
    assert (layer.attribution, named(layer.current)) == ("IGN, INSEE", {"Nice", "Est"})


def test_the_files_of_two_countries_make_one_layer(layer):
    italy = file(feature([ISLET], name="Sanremo"), name="comuni.geojson")
    version = import_areas([file(*TWO), italy], layer, ["nom", "name"])
    assert named(version) == {"Nice", "Est", "Sanremo"}
    assert version.source == "communes.geojson, comuni.geojson"


def test_the_command_says_which_name_is_missing(tmp_path):
    path = tmp_path / "communes.geojson"
    path.write_bytes(text(*TWO))
    words = ["--layer=a", "--named-by=x", "--licence=LO", "--attribution=IGN"]
    with pytest.raises(CommandError, match="“x”"):
        call_command("import_areas", path, *words)


def test_a_refused_file_changes_no_licence_and_leaves_no_layer(tmp_path, layer):
    path = tmp_path / "communes.geojson"
    path.write_bytes(b"{")
    for slug in ("communes", "new"):
        words = [f"--layer={slug}", "--named-by=nom", "--licence=Other", "--attribution=Other"]
        with pytest.raises(CommandError):
            call_command("import_areas", path, *words)
    assert list(Layer.objects.values_list("slug", "licence")) == [("communes", "LO 2.0")]
