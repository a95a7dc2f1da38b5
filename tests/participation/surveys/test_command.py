"""`manage.py import_survey`: shows first, writes when told, takes back."""

import io

import pytest
from django.core.management import CommandError, call_command

from participation.perception.models import Perception
from participation.perception.origins import SurveyImport
from tests.factories import make_consultation, make_felt_question

pytestmark = pytest.mark.django_db
LINES = "qui;note;lon;lat\nR1;8;8,35;43,45\nR2;3,5;8,35;43,45\nR3;3;9,35;43,45\n"


@pytest.fixture
def question():
    return make_felt_question()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "enquete.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def run(*words, **options):
    out = io.StringIO()
    call_command("import_survey", *words, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_without_yes_it_only_shows(question, file):
    said = run(str(file), consultation=question.consultation.slug)
    assert "3 rows: 1 to take over, 0 already there, 1 outside, 1 rejected." in said
    assert "3: 3,5 is not a whole number." in said and "Nothing was stored" in said
    assert not SurveyImport.objects.exists()


def test_with_yes_it_stores_and_takes_back(question, file, tmp_path):
    refused = tmp_path / "refused.csv"
    said = run(
        str(file), "--means", "--yes", consultation=question.consultation.slug, rejected=refused
    )
    assert "2 added, 0 already there, 1 outside, 0 rejected." in said
    assert "outside the perimeter" in refused.read_text()
    assert "2 ratings removed." in run("--yes", undo=SurveyImport.objects.get().pk)
    assert not Perception.objects.exists()


def test_which_question_must_be_said_where_there_are_several(question, file):
    other = make_felt_question(question.consultation, title_fr="Et le train ?", title_en="Trains?")
    with pytest.raises(CommandError, match=str(other.pk)):
        run(str(file), consultation=question.consultation.slug)
    run(str(file), "--yes", consultation=question.consultation.slug, question=other.pk)
    assert Perception.objects.get().question == other


def test_what_is_missing_is_said(file):
    slug = make_consultation().slug
    with pytest.raises(CommandError, match="it has none"):
        run(str(file), consultation=slug)
    with pytest.raises(CommandError, match="--consultation SLUG"):
        run(str(file))
    question = make_felt_question()
    with pytest.raises(CommandError, match="no column “bruit”"):
        run(str(file), consultation=question.consultation.slug, map=[("rating", "bruit")])
    with pytest.raises(CommandError, match="is no field"):
        run(str(file), consultation=question.consultation.slug, map=[("noise", "note")])
