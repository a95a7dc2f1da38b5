"""What readers yield is plain and cannot be changed afterwards."""

from dataclasses import FrozenInstanceError

import pytest

from geo.measurements.records import Measured, Rejected


def test_what_a_file_does_not_say_is_nothing():
    row = Measured(1, 7.26, 43.7, 61.5)
    assert (row.started_at, row.seconds, row.session, row.background) == (None, None, "", None)
    assert row.flags == ()


def test_a_row_that_was_read_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Rejected(3, "no_place").reason_code = "no_value"
