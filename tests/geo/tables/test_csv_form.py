"""How a CSV file is written is found, or asked."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.tables.csv_form import SEPARATORS, CsvForm, find_csv_form
from geo.tables.encodings import NotText
from geo.tables.reading import NoTable, csv_table

HEADER = ["Identifiant", "Idée", "Où ?"]
WORDS = st.text(
    st.sampled_from("abcdefghij éèàçùêôœ’«»…'\",;|\t\n0123456789.=+-@ÉÀ"), min_size=1, max_size=60
)
ROWS = st.lists(st.tuples(st.integers(1, 99999), WORDS, WORDS), min_size=3, max_size=12)
FRENCH = ("L’été à la plage, c’est mieux à l’ombre", "Là-bas, près du théâtre", "Ça déborde déjà")


def written(rows, separator=",", encoding="utf-8", quoting=csv.QUOTE_MINIMAL, ending="\r\n"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=ending)
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def read(file, form=None):
    form = form or find_csv_form(file).form
    return [list(record.cells.values()) for record in csv_table(file, form).records()]


@settings(max_examples=150)
@given(
    ROWS,
    st.sampled_from(SEPARATORS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_what_is_written_in_any_form_is_read_the_same(rows, separator, encoding, quoting, ending):
    file = written([HEADER, *rows], separator, encoding, quoting, ending)
    found = find_csv_form(file)
    assert separator in [one.value for one in found.separator.candidates]
    assert found.separator.value == separator or not found.separator.is_sure
    form = CsvForm(found.encoding.value, separator, found.quote.value, 1)
    said = [[str(cell) for cell in row] for row in rows]
    assert read(file, form) == [row for row in said if any(map(str.strip, row))]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "latin-1"])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_french_of_old_machines_is_read(encoding, separator):
    plain = [text.replace("’", "'") for text in FRENCH]
    words = plain if encoding == "latin-1" else FRENCH
    rows = [[str(number), text, "Quai n° 2"] for number, text in enumerate(words)]
    file = written([HEADER, *rows], separator, encoding)
    found = find_csv_form(file)
    assert found.is_sure
    assert read(file, found.form) == rows


def test_an_encoding_in_doubt_is_asked_with_what_each_would_say():
    found = find_csv_form(io.BytesIO("id,lieu\n1,\u017d\n".encode("cp1252"))).encoding
    samples = {one.value: one.sample for one in found.candidates}
    assert not found.is_sure
    assert samples["mac-roman"].endswith("é") and samples["cp1252"].endswith("Ž")


def test_a_separator_in_doubt_is_asked_with_the_cells_of_each():
    found = find_csv_form(io.BytesIO(b"a,b;c\n1,2;3\n4,5;6\n")).separator
    assert not found.is_sure
    assert {one.value: one.sample for one in found.candidates} == {
        ",": "a │ b;c",
        ";": "a,b │ c",
    }


def test_two_decimal_commas_in_every_row_are_not_taken_for_separators_of_its_names():
    found = find_csv_form(io.BytesIO(b"who;note;lon;lat\nR1;8;8,35;43,45\nR2;3;8,36;43,46\n"))
    assert (found.separator.value, found.separator.is_sure) == (";", True)


def test_decimal_commas_are_not_taken_for_separators():
    found = find_csv_form(io.BytesIO(b"lieu;lat;lon\nQuai;43,45;8,35\nPort;43,46;8,36\n"))
    assert (found.separator.value, found.separator.is_sure) == (";", True)


@pytest.mark.parametrize(
    ("lines", "header_row", "columns"),
    [
        ("id,titre\n1,a\n2,b\n", 1, ("id", "titre")),
        ("Boîte à idées 2025,\n,\nid,titre\n1,a\n2,b\n", 3, ("id", "titre")),
        ("1,2025-01-02,a\n2,2025-01-03,b\n", 0, ("A", "B", "C")),
        ("titre,titre,,titre\na,b,c,d\n", 1, ("titre", "titre (2)", "C", "titre (3)")),
        ("idée\nUn banc\nUn arbre\n", 1, ("idée",)),
    ],
)
def test_the_row_of_the_names_is_found(lines, header_row, columns):
    file = io.BytesIO(lines.encode())
    found = find_csv_form(file)
    assert found.header_row == header_row
    assert csv_table(file, found.form).columns == columns


def test_apostrophes_around_cells_are_seen_and_those_in_words_are_not():
    around = io.BytesIO(b"'id','titre'\n'1','un banc, \xc3\xa0 l''ombre'\n'2','b'\n")
    assert read(around) == [["1", "un banc, à l'ombre"], ["2", "b"]]
    within = io.BytesIO("id,titre\n1,l'ombre\n2,'tout près'\n".encode())
    assert read(within) == [["1", "l'ombre"], ["2", "'tout près'"]]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"%PDF-1.7", "pdf"),
        (bytes(range(256)) * 4 + b"\x00" * 200, "binary"),
    ],
)
def test_what_is_no_text_is_named(content, kind):
    with pytest.raises(NotText) as refused:
        find_csv_form(io.BytesIO(content))
    assert refused.value.kind == kind


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
def test_an_empty_file_has_no_table(content):
    file = io.BytesIO(content)
    with pytest.raises(NoTable):
        csv_table(file, find_csv_form(file).form)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_no_bytes_make_an_error(content):
    file = io.BytesIO(content)
    try:
        list(csv_table(file, find_csv_form(file).form).records())
    except (NotText, NoTable):
        return
