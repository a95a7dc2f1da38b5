"""`manage.py import_measurements`: the same as the pages, from a shell."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo.measurements.models import Dataset, DatasetVersion
from tests.factories import make_dataset, make_indicator

pytestmark = pytest.mark.django_db
VALDORA = Path(__file__).parents[3] / "fixtures" / "valdora"
WALKS = VALDORA / "mesures-citoyennes-2025.csv"
NEW = {"licence": "CC0-1.0", "attribution": "Île de Valdora", "instrument": "uncalibrated_phone"}


@pytest.fixture(autouse=True)
def indicators():
    return [make_indicator(key) for key in ("laeq", "lden")]


def bring(slug, *files, **options):
    told = io.StringIO()
    call_command("import_measurements", slug, *files, stdout=told, **options)
    return told.getvalue()


def test_a_new_set_is_made_of_a_file():
    told = bring("balades", WALKS, indicator="laeq", **NEW)
    dataset = Dataset.objects.get(slug="balades")
    assert "balades: 429 values." in told and dataset.current.count == 429
    assert "flagged: The background level (L90) is above the mean level" in told


def test_a_later_file_is_its_next_version_and_keeps_what_was_said():
    dataset = make_dataset(slug="balades", instrument="class_2")
    bring("balades", WALKS)
    dataset.refresh_from_db()
    assert dataset.instrument == "class_2" and dataset.versions.count() == 1


def test_a_noise_map_keeps_the_days_that_are_said():
    map_file = VALDORA / "carte-bruit-port-lden.geojson"
    options = NEW | {"instrument": "modelled", "source": "industry", "measured_from": "2025-01-01"}
    bring("port", map_file, indicator="lden", **options)
    version = Dataset.objects.get(slug="port").current
    assert version.form == "areas" and version.measured_from.year == 2025


def test_how_a_file_is_read_can_be_said():
    bring("balades", WALKS, indicator="laeq", read=["value=L90 dB(A)", "background="], **NEW)
    assert Dataset.objects.get().current.report["flagged"]["total"] == 0


def test_what_should_be_looked_at_is_said(tmp_path):
    path = tmp_path / "felt.csv"
    path.write_text("lon,lat,leq\n8.35,43.45,5\n8.35,43.45,7\n")
    assert "hardly decibels" in bring("ressenti", path, indicator="laeq", **NEW)


def test_a_dry_run_stores_nothing():
    told = bring("balades", WALKS, indicator="laeq", dry_run=True, **NEW)
    assert "Nothing was stored" in told and not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "For a new one say --indicator, --licence"),
        (NEW | {"indicator": "odour"}, "There is no indicator “odour”"),
        (NEW | {"indicator": "laeq", "time_zone": "Europe/Valdora"}, "No such time zone"),
        (NEW | {"indicator": "laeq", "read": ["colour=red"]}, "write FIELD=VALUE"),
        (NEW | {"indicator": "laeq", "read": ["srid=x"]}, "x is no number"),
        (NEW | {"indicator": "laeq", "read": ["is_utc=maybe"]}, "maybe is neither yes nor no"),
        (NEW | {"indicator": "laeq", "read": ["value=Niveau"]}, "no column “Niveau”"),
        (NEW | {"indicator": "laeq", "read": ["value=Balade"]}, "No row of the file counts"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(options, sentence):
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(")):
        bring("balades", WALKS, **options)
    assert not Dataset.objects.exists() and not DatasetVersion.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="missing.csv"):
        bring("balades", tmp_path / "missing.csv", indicator="laeq", **NEW)
