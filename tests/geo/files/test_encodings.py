"""The letters of a Shapefile: said by the file, found, or asked for."""

import pytest
from django.utils.translation import override

from geo.files.refusals import FileCode
from geo.files.sentences import explain_file
from tests.geo.files.samples import NAMES, areas, shapefile, zipped
from tests.geo.files.test_archives import read, refused

SAINT_ETIENNE = NAMES[1]


def names(source: bytes, **answers) -> tuple[str, list[str]]:
    found = read(source, **answers)
    return found.encoding, [one.properties["name"] for one in found.features]


def without_hints(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same Shapefile without .cpg, and without the byte of the .dbf that names a language."""
    kept = {name: content for name, content in parts.items() if not name.endswith(".cpg")}
    table = bytearray(kept["sample.dbf"])
    table[29] = 0
    return kept | {"sample.dbf": bytes(table)}


@pytest.fixture
def latin(tmp_path) -> dict[str, bytes]:
    return shapefile(tmp_path, encoding="ISO-8859-1")


def test_the_cpg_file_is_believed(latin):
    assert names(zipped(latin)) == ("iso8859-1", list(NAMES))


@pytest.mark.parametrize("said", [b"1252", b"ANSI 1252", b"windows-1252\r\n", b"cp1252"])
def test_the_cpg_file_may_say_it_in_many_ways(latin, said):
    source = zipped(without_hints(latin) | {"sample.cpg": said})
    assert names(source) == ("cp1252", list(NAMES))


def test_the_language_of_the_table_is_believed_without_a_cpg(latin):
    parts = without_hints(latin)
    table = bytearray(parts["sample.dbf"])
    table[29] = 0x03
    assert names(zipped(parts | {"sample.dbf": bytes(table)})) == ("cp1252", list(NAMES))


def test_utf8_is_found_without_any_hint(tmp_path):
    assert names(zipped(without_hints(shapefile(tmp_path)))) == ("utf-8", list(NAMES))


def test_utf8_is_found_although_the_table_says_otherwise(tmp_path):
    """What QGIS wrote for years, once the .cpg is lost."""
    parts = without_hints(shapefile(tmp_path))
    table = bytearray(parts["sample.dbf"])
    table[29] = 0x57
    assert names(zipped(parts | {"sample.dbf": bytes(table)})) == ("utf-8", list(NAMES))


def test_without_a_hint_the_encoding_is_asked_and_shown(latin):
    question = refused(zipped(without_hints(latin)))
    assert question.code == FileCode.WHICH_ENCODING
    candidates = question.facts["candidates"]
    assert candidates["cp1252"] == [SAINT_ETIENNE]
    assert candidates["cp850"] == [SAINT_ETIENNE.encode("latin-1").decode("cp850")]
    assert "iso8859-1" not in candidates  # looks as in cp1252: nobody could choose
    with override("fr"):
        assert "cp1252" in explain_file(question)


def test_the_answer_is_used(latin):
    assert names(zipped(without_hints(latin)), encoding="latin1") == ("iso8859-1", list(NAMES))


def test_an_answer_that_cannot_be_is_refused(latin):
    source = zipped(without_hints(latin))
    assert refused(source, encoding="utf-8").code == FileCode.WRONG_ENCODING
    assert refused(source, encoding="klingon").code == FileCode.UNKNOWN_ENCODING
    assert refused(source, encoding="base64").code == FileCode.UNKNOWN_ENCODING


def test_a_cpg_that_contradicts_the_letters_is_a_question(latin):
    source = zipped(without_hints(latin) | {"sample.cpg": b"UTF-8"})
    assert refused(source).code == FileCode.WHICH_ENCODING


def test_plain_letters_need_no_encoding(tmp_path):
    table = areas().replace({"name": {NAMES[1]: "Nice"}})
    table.to_file(tmp_path / "sample.shp")
    parts = {path.name: path.read_bytes() for path in tmp_path.glob("sample.*")}
    assert names(zipped(without_hints(parts))) == ("ascii", ["Menton", "Nice"])


def test_a_text_cut_within_a_letter_loses_that_letter_alone(tmp_path):
    long = "é" * 126 + "ab"  # 254 bytes, as wide as a column can be
    areas().replace({"name": {NAMES[1]: long}}).to_file(tmp_path / "sample.shp")
    parts = {path.name: path.read_bytes() for path in tmp_path.glob("sample.*")}
    whole = long.encode()
    assert whole in parts["sample.dbf"]
    cut = parts["sample.dbf"].replace(whole, ("a" + "é" * 126 + "é").encode()[:254])
    encoding, (_, read_back) = names(zipped(without_hints(parts | {"sample.dbf": cut})))
    assert (encoding, read_back) == ("utf-8", "a" + "é" * 126)
