"""Perimeters of real places: communes, a department with islands, a town with a hole."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.drawings.geojson import read_collection
from geo.layers.areas import import_areas
from geo.layers.belonging import area_at
from geo.layers.models import Layer
from geo.perimeters.acceptance import accept
from geo.perimeters.choosing import Choice, choose_in_each
from geo.perimeters.clipping import judge
from geo.perimeters.conversion import from_django
from geo.perimeters.dissolving import dissolve
from geo.perimeters.ground import WGS84, Ground
from geo.perimeters.grounds import ground_of
from geo.perimeters.importing import import_perimeter

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data" / "perimeters"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")


def area_of(name: str, *where):
    """The dissolved area of a file, and the counts of its report."""
    result = dissolve(choose_in_each([read_collection((DATA / name).read_bytes())], where))
    return result.area, {entry["code"]: entry["count"] for entry in result.report}


def test_the_51_communes_of_nice_dissolve_into_one_piece():
    area, counts = area_of("metropole-nice-cote-azur-communes.geojson")
    assert counts["chosen"] == 51 and counts["parts"] == 1 and "holes" not in counts
    assert Ground.of(area, 2154).measure(area) == pytest.approx(1_477e6, rel=0.01)


def test_the_department_keeps_its_islands():
    area, counts = area_of("communes-06-alpes-maritimes-2018.geojson")
    assert (counts["chosen"], counts["parts"]) == (163, 3)
    ground = Ground.of(area, 2154)
    sainte_marguerite, between = shapely.Point(7.047, 43.519), shapely.Point(7.03, 43.53)
    assert judge(sainte_marguerite, ground).outcome == "inside"
    assert judge(between, ground).reason.code == "outside"


def test_castel_vittorio_keeps_its_hole():
    area, counts = area_of("comuni-imperia-2023.geojson", ("name", "Castel Vittorio"))
    hole = shapely.Polygon(area.geoms[0].interiors[0])
    assert counts["holes"] == 1
    assert judge(hole.representative_point(), Ground.of(area, 32632)).reason.code == "outside"


def test_the_whole_province_of_imperia_fills_it_again():
    assert "holes" not in area_of("comuni-imperia-2023.geojson")[1]


BORDER = [
    "communes-06-alpes-maritimes-2018.geojson",
    "communes-04-alpes-de-haute-provence-2018.geojson",
    "comuni-cuneo-2023.geojson",
    "comuni-imperia-2023.geojson",
]


@pytest.fixture(scope="module")
def across():
    """The four municipal maps of the French-Italian border as one area, and the report."""
    collections = [read_collection((DATA / name).read_bytes()) for name in BORDER]
    result = dissolve(choose_in_each(collections, ()))
    return result.area, {entry["code"]: entry for entry in result.report}


def test_the_gaps_of_the_border_are_closed_and_counted(across):
    area, report = across
    closed = report["gaps_closed"]
    assert (report["chosen"]["count"], closed["count"]) == (674, 159)
    assert closed["area_m2"] == pytest.approx(5.56e6, rel=0.001)
    assert closed["pieces"][0]["area_m2"] == pytest.approx(0.58e6, rel=0.001)
    assert closed["pieces"][0]["between"] == ["Isola", "Vinadio"]
    assert area.is_valid and "holes" not in report


def test_what_both_countries_claim_is_counted_once(across):
    area, report = across
    both = report["overlaps"]
    assert both["count"] == 160 and both["area_m2"] == pytest.approx(7.31e6, rel=0.001)
    assert all(len(piece["between"]) >= 2 for piece in both["pieces"])


def test_islands_and_the_exclave_stay_apart_across_the_border(across):
    area, _ = across
    assert len(area.geoms) == 4  # the mainland, the two islands of Cannes, an exclave in Cuneo
    assert area.covers(shapely.Point(7.047, 43.519))


def test_castel_vittorio_keeps_its_hole_beside_a_closed_border():
    """The hole is filled by a part of Pigna, which was not chosen."""
    names = {"nom": ["Saorge", "Breil-sur-Roya"], "name": ["Castel Vittorio", "Triora"]}
    where = [(key, value) for key, values in names.items() for value in values]
    collections = [read_collection((DATA / name).read_bytes()) for name in BORDER]
    result = dissolve(choose_in_each(collections, where))
    counts = {entry["code"]: entry["count"] for entry in result.report}
    assert counts["gaps_closed"] == 2 and counts["holes"] == 1


def test_a_commune_that_was_left_out_stays_out():
    collections = [read_collection((DATA / name).read_bytes()) for name in BORDER]
    choices = choose_in_each(collections, ())
    without = [
        [one for one in choice.chosen if one.properties.get("nom") != "Beaulieu-sur-Mer"]
        for choice in choices
    ]
    fewer = [
        Choice(choice.collection, chosen) for choice, chosen in zip(choices, without, strict=True)
    ]
    assert not dissolve(fewer).area.covers(shapely.Point(7.3315, 43.7085))


@pytest.mark.django_db
def test_a_pin_on_the_border_belongs_to_one_commune_whatever_comes_first(across):
    """In every gap and every overlap of the real border, and whichever file is read first."""
    pieces = [one for code in ("gaps_closed", "overlaps") for one in across[1][code]["pieces"]]
    pins = [shapely.Polygon(one["outline"]).representative_point() for one in pieces]
    names = [belonging(order, pins) for order in (BORDER, BORDER[::-1])]
    assert names[0] == names[1] and all(names[0])
    # in an overlap it is one of those that claim it; in a gap one of those that bound it
    assert all(name in one["between"] for name, one in zip(names[0], pieces, strict=True))


def belonging(order: list[str], pins) -> list[str]:
    """The commune of each pin, by a layer made of the files in that order."""
    layer, _ = Layer.objects.get_or_create(slug="communes", defaults={"name": "Communes"})
    files = [io.BytesIO((DATA / name).read_bytes()) for name in order]
    version = import_areas(files, layer, ["nom", "name"])
    return [area_at(version.pk, pin) for pin in pins]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.geojson")), ids=lambda path: path.stem)
def test_every_file_dissolves_into_the_sum_of_its_parts(path):
    collection = read_collection(path.read_bytes())
    area = dissolve(choose_in_each([collection], ())).area
    parts = shapely.union_all([shapely.make_valid(one.geometry) for one in collection.features])
    assert area.is_valid
    assert shapely.symmetric_difference(area, parts).area < 1e-5 * parts.area


@pytest.mark.django_db
def test_every_commune_lies_inside_the_metropole_and_its_neighbours_outside():
    file = io.BytesIO((DATA / "metropole-nice-cote-azur-communes.geojson").read_bytes())
    version = import_perimeter(file, name="Métropole", countries=["FR"])
    accept(version)
    members = read_collection(file.getvalue()).features
    all_06 = read_collection((DATA / "communes-06-alpes-maritimes-2018.geojson").read_bytes())
    codes = {one.properties["code"] for one in members}
    for commune in all_06.features:
        share = judge(commune.geometry, ground_of(version.pk)).share_kept
        assert (share > 0.999) is (commune.properties["code"] in codes)
        assert share > 0.999 or share < 0.001


@pytest.mark.django_db
def test_what_is_stored_is_what_was_dissolved():
    path = DATA / "communes-06-alpes-maritimes-2018.geojson"
    with path.open("rb") as file:
        stored = from_django(import_perimeter(file, name="06", countries=["FR"]).area)
    assert shapely.equals_identical(stored, area_of(path.name)[0])


@pytest.fixture(scope="module")
def vectors():
    return json.loads((SHARED / "science" / "vectors.json").read_text())


def test_the_border_belongs_to_the_perimeter_as_in_the_vectors(vectors):
    """The L-shaped perimeter of the vectors, in degrees: its edges are inside."""
    shape = vectors["task_grid"]
    ring = np.array(next(value for key, value in shape.items() if "perimeter" in key))
    ground = Ground.of(shapely.Polygon(ring / 1000), 32631)
    known = vectors["clip_points"]
    for place, inside in zip(known["points"], known["inside"], strict=True):
        expected = "inside" if inside or place[0] == 400.0000001 else "refused"  # 0.01 mm out
        assert judge(shapely.Point(np.array(place) / 1000), ground).outcome == expected


@pytest.mark.parametrize("place", ["Nice", "Turin"])
def test_a_kilometre_is_a_kilometre_but_for_the_known_scale(vectors, place):
    from_here = {"Nice": (7.262, 43.7102), "Turin": (7.6869, 45.0703)}[place]
    for srid, (east, north) in vectors["crs_scale"][place].items():
        for azimuth, scale in ((90, east), (0, north)):
            assert kilometre(from_here, azimuth, int(srid)) == pytest.approx(scale, abs=2e-4)


def kilometre(place, azimuth: float, srid: int) -> float:
    """The length of a kilometre of the ellipsoid in a metric system, in kilometres."""
    lon, lat, _ = WGS84.fwd(*place, azimuth, 1000)
    line = shapely.LineString([place, (lon, lat)])
    return float(Ground.of(shapely.Point(place).buffer(0.1), srid).measure(line)) / 1000
