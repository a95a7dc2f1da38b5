"""Systems have numbers and names, and people know either."""

import pytest

from geo.tables.systems import named_system


@pytest.mark.parametrize(
    ("said", "srid"),
    [
        ("2154", 2154),
        ("EPSG:2056", 2056),
        ("epsg 3945", 3945),
        ("Lambert-93", 2154),
        ("LV95", 2056),
        ("UTM zone 32N", 32632),
        ("utm 32 nord", 32632),
        ("RGF93 / CC45", 3945),
        ("WGS 84", 4326),
        ("4979", 4326),
        ("nowhere in particular", None),
        ("999999", None),
        ("", None),
    ],
)
def test_a_system_is_known_by_its_number_or_its_name(said, srid):
    assert named_system(said) == srid
