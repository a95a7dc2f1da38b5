"""The counts behind clusters: exact whatever is written, in whatever order."""

import random
from collections import Counter

import mapbox_vector_tile
import pytest

from geo.tiles import mercator
from geo.tiles.models import CellCount, CountedPoint
from geo.tiles.pyramid import DEEPEST
from participation.contributions.filters import Filters
from participation.contributions.models import Contribution
from participation.contributions.tiles import drawn_tile, recount, recount_all
from tests.factories import make_consultation, make_contribution

pytestmark = pytest.mark.django_db


def counts():
    names = ["zoom", "tile_x", "tile_y", "spot", "category"]
    sums = ["count", "sum_x", "sum_y", "sum_key"]
    return Counter({row[:5]: row[5:] for row in CellCount.objects.values_list(*names, *sums)})


def place(contribution, lon, lat):
    Contribution.objects.filter(pk=contribution.pk).update(geometry=f"SRID=4326;POINT({lon} {lat})")


@pytest.fixture
def consultation():
    return make_consultation(themes="TNSP")


@pytest.fixture
def scattered(consultation):
    """Forty contributions: published, hidden and pending, of all themes and of none."""
    chance = random.Random(7)  # noqa: S311
    themes = [*consultation.themes.all(), None]
    return [
        make_contribution(
            consultation,
            f"POINT({chance.uniform(8.33, 8.37):.5f} {chance.uniform(43.43, 43.47):.5f})",
            theme=chance.choice(themes),
            visibility=chance.choice(["published", "published", "hidden", "pending"]),
        )
        for _number in range(40)
    ]


def test_counting_one_by_one_gives_what_counting_all_at_once_gives(consultation, scattered):
    one_by_one = counts()
    recount_all(consultation.pk)
    assert counts() == one_by_one
    assert len({key[0] for key in one_by_one}) == DEEPEST + 1


def test_every_zoom_counts_every_published_contribution(consultation, scattered):
    published = Contribution.objects.filter(visibility="published").count()
    by_zoom = Counter()
    for cell in CellCount.objects.all():
        by_zoom[cell.zoom] += cell.count
    assert by_zoom == dict.fromkeys(range(DEEPEST + 1), published)


def test_counting_twice_changes_nothing(consultation, scattered):
    before = counts()
    recount(consultation.pk, [contribution.number for contribution in scattered])
    recount(consultation.pk, [scattered[0].number])
    assert counts() == before


def test_random_changes_keep_the_counts_exact(consultation, scattered):
    chance = random.Random(8)  # noqa: S311
    themes = [*consultation.themes.all(), None]
    for contribution in chance.choices(scattered, k=30):
        place(contribution, chance.uniform(8.33, 8.37), chance.uniform(43.43, 43.47))
        Contribution.objects.filter(pk=contribution.pk).update(
            theme=chance.choice(themes),
            kind=chance.choice(["proposal", "report"]),
            visibility=chance.choice(["published", "hidden", "withdrawn"]),
        )
        recount(consultation.pk, [contribution.number])
    kept_up = counts()
    recount_all(consultation.pk)
    assert kept_up == counts()


def test_when_all_are_hidden_nothing_is_left(consultation, scattered):
    Contribution.objects.update(visibility="hidden")
    recount(consultation.pk, [contribution.number for contribution in scattered])
    assert not CellCount.objects.exists()
    assert not CountedPoint.objects.exists()


def test_consultations_are_counted_apart(consultation, scattered):
    before = counts()
    other = make_contribution()
    recount_all(other.consultation_id)
    Contribution.objects.filter(pk=other.pk).update(visibility="hidden")
    recount(other.consultation_id, [other.number])
    assert counts() == before


@pytest.mark.parametrize(("lon", "lat"), [(-180, 85.06), (180, -85.06), (0, 0), (179.9999999, 89)])
def test_the_edges_of_the_world_lie_in_a_tile(consultation, lon, lat):
    contribution = make_contribution(consultation)
    place(contribution, lon, lat)
    recount(consultation.pk, [contribution.number])
    for cell in CellCount.objects.all():
        assert mercator.exists(cell.zoom, cell.tile_x, cell.tile_y)
        west, south, east, north = mercator.bounds(cell.zoom, cell.tile_x, cell.tile_y)
        assert west <= lon <= east
        assert south <= min(max(lat, -85.0511), 85.0511) <= north


def sum_of_tiles(consultation, zoom, filters=None):
    """How many contributions the tiles of a zoom count in clusters and show one by one."""
    filters = filters or Filters()
    total = 0
    for x, y in tiles_around(zoom):
        _version, body = drawn_tile(consultation.pk, filters, zoom, x, y)
        layers = mapbox_vector_tile.decode(body)
        for feature in layers.get("clusters", {"features": []})["features"]:
            total += feature["properties"]["count"]
        total += len(layers.get("points", {"features": []})["features"])
    return total


def tiles_around(zoom):
    """The tiles of a zoom that hold a counted point, and their neighbours to the east."""
    shift = mercator.BITS - zoom
    held = {(point.x >> shift, point.y >> shift) for point in CountedPoint.objects.all()}
    return sorted(held | {(min(x + 1, 2**zoom - 1), y) for x, y in held})


@pytest.mark.parametrize("zoom", [0, 6, 11, 13, 15, 16, 17, 18])
def test_no_contribution_is_dropped_or_counted_twice(consultation, scattered, zoom):
    published = Contribution.objects.filter(visibility="published").count()
    assert sum_of_tiles(consultation, zoom) == published


@pytest.mark.parametrize("zoom", [6, 13, 16, 18])
@pytest.mark.parametrize(
    "filters",
    [Filters(themes=("T", "N")), Filters(kinds=("report",)), Filters(words="ombre"),
     Filters(themes=("S",), kinds=("proposal",)), Filters(themes=("S",), words="quai")],
)  # fmt: skip
def test_filters_count_what_the_list_counts(consultation, scattered, zoom, filters):
    listed = filters.apply(Contribution.objects.filter(visibility="published")).count()
    assert sum_of_tiles(consultation, zoom, filters) == listed
