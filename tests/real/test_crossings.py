"""A real survey crossed with real measurements, where the folder of real data stands beside."""

import io
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from geo.measurements.models import Dataset, Measurement
from geo.perimeters.conversion import from_django
from participation.crossings.cells import public_rows
from participation.crossings.models import Crossing
from participation.crossings.releasing import compute_live, publish_release
from tests.factories import (
    make_consultation,
    make_dataset,
    make_felt_question,
    make_indicator,
    make_perimeter,
)

NOISE = Path(__file__).resolve().parents[3] / "shared" / "data" / "noise"
FILE = NOISE / "nantes-2019-measured-and-perceived.geojson"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not there"),
]
NANTES = shapely.Point(-1.5664, 47.242).buffer(0.06)
RAILWAYS = NOISE / "bordeaux-END-railwaysInAgglomeration_Lden.shp.zip"
SAINT_JEAN = shapely.Point(-0.5565, 44.8262).buffer(0.006)  # the station of Bordeaux


@pytest.fixture
def nantes():
    """The crossing of how loud it was with how loud it was felt, both from one file."""
    consultation = make_consultation(perimeter=make_perimeter(NANTES))
    question = make_felt_question(consultation, source="", context="passing")
    dataset = make_dataset(slug="nantes", instrument="uncalibrated_phone")
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("import_measurements", "nantes", str(FILE), **quiet)
    call_command("import_survey", str(FILE), "--yes", consultation=consultation.slug, **quiet)
    return Crossing.objects.create(
        consultation=consultation, slug="nantes", title_fr="Nantes 2019", question=question,
        dataset=Dataset.objects.get(pk=dataset.pk), is_published=True,
    )  # fmt: skip


def test_both_numbers_of_the_file_are_found_again(nantes):
    """Row by row r = 0.37; by place, without the two impossible rows, 0.38: the page says both."""
    flagged = Measurement.objects.filter(version=nantes.dataset.current, is_flagged=True)
    assert flagged.count() == 2
    totals = compute_live(nantes).totals
    assert totals["measured"] == {"values": 468, "mean": 77.8}
    assert totals["together"] == {"pairs": 469, "r": 0.38}
    assert totals["by_row"] == {"column": "Leq", "rows": 470, "r": 0.37}


def test_it_says_how_little_each_cell_can_bear(nantes):
    live = compute_live(nantes)
    cells = live.totals["cells"]
    assert (cells["too_few"], cells.get("published", 0)) == (262, 0)
    answered = live.cells.exclude(n=0)
    assert max(answered.values_list("n", flat=True)) == 5
    assert min(answered.values_list("needed", flat=True)) >= 15
    unsure = [u for u in answered.values_list("u", flat=True) if u is not None]
    assert np.median(unsure) > 5  # one phone that nobody calibrated, for three minutes
    assert live.totals["found"] == {"more": 0, "compatible": 0, "less": 0}


def test_nobody_of_nantes_can_be_told_from_what_is_public(nantes):
    release = publish_release(nantes)
    rows = public_rows(release)
    told = [row for row in rows if row["n"] is not None or row["share"] is not None]
    assert {row["expected"] for row in rows} == {None}  # of the one cell it would be what it hides
    assert release.totals["mean_share"] is release.totals["mean_ratio"] is None
    assert len(told) <= 1 and all(row["n"] >= 5 for row in told)
    assert release.totals["answers"] == release.totals["people"] == 480


def test_the_page_says_that_the_two_disagree_and_how_little_each_cell_can_bear(nantes, client):
    publish_release(nantes)
    page = reverse("participation:crossing", args=[nantes.consultation.slug, nantes.slug])
    with override("fr"):
        said = client.get(page, {"view": "words"}).content.decode()
    assert "les deux divergent" in said and "leur corrélation n’est que de 0,38." in said
    assert "Ligne par ligne, le fichier de l’enquête donne 0,37 (470 lignes, colonne" in said
    assert "les valeurs écartées ne comptent pas" in said
    assert "263 cellules ont trop peu de réponses pour conclure" in said
    assert "à 5\u00a0dB près au mieux" in client.get(page, {"show": "measured"}).content.decode()
    assert "468 mesures, 77,8\u00a0dB(A) en moyenne" in said


def test_levels_of_an_official_map_are_means_of_energy_over_the_areas_of_its_bands():
    """By the service in degrees and back; beside it, from the file's own metres."""
    consultation = make_consultation(perimeter=make_perimeter(SAINT_JEAN))
    question = make_felt_question(consultation, source="rail", context="home")
    dataset = make_dataset(
        slug="rail", indicator=make_indicator("lden"), instrument="modelled", source="rail"
    )
    call_command("import_measurements", "rail", str(RAILWAYS), stdout=io.StringIO())
    crossing = Crossing.objects.create(
        consultation=consultation, slug="rail", title_fr="Le bruit des trains", question=question,
        dataset=Dataset.objects.get(pk=dataset.pk), curve="rail",
    )  # fmt: skip
    cells = [one for one in compute_live(crossing).cells.all() if one.level is not None]
    bands = geopandas.read_file(RAILWAYS, engine="pyogrio").to_crs(2154)
    middles = bands["category"].str.extract(r"(\d\d)")[0].astype(float).to_numpy() + 2.5
    shapes = geopandas.GeoSeries([from_django(one.geometry) for one in cells], crs=4326).to_crs(
        2154
    )
    assert len(cells) > 10
    for cell, shape in zip(cells, shapes, strict=True):
        areas = bands.intersection(shape).area.to_numpy()
        level = 10 * np.log10((areas * 10 ** (middles / 10)).sum() / areas.sum())
        assert cell.level == pytest.approx(level, abs=0.06)
        assert cell.coverage == pytest.approx(areas.sum() / shape.area, abs=0.006)
