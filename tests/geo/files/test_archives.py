"""ZIP archives: ordinary ones are read, the others refused before anything is unpacked."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from django.utils.translation import override

from geo.files.reading import read_file
from geo.files.refusals import FileCode, UnreadableFile
from geo.files.sentences import explain_file
from tests.geo.files.samples import NAMES, areas, shapefile, zipped


def read(source: bytes, **answers):
    return read_file(io.BytesIO(source), "upload.zip", **answers)


def refused(source: bytes, **answers) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(source, **answers)
    return caught.value


@pytest.fixture
def parts(tmp_path) -> dict[str, bytes]:
    return shapefile(tmp_path)


def test_a_zipped_shapefile_is_read(parts):
    found = read(zipped(parts))
    assert (found.format, found.srid, found.encoding) == ("Shapefile", 4326, "utf-8")
    assert [one.properties["name"] for one in found.features] == list(NAMES)
    assert (found.layer, found.layers) == ("sample.shp", ("sample.shp",))


def test_a_folder_and_what_a_mac_leaves_behind_do_not_matter(parts):
    files = {f"Export 2014/{name}": content for name, content in parts.items()}
    files |= {"__MACOSX/Export 2014/._sample.shp": b"\0", "Export 2014/.DS_Store": b"\0"}
    files |= {"Export 2014/": b"", "Export 2014/LISEZMOI.txt": b"...", "Export 2014/s.qml": b"<"}
    assert len(read(zipped(files)).features) == 2


def test_names_in_capitals_belong_together(parts):
    files = {name.upper(): content for name, content in parts.items()}
    assert len(read(zipped(files)).features) == 2


def test_which_of_several_shapefiles_is_asked(parts, tmp_path):
    files = parts | {n.replace("sample", "other"): c for n, c in shapefile(tmp_path, 2154).items()}
    question = refused(zipped(files))
    assert question.code == FileCode.WHICH_LAYER
    assert question.facts["layers"] == ["other.shp", "sample.shp"]
    found = read(zipped(files), layer="other.shp")
    assert (found.srid, found.layer, len(found.layers)) == (2154, "other.shp", 2)


def test_a_layer_of_a_geopackage_in_an_archive_with_others(parts, tmp_path):
    for layer in ("communes", "quartiers"):
        areas().to_file(tmp_path / "data.gpkg", layer=layer)
    files = parts | {"data.gpkg": (tmp_path / "data.gpkg").read_bytes()}
    assert refused(zipped(files)).facts["layers"] == ["data.gpkg", "sample.shp"]
    question = refused(zipped(files), layer="data.gpkg")
    assert question.facts["layers"] == ["data.gpkg/communes", "data.gpkg/quartiers"]
    assert read(zipped(files), layer="data.gpkg/communes").layer == "data.gpkg/communes"


def test_geojson_in_an_archive_goes_to_the_strict_reader():
    source = zipped({"a.geojson": b'{"type": "Point", "coordinates": [7.2, 43.7]}'})
    assert (read(source).format, read(source).layer) == ("GeoJSON", "a.geojson")


@pytest.mark.parametrize("missing", [".shx", ".dbf", ".shp"])
def test_a_missing_part_is_named(parts, missing):
    question = refused(zipped({n: c for n, c in parts.items() if not n.endswith(missing)}))
    assert (question.code, question.facts["parts"]) == (FileCode.MISSING_PARTS, [missing])


def test_the_system_is_asked_for_where_the_prj_is_missing(parts):
    source = zipped({n: c for n, c in parts.items() if not n.endswith(".prj")})
    assert refused(source).code == FileCode.WHICH_SYSTEM
    assert read(source, srid=4326).srid == 4326
    assert refused(source, srid=999_999).code == FileCode.UNKNOWN_SYSTEM


@pytest.mark.parametrize("said", [b"PROJCS[broken", b"\xff\xfe\0", b"Projection LAMBERT", b"?"])
def test_a_prj_that_is_not_understood_may_be_answered(parts, said):
    source = zipped(parts | {"sample.prj": said})
    assert refused(source).code in {FileCode.UNKNOWN_SYSTEM, FileCode.WHICH_SYSTEM}
    assert read(source, srid=2154).srid == 2154


HOSTILE_NAMES = ["../../evil.shp", "/etc/evil.shp", "a/../../evil.shp", "..\\evil.shp", "C:\\e.shp"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_that_lead_elsewhere_are_refused(parts, name, tmp_path):
    before = set(Path("/tmp").iterdir())  # noqa: S108
    assert refused(zipped(parts | {name: b"x"})).code == FileCode.ARCHIVE_UNSAFE
    assert not any("evil" in path.name for path in set(Path("/tmp").iterdir()) - before)  # noqa: S108


def test_a_link_is_refused(parts):
    link = zipfile.ZipInfo("sample.cpg")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    files = {name: content for name, content in parts.items() if not name.endswith(".cpg")}
    assert refused(zipped(files, (link, b"/etc/passwd"))).code == FileCode.ARCHIVE_UNSAFE


def test_an_archive_in_the_archive_is_refused(parts):
    question = refused(zipped({"inner.zip": zipped(parts)}))
    assert question.code == FileCode.ARCHIVE_NESTED
    with override("fr"):
        assert "inner.zip" in explain_file(question)


@pytest.mark.parametrize("name", ["setup.exe", "sample.vrt", "run.sh"])
def test_what_does_not_belong_there_is_refused(parts, name):
    assert refused(zipped(parts | {name: b"x"})).code == FileCode.ARCHIVE_STRANGER


def test_a_bomb_is_refused_by_its_table():
    question = refused(zipped({"a.shp": bytes(50_000_000)}))  # 48.8 kB, a thousandfold
    assert question.code == FileCode.ARCHIVE_TOO_LARGE


def test_more_than_two_hundred_megabytes_are_refused_however_well_they_pack():
    source = zipped({"a.shp": os.urandom(3_000_000) + bytes(210_000_000)})
    assert len(source) * 100 > 213_000_000
    assert refused(source).code == FileCode.ARCHIVE_TOO_LARGE


def test_more_than_thirty_files_are_refused(parts):
    files = parts | {f"{number}.txt": b"" for number in range(30)}
    assert refused(zipped(files)).code == FileCode.ARCHIVE_TOO_MANY


def test_a_size_that_lies_is_noticed(parts):
    """The table says ten bytes where there are many: what is longer is never written."""
    source = bytearray(zipped({"sample.shp": bytes(1000)} | parts))
    at = source.rindex(b"PK\x01\x02")
    struct.pack_into("<L", source, at + 24, 10)
    assert refused(bytes(source)).code in {FileCode.ARCHIVE_DAMAGED, FileCode.DAMAGED}


def test_entries_that_share_their_bytes_are_refused(parts):
    source = bytearray(zipped(parts))
    first, second = _table(source)[:2]
    struct.pack_into("<L", source, second + 42, struct.unpack_from("<L", source, first + 42)[0])
    assert refused(bytes(source)).code == FileCode.ARCHIVE_UNSAFE


def test_a_password_is_told(parts):
    source = bytearray(zipped(parts))
    for at in _table(source):
        source[at + 8] |= 1
    assert refused(bytes(source)).code == FileCode.ARCHIVE_ENCRYPTED


def _table(source: bytes) -> list[int]:
    """Where the entries of the central directory begin."""
    starts, at = [], source.find(b"PK\x01\x02")
    while at >= 0:
        starts.append(at)
        at = source.find(b"PK\x01\x02", at + 1)
    return starts


def test_a_truncated_archive_is_told(parts):
    assert refused(zipped(parts)[:-100]).code == FileCode.ARCHIVE_DAMAGED


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_half_a_part_is_told(parts, part, kept):
    content = parts[f"sample{part}"]
    source = zipped(parts | {f"sample{part}": content[: int(len(content) * kept)]})
    assert refused(source).code in {FileCode.DAMAGED, FileCode.NOT_READ_HERE}


def test_documents_of_an_office_are_told():
    workbook = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}
    assert refused(zipped(workbook)).code == FileCode.TABLE
    letter = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    assert refused(zipped(letter)).code == FileCode.NOT_READ_HERE
    assert refused(zipped({"a.txt": b"hello"})).code == FileCode.ARCHIVE_NOTHING


def test_a_part_that_is_something_else_inside_is_told(parts):
    question = refused(zipped({"a.kml": b"<OGRVRTDataSource/>"}))
    assert (question.code, question.facts["root"]) == (FileCode.NOT_READ_HERE, "OGRVRTDataSource")
    assert refused(zipped(parts | {"sample.shp": b"%PDF-1.7"})).code == FileCode.NOT_READ_HERE
