"""Real campaigns, where the folder of real data stands beside the project."""

import csv
import io
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command
from django.urls import reverse

from geo.osm.extracts import ExtractReport, read_extract
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.imports.undoing import undo_import
from tests.factories import make_consultation, make_perimeter, make_superuser, make_theme
from tests.participation.visibility_world import counted

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NOTES = DATA / "contributions" / "osm-notes-monaco.csv"
PROPOSALS = DATA / "contributions" / "valladolid-2026-proposals-zones1-4.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there"),
]
TOWN = shapely.Point(-4.72, 41.65).buffer(0.12)


def run(path, consultation, *words):
    out = io.StringIO()
    call_command(
        "import_contributions", str(path), *words, consultation=consultation.slug,
        stdout=out, stderr=io.StringIO(),
    )  # fmt: skip
    return out.getvalue()


def monaco():
    """The commune, from its boundary relation."""
    for feature in read_extract(DATA / "osm" / "monaco-2012-07-06.osm.gz", ExtractReport()):
        tags = feature.tags
        if (tags.get("boundary"), tags.get("admin_level")) == ("administrative", "8"):
            return feature.geometry
    raise AssertionError("the relation is not there")


@pytest.fixture
def valladolid():
    return make_consultation(themes="", perimeter=make_perimeter(TOWN, 3035))


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_notes_inside_monaco_are_taken_over_and_the_others_say_where_they_lie(tmp_path):
    consultation = make_consultation(themes="", perimeter=make_perimeter(monaco(), 32632))
    rejects = tmp_path / "rejects.csv"
    said = run(
        NOTES, consultation, "--map", "text=opening_comment", "--rejected", str(rejects), "--yes"
    )
    record = ContributionImport.objects.get()
    assert (record.read, record.added, record.rejected) == (115, 105, 10), said
    assert record.reasons["outside"] == 9
    lines = list(csv.reader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))[1:]
    assert lines[0][0] == "2"  # the line of garbage, right below the names
    stored = Contribution.objects.filter(origin=record)
    assert stored.filter(title="la gitane", text="").count() == 1
    assert stored.order_by("created_at").first().created_at.year == 2014
    again = run(NOTES, consultation, "--map", "text=opening_comment", "--yes")
    assert "0 added, 0 shown again, 105 already there, 10 rejected." in again


def test_the_proposals_are_taken_over_whole(valladolid, client):
    said = run(PROPOSALS, valladolid, "--unplaced", "--other-themes", "none", "--yes")
    record = ContributionImport.objects.get()
    assert (record.read, record.added, record.notes["unplaced"]) == (460, 459, 65), said
    assert record.reasons == {"outside": 1}  # one lies 40 km away
    rows = {row["title"].strip(): row for row in rows_of(PROPOSALS)}
    longest = max(rows.values(), key=lambda row: len(row["description"]))
    stored = Contribution.objects.get(title=" ".join(longest["title"].split()))
    assert len(stored.text) > 4600 and stored.text.split() == longest["description"].split()
    page = reverse("participation:consultation", args=[valladolid.slug])
    context = client.get(page, {"place": "none"}).context
    assert (context["total"], context["found"]) == (459, 65)
    tile = reverse("api:tile", args=[valladolid.pk, 1, 0, 0, 0])
    assert counted(client.get(tile).content) == 394
    assert (
        stored.text[-40:].split()[-1]
        in client.get(reverse("participation:contribution", args=[stored.pk])).content.decode()
    )


def test_the_proposals_are_taken_back_whole(valladolid, client):
    run(PROPOSALS, valladolid, "--unplaced", "--other-themes", "none", "--yes")
    undone = undo_import(ContributionImport.objects.get(), make_superuser())
    assert (undone.removed, undone.withdrawn) == (459, 0)
    page = reverse("participation:consultation", args=[valladolid.slug])
    assert client.get(page).context["total"] == 0


def test_their_lists_of_categories_become_themes(valladolid):
    make_theme(valladolid, "N", title_fr="Medio ambiente")
    make_theme(valladolid, "P", title_fr="Deportes")
    run(PROPOSALS, valladolid, "--unplaced", "--other-themes", "none", "--yes")
    letters = set(Contribution.objects.values_list("theme__letter", flat=True))
    assert {"P", None} <= letters
    sport = [row for row in rows_of(PROPOSALS) if row["categories"] == "['Deportes']"]
    stored = Contribution.objects.filter(theme__letter="P", title=sport[0]["title"])
    assert stored.exists()
