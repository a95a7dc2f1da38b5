"""What becomes of the rows of a survey: read, refused with a reason, stored once, taken back."""

import datetime
import io

import numpy as np
import pytest
from django.utils.formats import number_format

from geo.tables.files import open_table
from geo.tables.places import PlaceForm
from participation.accounts.models import Participant
from participation.imports.undoing import AlreadyTakenBack
from participation.perception.models import Perception
from participation.surveys.importing import Origin, import_answers
from participation.surveys.mapping import SurveyMapping
from participation.surveys.proposing import propose_survey
from participation.surveys.reading import read_answers
from participation.surveys.sentences import explain_row, notes_of
from participation.surveys.undoing import take_back
from tests.factories import make_felt_question, make_perception

pytestmark = pytest.mark.django_db
ZONE = datetime.UTC
NOW = datetime.datetime(2026, 11, 21, 12, 30, tzinfo=ZONE)
BOX = (8.3, 43.4, 8.4, 43.5)
MAPPING = SurveyMapping(
    rating="note",
    source_id="qui",
    date="jour",
    date_order="dmy",
    place=PlaceForm("two"),
    place_columns=("lon", "lat"),
)
LINES = """qui;jour;note;lon;lat
R1;15/09/2025;8;8,35;43,45
R2;16/09/2025;3;8,351;43,451
R1;17/09/2025;9;8,352;43,452
R3;18/09/2025;11;8,35;43,45
R4;18/09/2025;NSP;8,35;43,45
R5;18/09/2025;;8,35;43,45
R6;18/09/2025;6,5;8,35;43,45
R7;18/09/2025;6;;
R8;18/09/2025;6;9,35;43,45
R9;31/09/2025;6;8,35;43,45
R1;15/09/2025;8;8,35;43,45
R10;18/09/2030;6;8,35;43,45
"""


def rows(text, mapping=MAPPING):
    table = open_table(io.BytesIO(text.encode())).table
    return list(read_answers(table, mapping, ZONE, NOW))


def taken(question, text=LINES, mapping=MAPPING, source="2025"):
    origin = Origin("enquete.csv", mapping, source=source)
    return import_answers(question, rows(text, mapping), "claire", origin)


@pytest.fixture
def question():
    return make_felt_question()


def test_each_row_is_stored_or_refused_with_its_number_and_reason(question):
    report = taken(question).report
    numbers = {row["row"]: row["reason"] for row in report["rows"]}
    assert (report["read"], report["kept"], report["outside"], report["rejected"]) == (12, 3, 1, 8)
    assert numbers == {
        5: "off_the_scale",
        6: "not_a_rating",
        7: "no_rating",
        8: "not_whole",
        9: "no_place_of_rating",
        10: "outside_perimeter",
        11: "unreadable_date",
        12: "same_row_in_file",
        13: "future_date",
    }


def test_reasons_are_sentences_with_what_the_row_said(question):
    said = {one.number: explain_row(one) for one in rows(LINES) if not hasattr(one, "value")}
    assert said[5] == "11 n’est pas sur l’échelle de 0 à 10."
    assert said[6] == "«\u00a0NSP\u00a0» n’est pas un nombre\u00a0: ce ne peut pas être une note."


def test_a_rating_keeps_its_value_scale_day_and_where_it_is_felt(question):
    record = taken(question)
    perception = Perception.objects.get(value=3)
    assert (perception.scale, perception.context, perception.channel) == ("0-10", "home", "import")
    assert perception.given_at == datetime.datetime(2025, 9, 16, 12, tzinfo=ZONE)
    assert (perception.question, perception.survey) == (question, record)
    assert perception.place.tuple == (8.351, 43.451)
    assert perception.public_place.tuple != perception.place.tuple
    assert perception.participant.created_on == datetime.date(2025, 9, 16)


def test_somebody_with_an_identifier_is_one_person_however_often_they_answer(question):
    report = taken(question).report
    assert (report["people"], Participant.objects.count()) == (2, 2)


def test_the_same_person_in_two_surveys_of_the_same_name_is_one(question):
    other = make_felt_question(question.consultation, source="rail")
    taken(question)
    taken(other)
    assert (Perception.objects.count(), Participant.objects.count()) == (6, 2)
    taken(other, source="2019")
    assert Participant.objects.count() == 4


def test_without_identifiers_each_row_is_one_person_even_if_they_say_the_same(question):
    text = "note,lon,lat\n7,8.35,43.45\n7,8.35,43.45\n"
    mapping = SurveyMapping(rating="note", place=PlaceForm("two"), place_columns=("lon", "lat"))
    report = taken(question, text, mapping).report
    assert (report["kept"], report["people"], Participant.objects.count()) == (2, 2, 2)
    again = taken(question, text, mapping).report
    assert (again["kept"], again["known"]) == (0, 2)


def test_the_same_file_taken_over_again_adds_nothing(question):
    taken(question)
    report = taken(question).report
    assert (report["kept"], report["known"], Perception.objects.count()) == (0, 3, 3)


def test_means_may_have_decimals_once_it_is_said(question):
    mapping = SurveyMapping(
        **{n: getattr(MAPPING, n) for n in MAPPING.__slots__} | {"are_means": True}
    )
    record = taken(question, mapping=mapping)
    assert record.are_means and Perception.objects.filter(value=6.5).exists()


AREAS = """id,note,wkt
1,4,"POLYGON((8.35 43.45,8.351 43.45,8.351 43.451,8.35 43.45))"
2,4,"LINESTRING(8.35 43.45,8.351 43.45)"
3,4,"MULTIPOINT((8.35 43.45))"
"""


