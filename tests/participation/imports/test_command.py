"""`manage.py import_contributions`: shows first, writes when told, takes back."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from tests.factories import make_consultation, make_theme

pytestmark = pytest.mark.django_db
LINES = """id,titre,texte,thème,date,latitude,longitude
1,Un banc,Devant l'école,Nature et ombre,05/06/2025,43.45,8.35
2,Un arbre,,Ville,25/06/2025,43.451,8.351
3,Trop loin,,Nature et ombre,26/06/2025,48.0,2.0
4,Sans lieu,,Nature et ombre,27/06/2025,,
"""


@pytest.fixture
def consultation():
    return make_consultation(themes="TN")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "idees.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def run(consultation):
    def run(*words, **options):
        out, progress = io.StringIO(), io.StringIO()
        options = {"consultation": consultation.slug} | options
        call_command("import_contributions", *words, stdout=out, stderr=progress, **options)
        run.progress = progress.getvalue()
        return out.getvalue()

    return run


def titles():
    return set(Contribution.objects.values_list("title", flat=True))


def test_without_yes_it_only_shows(run, file):
    said = run(str(file))
    assert "4 rows: 1 to take over, 0 already there, 3 rejected." in said
    assert "Nothing was stored" in said
    assert not ContributionImport.objects.exists()


def test_with_yes_it_stores_what_was_shown(run, file):
    said = run(str(file), "--theme-map", "Ville=T", "--unplaced", "--yes", licence="CC BY 4.0")
    assert "3 added, 0 shown again, 0 already there, 1 rejected." in said
    assert titles() == {"Un banc", "Un arbre", "Sans lieu"}
    record = ContributionImport.objects.get()
    assert (record.file_name, record.licence) == ("idees.csv", "CC BY 4.0")
    assert len(record.sha256) == 64
    assert record.mapping["columns"]["title"] == "titre"
    themes = dict(Contribution.objects.values_list("title", "theme__letter"))
    assert themes == {"Un banc": "N", "Un arbre": "T", "Sans lieu": "N"}


def test_how_far_it_is_is_written(run, file):
    run(str(file), "--yes")
    assert "4 of 4 rows done" in run.progress


def test_a_dry_run_never_writes(run, file):
    run(str(file), "--dry-run", "--yes")
    assert not Contribution.objects.exists()


def test_columns_are_said_where_their_names_say_nothing(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\nUn banc,8.35,43.45\n", encoding="utf-8")
    run(str(path), "--map", "title=a", "--map", "lon=b", "--map", "lat=c", "--yes")
    stored = Contribution.objects.get()
    assert (stored.title, stored.anchor.x) == ("Un banc", 8.35)


def test_texts_of_several_columns_stand_below_one_another(run, file):
    run(str(file), "--map", "text=texte", "--map", "text=date", "--map", "date=", "--yes")
    assert Contribution.objects.get().text == "Devant l'école\n\n05/06/2025"


def test_each_row_that_is_rejected_has_a_line_with_its_reason(run, file, tmp_path):
    lines = tmp_path / "rejets.csv"
    run(str(file), rejected=lines)
    rows = list(csv.reader(io.StringIO(lines.read_text(encoding="utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == ["3", "4", "5"]
    assert "outside the perimeter" in rows[1][1]
    assert rows[1][2] == "Trop loin"


def test_an_import_is_taken_back_by_its_number(run, file):
    run(str(file), "--yes")
    pk = ContributionImport.objects.get().pk
    assert "nothing was changed" in run("--undo", str(pk))
    assert titles() == {"Un banc"}
    assert "1 contributions removed." in run("--undo", str(pk), "--yes")
    assert titles() == set()
    with pytest.raises(CommandError, match="before"):
        run("--undo", str(pk), "--yes")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--map", "title=nom"], "no column “nom”"),
        (["--map", "titel=titre"], "“titel” is no field"),
        (["--map", "title"], "write FIELD=COLUMN"),
        (["--map", "lat=latitude"], "Say both"),
        (["--map", "title=", "--map", "text="], "Say where the words are"),
        (["--theme-map", "Ville=X"], "“X” is no theme"),
        (["--other-themes", "Q"], "“Q” is no theme"),
    ],
)
def test_what_does_not_fit_is_one_sentence(words, sentence, run, file):
    with pytest.raises(CommandError, match=sentence):
        run(str(file), *words)


def test_dates_that_can_be_read_two_ways_are_asked_for(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("titre,date,lat,lon\nUn banc,05/06/2025,43.45,8.35\n", encoding="utf-8")
    with pytest.raises(CommandError, match="--date-order"):
        run(str(path), "--yes")
    run(str(path), "--date-order", "dmy", "--yes")
    assert Contribution.objects.get().created_at.month == 6


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"{"])
def test_what_is_no_table_is_one_sentence(content, run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        run(str(path))


def test_a_missing_file_or_consultation_is_one_sentence(run, file):
    with pytest.raises(CommandError, match="nowhere.csv"):
        run("nowhere.csv")
    with pytest.raises(CommandError, match="no consultation named nulle-part"):
        run(str(file), consultation="nulle-part")


def test_two_themes_with_one_letter_are_told_by_their_title(run, file, consultation):
    make_theme(consultation, "S", title_fr="Ville")
    run(str(file), "--yes")
    assert Contribution.objects.get(title="Un arbre").theme.title == "Ville"
