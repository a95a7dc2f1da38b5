"""Real surveys, where the folder of real data stands beside the project."""

import io
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command
from django.urls import reverse

from participation.perception.models import Perception
from participation.perception.origins import SurveyImport
from tests.factories import make_consultation, make_felt_question, make_perimeter, make_staff

NOISE = Path(__file__).resolve().parents[3] / "shared" / "data" / "noise"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not NOISE.exists(), reason=f"{NOISE} is not there"),
]
NANTES = shapely.Point(-1.5664, 47.242).buffer(0.1)
PARIS = shapely.Point(2.36, 48.83).buffer(0.1)
LORIENT = shapely.Point(-3.37, 47.75).buffer(0.2)


def taken(name, area, *words, scale="0-10", **said):
    """What the command says of a file, and the record of its import."""
    consultation = make_consultation(perimeter=make_perimeter(area))
    make_felt_question(consultation, scale=scale, source="")
    out = io.StringIO()
    call_command(
        "import_survey", str(NOISE / name), *words, "--yes",
        consultation=consultation.slug, stdout=out, stderr=io.StringIO(), **said,
    )  # fmt: skip
    return out.getvalue(), SurveyImport.objects.get()


def test_the_loudness_of_nantes_comes_in_row_by_row():
    said, record = taken("nantes-2019-measured-and-perceived.geojson", NANTES)
    assert "rating ← Nois; level ← Leq;" in said
    assert "470 rows also hold a measurement (“Leq”)" in said
    assert "its correlation with the rating is 0.37." in said
    assert (record.report["kept"], record.report["rejected"], record.scale) == (479, 0, "0-10")
    ratings = Perception.objects.values_list("value", "place")
    assert sum(value for value, _place in ratings) / 479 == pytest.approx(4.954071, abs=1e-6)
    assert len({place.tuple for _value, place in ratings}) == 283


def test_the_preview_of_nantes_says_how_measured_and_felt_go_together(client):
    question = make_felt_question(make_consultation(perimeter=make_perimeter(NANTES)), source="")
    client.force_login(make_staff(question.consultation.organisation))
    with (NOISE / "nantes-2019-measured-and-perceived.geojson").open("rb") as file:
        add = reverse("admin:participation_surveyimport_add")
        address = client.post(add, {"question": question.pk, "file": file})["Location"]
    proposed = client.get(address).context["form"].initial
    typed = {name: value for name, value in proposed.items() if value not in (None, False)}
    said = client.post(address, typed | {"action": "preview"}).text
    assert "470 lignes portent aussi une mesure («\u00a0Leq\u00a0»)" in said
    assert "sa corrélation avec la note est de 0,37." in said


def test_the_means_of_paris_come_in_once_somebody_says_that_they_are_means():
    _said, record = taken(
        "paris13-cart-asur-perceived.geojson", PARIS, "--means",
        scale="1-11", map=[("date", "timestamPP")],
    )  # fmt: skip
    assert (record.report["kept"], record.are_means, record.scale) == (204, True, "1-11")
    ratings = Perception.objects.values_list("value", "place", "given_at__year")
    assert {year for _value, _place, year in ratings} == {2013, 2014}
    assert len({place.tuple for _value, place, _year in ratings}) == 31
    assert max(value for value, _place, _year in ratings) == pytest.approx(9.384615, abs=1e-6)


def test_the_means_of_paris_are_refused_where_nobody_says_so():
    said, record = taken("paris13-cart-asur-perceived.geojson", PARIS, scale="1-11")
    whole = Perception.objects.count()
    assert 0 < record.report["reasons"]["not_whole"] == 204 - whole
    assert "is not a whole number" in said


def test_the_interpolated_cells_of_lorient_are_no_answers():
    said, record = taken("lorient-perceived-grid.geojson", LORIENT, map=[("rating", "meanBrd")])
    assert (record.report["kept"], record.report["reasons"]) == (0, {"an_area": 4655})
    assert "Say whether a point inside of it may stand for it." in said


def test_the_cells_of_lorient_come_in_with_a_warning_where_somebody_insists():
    said, record = taken(
        "lorient-perceived-grid.geojson", LORIENT, "--areas", "--means",
        map=[("rating", "meanBrd")], scale="1-7",
    )  # fmt: skip
    assert (record.report["kept"], record.report["from_areas"]) == (4655, 4655)
    assert "make a result look surer than it is" in said
