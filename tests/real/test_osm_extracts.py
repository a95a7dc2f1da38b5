"""Real extracts, where the folder of real data stands beside the project."""

from pathlib import Path

import pytest

from geo.osm.extracts import ExtractReport, UnreadableExtract, read_extract

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")

# nodes, ways, relations, areas that assemble, of which from relations: what osmium itself counts
KNOWN = {
    "monaco-2012-07-06.osm.gz": (13_739, 1_944, 77, 1_050, 24),
    "monaco-2021-04-21.osm.pbf": (25_423, 4_106, 243, 1_547, 39),
    "monaco-2022-07-19.osm.pbf": (27_135, 4_295, 255, 1_641, 38),
    "lemans-quartier-2020-01.osm.pbf": (6_260, 892, 68, 566, 3),
}


@pytest.fixture(params=KNOWN)
def name(request):
    return request.param


def test_everything_is_read_and_every_area_assembled(name):
    report = ExtractReport()
    features = list(read_extract(DATA / name, report))
    counts = (report.nodes, report.ways, report.relations)
    assert (*counts, report.areas, report.areas_from_relations) == KNOWN[name]
    assert len({(one.element, one.osm_id) for one in features}) == len(features)
    assert all(one.geometry.is_valid and not one.geometry.is_empty for one in features)


def test_no_contributor_is_named():
    report = ExtractReport()
    names = {"user", "uid", "changeset"}
    for feature in read_extract(DATA / "monaco-2012-07-06.osm.gz", report):
        assert not names & set(feature.tags)
        assert not names & set(feature.__dataclass_fields__)


def test_the_one_broken_area_and_the_cut_relations_are_reported():
    report = ExtractReport()
    list(read_extract(DATA / "monaco-2012-07-06.osm.gz", report))
    assert report.broken == ["r2220206"]
    assert report.incomplete_relations


def test_a_file_cut_in_the_middle_is_one_clear_error(tmp_path, name):
    content = (DATA / name).read_bytes()
    cut = tmp_path / name
    cut.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnreadableExtract, match="cannot be read to its end"):
        list(read_extract(cut, ExtractReport()))
