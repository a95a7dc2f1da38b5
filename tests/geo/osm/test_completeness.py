"""How complete tags are."""

import pytest

from geo.osm.completeness import completeness


def test_shares_are_of_all_objects_and_an_empty_value_is_none():
    known = completeness(
        [{"backrest": "yes"}, {}, {"backrest": "no", "material": "wood"}, {"material": " "}],
        ["backrest", "material"],
    )
    assert (known.count, known.per_km2) == (4, None)
    assert known.filled == {"backrest": 2, "material": 1}
    assert known.shares == {"backrest": 0.5, "material": 0.25}


def test_of_nothing_no_share_is_said():
    known = completeness([], ["backrest"], area_m2=1000)
    assert (known.count, known.shares, known.per_km2) == (0, {}, 0)


def test_density_is_per_square_kilometre():
    assert completeness([{}] * 3, [], area_m2=500_000).per_km2 == pytest.approx(6)
