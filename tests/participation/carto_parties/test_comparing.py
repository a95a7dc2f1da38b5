"""What a carto-party changed, from its two snapshots."""

import pytest
import shapely
from django.utils import timezone

from geo.layers.importing import FeatureRow
from geo.layers.models import Layer
from geo.osm.storing import SnapshotDetails, store_snapshot
from geo.perimeters.conversion import to_django
from participation.carto_parties.comparing import (
    Fate,
    NotComparable,
    Obstacle,
    comparison_of,
)
from participation.carto_parties.kept import make_recap
from participation.carto_parties.recap import figures_of, pictures_of, sorts_in_rows
from participation.carto_parties.recap_files import (
    changes_geojson,
    maproulette_tasks,
    name_of,
    remaining,
)
from tests.factories import make_party

pytestmark = pytest.mark.django_db
METRE = 1 / 111_195  # degrees of latitude
HERE = (8.35, 43.45)


def bench(number, north_m=0.0, **tags):
    place = shapely.Point(HERE[0], HERE[1] + north_m * METRE)
    return FeatureRow(place, {"amenity": "bench"} | tags, "n", number, 1, timezone.now())


BEFORE = [
    bench(1),
    bench(2, 20, backrest="no"),
    bench(3, 40),
    bench(4, 60),
    bench(5, 80, check_date="2020"),
]
AFTER = [
    bench(1),
    bench(2, 20, backrest="yes", material="wood"),
    bench(5, 80, check_date="2026"),
    bench(6, 41),
    bench(7, 100, backrest="yes"),
]


@pytest.fixture
def layer():
    return Layer.objects.create(
        slug="bancs", name="Bancs", licence="ODbL-1.0", attribution="© OpenStreetMap"
    )


def taken(layer, features, sha256, **changes):
    values = {"source": "file", "name": sha256, "sha256": sha256, "presets": ["bench"]}
    return store_snapshot(layer, features, SnapshotDetails(**values | changes))


@pytest.fixture
def party(layer):
    around = shapely.box(8.349, 43.4495, 8.351, 43.4515)
    party = make_party(shapely.multipolygons([around]), presets=["bench"], layer=layer)
    party.before, party.after = taken(layer, BEFORE, "a"), taken(layer, AFTER, "b")
    party.save()
    return party


def test_each_object_has_one_fate(party):
    fates = {name_of(item.key): item.fate for item in comparison_of(party).items}
    assert fates == {
        "node/1": Fate.UNCHANGED,
        "node/2": Fate.DETAILED,
        "node/4": Fate.GONE,
        "node/5": Fate.UNCHANGED,
        "node/6": Fate.CONVERTED,
        "node/7": Fate.CREATED,
    }


def test_figures_are_words_for_a_newsletter(party):
    told = [(figure.number, figure.words) for figure in figures_of(party, comparison_of(party))]
    assert told == [
        (1, "objet ajouté"),
        (1, "objet précisé ou déplacé"),
        (1, "objet redessiné"),
        (1, "objet qui n’est plus là, à confirmer"),
        (1, "objet vérifié sur place"),
    ]


def test_completeness_is_told_before_and_after(party):
    (benches,) = sorts_in_rows(comparison_of(party))
    assert (benches.before, benches.after) == (5, 5)
    shares = [(row.before, row.after) for row in benches.rows]
    assert shares == [(20, 40), (0, 20)]  # backrest, material; what nobody has is left out


def test_an_object_counts_in_the_cell_in_which_it_lies(party):
    around = shapely.box(HERE[0] - 1e-4, HERE[1] - 1e-4, HERE[0] + 1e-4, HERE[1] + 30 * METRE)
    party.cells.all().delete()
    party.cells.create(code="A1", geometry=to_django(shapely.multipolygons([around])))
    fates = comparison_of(party).fates_by_cell()
    assert fates["A1"] == {Fate.UNCHANGED: 1, Fate.DETAILED: 1}
    assert sum(fates[""].values()) == 4


def test_what_changed_beyond_the_area_is_only_counted(party):
    party.area = to_django(
        shapely.multipolygons([shapely.box(8.349, 43.4495, 8.351, HERE[1] + 30 * METRE)])
    )
    comparison = comparison_of(party)
    assert [name_of(item.key) for item in comparison.items] == ["node/1", "node/2"]
    assert comparison.elsewhere == 3
    assert sorts_in_rows(comparison)[0].before == 2


def test_the_maps_draw_what_was_and_what_became_of_it(party):
    before, after = pictures_of(party, comparison_of(party))
    assert {mark.fate for mark in before.marks} == {Fate.UNCHANGED}
    assert len(before.marks) == 5 and len(after.marks) == 6
    assert all(0 <= mark.x <= after.width for mark in after.marks)


def test_the_file_of_changes_says_what_was_before(party):
    file = changes_geojson(comparison_of(party), "detailed")
    (feature,) = file["features"]
    assert (file["license"], file["attribution"]) == ("ODbL-1.0", "© OpenStreetMap contributors")
    assert feature["id"] == "node/2"
    assert feature["properties"]["tags_before"] == {"backrest": "no", "material": None}


def test_what_remains_are_gaps_and_what_is_to_be_confirmed(party):
    left = {
        name_of(item.key): (task, lacking)
        for item, task, lacking in remaining(comparison_of(party))
    }
    assert left["node/4"] == ("confirm_gone", [])
    assert left["node/2"][0] == "complete" and "seats" in left["node/2"][1]
    assert len(list(maproulette_tasks(comparison_of(party)))) == len(left)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_complete": False}, Obstacle.INCOMPLETE),
        ({"presets": ["bench", "toilets"]}, Obstacle.OTHER_CONDITIONS),
        ({"is_clipped": True}, Obstacle.OTHER_AREA),
    ],
)
def test_what_cannot_be_compared_is_said(party, change, code):
    other = Layer.objects.create(slug="autre", name="-", licence="ODbL-1.0", attribution="-")
    party.after = taken(other, AFTER, "c", **change)
    with pytest.raises(NotComparable) as error:
        comparison_of(party)
    assert error.value.code is code


@pytest.mark.parametrize(("missing", "code"), [("before", "no_before"), ("after", "no_after")])
def test_without_a_state_of_the_map_nothing_is_compared(party, missing, code):
    setattr(party, missing, None)
    with pytest.raises(NotComparable) as error:
        comparison_of(party)
    assert error.value.code == code


def test_the_recap_is_a_page_with_files(client, party):
    make_recap(party.pk)
    page = client.get(f"/fr/carto-parties/{party.slug}/recap/").content.decode()
    assert "Ce que la cartopartie a changé" in page and "objet redessiné" in page
    for address in (
        f"/data/carto-parties/{party.slug}/recap/changes.geojson",
        f"/data/carto-parties/{party.slug}/remaining.geojsonl",
        f"/fr/carto-parties/{party.slug}/recap/map.svg",
    ):
        assert address in page
        assert client.get(address).status_code == 200


def test_a_recap_without_an_after_says_so(client, party):
    type(party).objects.filter(pk=party.pk).update(after=None)
    page = client.get(f"/fr/carto-parties/{party.slug}/recap/").content.decode()
    assert "n’est pas encore enregistré" in page
    address = f"/data/carto-parties/{party.slug}/recap/changes.geojson"
    assert client.get(address).status_code == 404
