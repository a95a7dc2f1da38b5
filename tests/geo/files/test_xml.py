"""XML that expands, reaches out or never ends is refused before any library reads it."""

import io
import resource
from itertools import pairwise
from time import monotonic

import pytest

from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from tests.geo.files.samples import written

KML = "<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{}</Document></kml>"
LAUGHS = "<!DOCTYPE kml [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {after} '{f'&{name};' * 10}'>" for name, after in pairwise("abcdefghi"))
)
QUADRATIC = f"<!DOCTYPE kml [<!ENTITY a '{'x' * 50_000}'>]>"
EXTERNAL = "<!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
PARAMETER = "<!DOCTYPE kml [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/'> %a;]>"
ELSEWHERE = "<!DOCTYPE kml SYSTEM 'http://127.0.0.1:1/kml.dtd'>"


def refusal(text: str, name: str = "a.kml") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_file(io.BytesIO(text.encode()), name)
    return caught.value


@pytest.mark.parametrize(
    ("head", "content"),
    [(LAUGHS, "&i;"), (QUADRATIC, "&a;" * 20_000), (EXTERNAL, "&a;"), (PARAMETER, "")],
    ids=["laughs", "quadratic", "external", "parameter"],
)
def test_entities_are_refused_in_no_time_and_memory(head, content):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, monotonic()
    refused = refusal(head + KML.format(f"<name>{content}</name>"))
    assert refused.code == FileCode.XML_ENTITIES
    assert monotonic() - start < 10
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest <= max(before, 300 * 1024)


def test_entities_declared_far_into_the_file_are_refused_too():
    assert refusal(f"<!--{'x' * 100_000}-->{LAUGHS}{KML}").code == FileCode.NOT_READ_HERE
    text = LAUGHS.replace("[", f"[<!--{'x' * 100_000}-->") + KML
    assert refusal(text).code == FileCode.NOT_READ_HERE


def test_a_document_type_elsewhere_is_not_fetched():
    """Without entities it says nothing: the file is read as if it were not there."""
    place = "<Placemark><Point><coordinates>7.2,43.7</coordinates></Point></Placemark>"
    found = read_file(io.BytesIO((ELSEWHERE + KML.format(place)).encode()), "a.kml")
    assert len(found.features) == 1


def test_endless_nesting_is_refused():
    assert refusal(KML.format("<Folder>" * 100_000)).code == FileCode.DAMAGED


@pytest.mark.parametrize("encoding", ["UF-8", "utf-7", "base64", "idna"])
def test_an_encoding_that_does_not_exist_is_refused(encoding):
    for head in ("", f"<!--{'x' * 100_000}-->"):
        refused = refusal(f"<?xml version='1.0' encoding='{encoding}'?>{head}{KML}")
        assert refused.code in {FileCode.DAMAGED, FileCode.NOT_READ_HERE}


def test_half_a_file_is_refused(tmp_path):
    whole = written(tmp_path, ".kml").read_text()
    assert refusal(whole[: len(whole) // 2]).code == FileCode.DAMAGED


def test_a_link_to_another_file_is_counted_and_not_followed():
    link = "<NetworkLink><Link><href>http://127.0.0.1:1/a.kml</href></Link></NetworkLink>"
    place = "<Placemark><Point><coordinates>7.2,43.7</coordinates></Point></Placemark>"
    found = read_file(io.BytesIO(KML.format(place + link).encode()), "a.kml")
    assert {"code": "links_not_followed", "count": 1} in found.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_the_encoding_that_the_xml_declares_is_read(encoding):
    place = (
        "<Placemark><name>Èze</name><Point><coordinates>7.2,43.7</coordinates></Point></Placemark>"
    )
    said = encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{said}'?>{KML.format(place)}"
    found = read_file(io.BytesIO(text.encode(encoding)), "a.kml")
    assert found.features[0].properties["Name"] == "Èze"
