"""CSV files: safe in a spreadsheet, exact in a GIS."""

import csv
import io

import pandas
import pytest
import shapely

from geo.exports import csv_file
from participation.contributions.collections import PUBLIC_COLUMNS
from participation.contributions.models import Contribution
from tests.factories import make_consultation, make_contribution

FORMULAS = [
    "=1+1", "+33 4 93 00 00 00", "-2 degrés", "@SUM(A1)", "＝1+1", "－1", "＋1", "＠a", "\u22121",
    "=HYPERLINK(\"http://example.org\")", "  =1+1", "\u00a0=1+1", "\u202f-1",
]  # fmt: skip
HARMLESS = ["1+1=2", "'=1", "à", "50 % = la moitié", "« = »", "–5 (tiret)", "a\nb = 1"]


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def file(consultation, get):
    return get(consultation, "contributions.csv")


def test_it_starts_with_a_byte_order_mark_and_the_declared_columns(file):
    assert file.startswith("\ufeff")
    names = [column.name for column in PUBLIC_COLUMNS]
    assert list(rows(file)[0]) == [*names, "longitude", "latitude", "WKT"]


def test_places_are_numbers_equal_to_those_of_the_database(file):
    for row, kept in zip(rows(file), Contribution.objects.order_by("number"), strict=True):
        assert float(row["longitude"]) == pytest.approx(kept.anchor.x, abs=5e-8)
        assert float(row["latitude"]) == pytest.approx(kept.anchor.y, abs=5e-8)
        assert shapely.from_wkt(row["WKT"]).equals(shapely.from_wkt(kept.geometry.wkt))


def test_places_west_and_south_of_zero_stay_numbers(get, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(geometry="SRID=4326;POINT(-61.5 -21.1)")
    frame = pandas.read_csv(io.StringIO(get(consultation, "contributions.csv")))
    assert frame["longitude"].tolist() == [-61.5]
    assert frame["latitude"].tolist() == [-21.1]


def test_words_leave_whole(file, consultation):
    assert rows(file)[0]["text"] == Contribution.objects.get(number=1).text


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_look_like_a_formula_get_an_apostrophe(words, get, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(title=words, text=words)
    (row,) = rows(get(consultation, "contributions.csv"))
    assert row["title"] == row["text"] == f"'{words}"


@pytest.mark.parametrize("words", ["\tabc", "\rabc", "\nabc"])
def test_words_that_begin_with_a_control_character_get_an_apostrophe(words, get, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(text=words)
    text = get(consultation, "contributions.csv").removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["text"] == f"'{words}"


@pytest.mark.parametrize("words", ["a;=1+1;b", "a\n@SUM(A1)", 'a; "=1', "a;\u00a0+1", "a\n=1\n=2"])
def test_no_formula_where_a_line_is_parted_at_its_semicolons(words, get, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(title=words, text=words)
    table = csv.reader(io.StringIO(get(consultation, "contributions.csv")), delimiter=";")
    cells = [cell.strip('" \u00a0') for row in table for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@")]


@pytest.mark.parametrize("words", HARMLESS)
def test_other_words_are_left_alone(words, get, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(text=words)
    (row,) = rows(get(consultation, "contributions.csv"))
    assert row["text"] == words


def test_no_cell_begins_like_a_formula_unless_it_is_a_number(get, db):
    consultation = make_consultation()
    for words in FORMULAS:
        made = make_contribution(consultation)
        Contribution.objects.filter(pk=made.pk).update(title=words, text=words)
    table = list(csv.reader(io.StringIO(get(consultation, "contributions.csv"))))
    assert len(table) == len(FORMULAS) + 1
    for cell in (cell for row in table for cell in row):
        assert cell.strip()[:1] not in set("=+-@＝＋－＠\u2212\t\r\n") or float(cell) < 0


def test_a_name_that_looks_like_a_formula_is_guarded_for_staff_too(get, admin_client, db):
    consultation = make_contribution().consultation
    Contribution.objects.update(display_name="=cmd|' /C calc'!A0")
    response = admin_client.get(f"/data/consultations/{consultation.pk}/staff/contributions.csv")
    (row,) = rows(response.getvalue().decode())
    assert row["display_name"] == "'=cmd|' /C calc'!A0"


def test_the_header_needs_no_quoting():
    assert all(name.isidentifier() for name in csv_file.PLACE)
