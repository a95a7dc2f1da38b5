"""Archives of NoiseCapture: one walk each, and what the phone says of it."""

import datetime

import pytest

from geo.files.refusals import FileCode
from geo.measurements.reading.choices import Refused
from geo.measurements.reading.tracks import TrackFacts, facts_in, read_track, track_facts
from tests.geo.measurements.reading.samples import META, archive, second, track


def test_each_second_of_a_walk_is_a_measurement(tmp_path):
    found = list(read_track(track(tmp_path, second(0), second(1), second(2, place=None))))
    first, other, placeless = found
    assert (first.value, first.seconds, other.value) == (60, 1, 61)
    assert first.started_at == datetime.datetime(2016, 6, 9, 12, 16, 59, 226000, datetime.UTC)
    assert (placeless.row, placeless.reason_code) == (3, "no_place")


def test_a_walk_is_one_session_that_does_not_name_the_device(tmp_path):
    one, other = read_track(track(tmp_path, second(0), second(1)))
    device, walk = one.session.split("/")
    assert one.session == other.session and walk == "1465474618170"
    assert device and device not in META


def test_network_fixes_without_height_are_read_and_flagged(tmp_path):
    (row,) = read_track(track(tmp_path, second(0, place=(8.35, 43.45, None), accuracy=64.5)))
    assert row.flags == ("uncertain_place",)


def test_the_description_may_have_decimal_commas(tmp_path):
    facts = track_facts(track(tmp_path, second(0)))
    assert (facts.leq_mean, facts.pleasantness, facts.seconds) == (72.94, 69, 3)
    assert (facts.profile, facts.tags, facts.device) == ("", ("test", "silent"), "Placette One")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"pleasantness=NONE\nleq_mean=?\nrecord_utc=x", b"=\n==\n#a=b"],
)
def test_what_a_description_leaves_out_is_nothing(content):
    assert facts_in(content) == TrackFacts()


def test_an_archive_that_is_cut_off_is_refused_with_its_name(tmp_path):
    path = track(tmp_path, second(0), second(1))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refused) as refused:
        list(read_track(path))
    assert refused.value.cause.code == FileCode.ARCHIVE_DAMAGED


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path):
    path = archive(tmp_path, meta__properties=META, track__geojson=b" " * 60_000_000)
    with pytest.raises(Refused) as refused:
        list(read_track(path))
    assert refused.value.cause.code == FileCode.ARCHIVE_TOO_LARGE


def test_another_archive_is_no_track(tmp_path):
    with pytest.raises(Refused) as refused:
        track_facts(archive(tmp_path, readings__csv="a,b\n1,2\n"))
    assert refused.value.code == "no_track"