@pytest.mark.parametrize(("areas", "kept"), [(False, 1), (True, 2)])
def test_an_area_stands_for_a_place_only_once_it_is_said_and_a_line_never(question, areas, kept):
    mapping = SurveyMapping(
        rating="note", place=PlaceForm("wkt"), place_columns=("wkt",), areas=areas
    )
    report = taken(question, AREAS, mapping).report
    assert (report["kept"], report["from_areas"]) == (kept, kept - 1)
    assert report["reasons"]["not_a_place"] == 1


def test_a_survey_that_is_taken_back_leaves_only_what_others_gave(question):
    other = make_perception(question)
    record = taken(question)
    assert take_back(record, "claire") == 3
    assert set(Perception.objects.all()) == {other}
    assert Participant.objects.count() == 1
    record.refresh_from_db()
    assert record.taken_back_by == "claire"
    with pytest.raises(AlreadyTakenBack):
        take_back(record, "claire")
    assert taken(question).report["kept"] == 3


def test_a_survey_of_which_nobody_says_whose_it_is_is_that_of_the_consultation(question):
    record = taken(question)
    consultation = question.consultation
    assert (record.licence, record.attribution) == (consultation.licence, consultation.attribution)


def test_what_is_taken_over_counts_inside_the_perimeter_only(question):
    taken(question)
    assert Perception.objects.counted().count() == 3


def test_nothing_is_stored_where_a_file_breaks_off(question):
    def broken():
        yield from rows(LINES)[:2]
        raise OSError

    with pytest.raises(OSError):
        import_answers(question, broken(), "claire", Origin("enquete.csv", MAPPING))
    assert not Perception.objects.exists()


def proposed(text, question):
    return propose_survey(open_table(io.BytesIO(text.encode())).table, BOX, question)


def test_columns_days_and_scale_are_proposed(question):
    mapping = proposed(LINES.replace("note", "Gêne (0-10)"), question).mapping
    assert (mapping.rating, mapping.date, mapping.date_order) == ("Gêne (0-10)", "jour", "dmy")
    assert mapping.place_columns == ("lon", "lat")


@pytest.mark.parametrize(
    ("ratings", "scale"), [((0, 10, 5), "0-10"), ((1, 11, 5), "1-11"), ((1, 7, 5), "0-10")]
)
def test_the_scale_of_the_question_is_proposed_where_the_ratings_fit_it(question, ratings, scale):
    lines = "\n".join(f"{rating},8.35,43.45" for rating in ratings)
    assert proposed(f"note,lon,lat\n{lines}\n", question).mapping.scale == scale


def test_decimals_make_means_a_question(question):
    found = proposed("note,lon,lat\n5.4,8.35,43.45\n6,8.35,43.45\n", question)
    assert (found.has_decimals, found.mapping.are_means) == (1, True)


def test_a_single_decimal_among_many_ratings_makes_no_means(question):
    lines = "\n".join(f"{rating},8.35,43.45" for rating in (5, 7, 8.5, 9, 2))
    found = proposed(f"note,lon,lat\n{lines}\n", question)
    assert (found.has_decimals, found.mapping.are_means) == (1, False)


MEASURED = "note,leq,lon,lat\n" + "".join(f"{i % 11},{50 + i},8.35,43.45\n" for i in range(40))
WITH_LEVEL = SurveyMapping(
    rating="note", level="leq", place=PlaceForm("two"), place_columns=("lon", "lat")
)


def test_a_survey_that_also_says_what_was_measured_tells_how_the_two_go_together(question):
    text = MEASURED + "5,,8.35,43.45\n5,NSP,8.35,43.45\n5,60,9.35,43.45\n"
    report = taken(question, text, WITH_LEVEL).report
    assert (report["kept"], report["rejected"], report["outside"]) == (42, 0, 1)
    r = np.corrcoef(50 + np.arange(40), np.arange(40) % 11)[0, 1]
    assert report["levels"] == {"column": "leq", "rows": 40, "r": pytest.approx(r, abs=1e-4)}
    said = notes_of(report, are_means=False)[-1]
    assert "40 lignes portent aussi une mesure («\u00a0leq\u00a0»)" in said
    assert f"la note est de {number_format(r, 2)}." in said


def test_a_few_levels_beside_ratings_say_nothing_and_without_any_nothing_is_said(question):
    report = taken(question, MEASURED[:100], WITH_LEVEL).report
    assert report["levels"]["r"] is None and report["levels"]["rows"] > 0
    assert "trop peu nombreuses" in notes_of(report, are_means=False)[-1]
    older = {name: value for name, value in report.items() if name != "levels"}
    assert len(notes_of(older, are_means=False)) == 1


@pytest.mark.parametrize(
    ("name", "levels", "proposed_level"),
    [
        ("Leq (dB)", (51.5, "66,4 dB", ""), "Leq (dB)"),
        ("niveau sonore", (3, 7, 10), ""),
        ("Lden", (51.5, 66.4, 60), ""),
        ("quartier", (51.5, 66.4, 60), ""),
    ],
)
def test_a_level_of_the_same_moment_is_proposed_and_another_rating_is_not(
    question, name, levels, proposed_level
):
    lines = "\n".join(
        f'{rating};"{level}";8.35;43.45' for rating, level in zip((3, 8, 5), levels, strict=True)
    )
    found = proposed(f"gêne;{name};lon;lat\n{lines}\n", question).mapping
    assert (found.rating, found.level) == ("gêne", proposed_level)
