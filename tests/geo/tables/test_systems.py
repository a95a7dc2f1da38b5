"""Systems have numbers and names, and people know either."""

import pytest

from geo.tables.place_fields import PlaceFields
from geo.tables.place_finding import PlaceFinding
from geo.tables.reading import Table
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


@pytest.mark.parametrize(
    ("said", "srid"), [("Lambert-93", 2154), ("2154", 2154), ("", 4326), ("Atlantis", None)]
)
def test_the_form_of_places_takes_either(said, srid):
    typed = {"place_way": "two", "place_x": "x", "place_y": "y", "srid": said}
    form = PlaceFields(typed)
    form.offer_places(Table(("x", "y"), lambda: iter(())), PlaceFinding())
    assert form.is_valid() == (srid is not None)
    assert form.cleaned_data.get("srid") == srid
    assert srid or "srid" in form.errors
