"""A consultation of Monaco, opened without the Internet."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo.layers.models import Feature
from participation.consultations.models import Consultation

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there"),
]


def test_monaco_is_opened_from_its_extract_with_land_and_sea():
    path, said = DATA / "monaco-2012-07-06.osm.gz", io.StringIO()
    call_command("open_consultation", extract=path, boundary="Monaco", stdout=said)
    draft = Consultation.objects.get(slug="monaco")
    features = Feature.objects.shown(draft.basemap.address)
    kinds = set(features.values_list("kind", flat=True))
    assert {"land", "building", "street", "park", "railway"} <= kinds
    assert features.count() == 1902
    assert draft.perimeter.current.area_m2 == pytest.approx(2.04e6, rel=0.02)
    assert "/fr/consultations/monaco/" in said.getvalue()


def test_a_boundary_that_is_cut_off_is_refused_with_the_ways_that_are_missing():
    path = DATA / "monaco-2022-07-19.osm.pbf"
    with pytest.raises(CommandError, match="398362859"):
        call_command("open_consultation", extract=path, boundary="Monaco")
    assert not Consultation.objects.exists()
