"""Whatever a file is, it is read or refused by one name, with a sentence in three languages."""

from contextlib import suppress

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.measurements.explaining import doubt_words, reason_words
from geo.measurements.reading.choices import Choices, Kind, Refused
from geo.measurements.reading.files import read
from geo.measurements.reading.recognising import recognise
from geo.measurements.reading.sentences import (
    DOUBTS,
    FLAGS,
    REASONS,
    REFUSALS,
    REPAIRS,
    explain_refusal,
)
from geo.tables.encodings import NotText
from tests.geo.measurements.reading.samples import archive, geojson, write

POINTS = Choices(way="two", place_columns=("lon", "lat"), value="leq", date="at")
PLAIN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BEGINNINGS = (b"", b"lon,lat,leq,at\n", b'{"type":"FeatureCollection","features":[', b"\xff\xfe")


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", None, "workbook"),
        ("a.pdf", b"%PDF-1.4 ...", "pdf"),
        ("a.png", b"\x89PNG....", "not_read_here"),
        ("a.zip", b"PK\x03\x04 cut off", "archive_damaged"),
        ("a.geojson", b'{"type":"FeatureCollection"', "unreadable"),
        ("meta.properties", b"#NoiseCapture export header file\nuuid=1\n", "description_alone"),
        ("a.csv", b"\x00\x01\x02\x03" * 99, "binary"),
    ],
)
def test_what_is_no_file_of_measurements_is_refused_with_its_cause(tmp_path, name, content, cause):
    if content is None:
        office = {"[Content_Types]__xml": "<a/>", "xl/workbook__xml": "<a/>"}
        path = archive(tmp_path, name, **office)
    else:
        path = write(tmp_path, name, content)
    for attempt in (lambda: recognise(path), lambda: list(read(path, POINTS))):
        with pytest.raises(Refused) as refused:
            attempt()
        assert cause in str(refused.value)


def test_a_file_of_nothing_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        recognise(geojson(tmp_path))
    assert str(refused.value) == "no_records"


@PLAIN
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_garbage_is_read_or_refused_by_name(tmp_path, beginning, content):
    path = write(tmp_path, "garbage", beginning + content)
    for kind in (Kind.POINTS, Kind.AREAS):
        with suppress(Refused):
            list(read(path, Choices.from_json(POINTS.as_json() | {"kind": kind, "low": "leq"})))
    with suppress(Refused):
        found = recognise(path)
        list(read(path, found.choices))


@PLAIN
@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=12))
def test_any_cells_become_rows_or_reasons(tmp_path, cells):
    text = "\n".join(["lon,lat,leq,at", *(",".join(row) for row in cells)])
    path = write(tmp_path, "cells.csv", text.encode("utf-8", "replace"))
    with suppress(Refused):
        for one in read(path, POINTS):
            code = getattr(one, "reason_code", "")
            plain = dict.fromkeys(getattr(one, "values", ()), "x")  # cells may hold anything
            assert not code or "%(" not in reason_words("rejected", code, plain)


@pytest.mark.parametrize("language", ["fr", "it", "en"])
def test_every_code_has_its_sentence(language):
    values = dict.fromkeys(
        ["column", "value", "file", "found", "expected", "line", "last_line"], "x"
    )
    sorts = {"rejected": REASONS, "flagged": FLAGS, "repaired": REPAIRS}
    with override(language):
        told = [reason_words(fate, code, values) for fate, codes in sorts.items() for code in codes]
        told += map(doubt_words, DOUBTS)
        told += [explain_refusal(Refused(code, column="x", zone="x")) for code in REFUSALS]
        told.append(explain_refusal(Refused("", NotText("workbook"))))
    assert len(set(told)) >= len(told) - 1  # one flag of a value is also why a band is rejected
    assert not any("%(" in sentence for sentence in told)


def test_a_code_of_another_version_is_still_a_sentence():
    assert reason_words("rejected", "no_value", {}) and reason_words("flagged", "unheard_of", {})
