"""Files as tables: each row keeps the number that a person sees, and bad rows say why."""

import io
import json
import tracemalloc

import pytest

from geo.drawings.reasons import Code, InvalidDrawing
from geo.tables.csv_form import CsvForm
from geo.tables.reading import NoTable, csv_table, geojson_table, letters

POINT = {"type": "Point", "coordinates": [8.35, 43.45]}


def records(text, **form):
    return list(csv_table(io.BytesIO(text.encode()), CsvForm(**form)).records())


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features, **members):
    return io.BytesIO(
        json.dumps({"type": "FeatureCollection", "features": features} | members).encode()
    )


def test_numbers_are_those_of_a_spreadsheet_and_lines_those_of_an_editor():
    found = records('id,texte\n1,"deux\nlignes"\n\n2,une\n')
    assert [(one.number, one.line, one.cells["texte"]) for one in found] == [
        (2, 2, "deux\nlignes"),
        (4, 5, "une"),
    ]


@pytest.mark.parametrize(
    ("text", "fault", "facts"),
    [
        ("a,b\n1,2,3\n", "wrong_width", {"found": 3, "expected": 2}),
        ("a,b\nCREATE FUNCTION\n", "wrong_width", {"found": 1, "expected": 2}),
        ('a,b\n1,"x"y\n', "broken_quotes", {"line": 2, "last_line": 2}),
        ('a,b\n1,"never closed\n2,b\n', "broken_quotes", {"line": 2, "last_line": 3}),
        ("a,b\n1,\ufffd\n", "unreadable_letters", {}),
    ],
)
def test_a_row_that_cannot_be_read_says_why(text, fault, facts):
    bad = records(text)[0]
    assert (bad.fault, dict(bad.facts)) == (fault, facts)


def test_rows_behind_a_bad_one_are_read():
    found = records('a,b\n1,"x"y\n3,4\n')
    assert [one.fault for one in found] == ["broken_quotes", ""]


def test_empty_cells_behind_the_last_column_are_nothing():
    assert [one.fault for one in records("a,b\n1,2,,\n")] == [""]


def test_a_huge_cell_is_one_bad_row():
    found = records(f"a,b\n1,{'x' * 200_000}\n3,4\n")
    assert [one.fault for one in found] == ["broken_quotes", ""]


def test_formulas_are_plain_text():
    assert records("a,b\n=1+1,@SUM(A1)\n")[0].cells == {"a": "=1+1", "b": "@SUM(A1)"}


def test_nul_in_a_cell_is_no_error():
    assert records("a,b\n1,x\x00y\n")[0].cells["b"] == "x\x00y"


def test_too_many_columns_are_refused():
    with pytest.raises(NoTable):
        records(",".join("x" * 600) + "\n")


def test_columns_are_named_as_in_a_spreadsheet():
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_hundred_thousand_rows_stay_out_of_memory():
    line = b"1,un banc public au bord du quai,43.45,8.35\n"
    file = io.BytesIO(b"id,titre,lat,lon\n" + line * 100_000)
    table = csv_table(file, CsvForm())
    tracemalloc.start()
    assert sum(1 for _record in table.records()) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_properties_are_columns_and_the_geometry_the_place():
    table = geojson_table(
        collection(feature(POINT, titre="a"), feature(None, titre="b", tags=["x", "y"]))
    )
    first, second = table.records()
    assert table.columns == ("titre", "tags")
    assert (first.cells, first.geometry.wkt) == ({"titre": "a", "tags": ""}, "POINT (8.35 43.45)")
    assert (second.cells["tags"], second.geometry) == ('["x", "y"]', None)


def test_a_bad_feature_is_one_bad_record():
    bad = feature({"type": "Point", "coordinates": ["8", 43]}, titre="a")
    found = list(geojson_table(collection(bad, feature(POINT, titre="b"))).records())
    assert [one.fault for one in found] == [Code.NOT_A_NUMBER, ""]
    assert [one.number for one in found] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"type":"FeatureCollection","features":{}}', b"[" * 100_000, b"\xff",
     b'{"type":"FeatureCollection","features":[],"crs":{"type":"link"}}'],
)  # fmt: skip
def test_what_is_no_geojson_is_refused(content):
    with pytest.raises(InvalidDrawing):
        list(geojson_table(io.BytesIO(content)).records())


def test_a_collection_of_nothing_has_no_records():
    with pytest.raises(NoTable):
        geojson_table(collection())
