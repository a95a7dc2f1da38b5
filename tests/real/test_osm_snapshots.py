"""Real extracts become snapshots in the database: what changed is told, who changed it is not."""

import re
from functools import cache
from pathlib import Path

import osmium
import pytest
import shapely
from django.db import connection
from django.urls import reverse

from geo.layers.models import Feature, Layer
from geo.osm.extracts import EDITOR_TAGS
from geo.osm.importing import Wanted, import_extract
from geo.osm.models import OsmSnapshot
from geo.osm.presets import EVERYTHING
from tests.factories import (
    make_consultation,
    make_perimeter,
    make_published_layer,
    make_superuser,
)

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
pytestmark = [
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there"),
    pytest.mark.django_db,
]
BEFORE, AFTER = "monaco-2021-04-21.osm.pbf", "monaco-2022-07-19.osm.pbf"
AROUND = {"monaco": (7, 43.5, 8, 44), "lemans": (0.1, 47.9, 0.3, 48.1)}
SHORTEST_NAME = 6  # letters: shorter ones are words that tags use too


@cache
def objects(name):
    """Every object of a file, with or without tags: (element, id) → (version, tags)."""
    letters = {osmium.osm.Node: "n", osmium.osm.Way: "w", osmium.osm.Relation: "r"}
    return {
        (letters[type(one)], one.id): (one.version, {tag.k: tag.v for tag in one.tags})
        for one in osmium.FileProcessor(str(DATA / name))
    }


def of(element, keys):
    return {key for key in keys if key[0] == element}


@pytest.mark.parametrize(
    ("element", "come", "gone"), [("n", 2473, 761), ("w", 246, 57), ("r", 21, 9)]
)
def test_the_two_files_differ_by_what_is_known_of_them(element, come, gone):
    before, after = (of(element, objects(name)) for name in (BEFORE, AFTER))
    assert (len(after - before), len(before - after)) == (come, gone)


def test_of_the_ways_with_a_new_version_not_all_have_other_tags():
    before, after = objects(BEFORE), objects(AFTER)
    both = of("w", before.keys() & after.keys())
    assert sum(before[key][0] != after[key][0] for key in both) == 1190
    assert sum(before[key][1] != after[key][1] for key in both) == 896


@pytest.fixture
def layer():
    return Layer.objects.create(slug="osm", name="OSM", licence="ODbL-1.0", attribution="OSM")


def imported(layer, name, **more):
    area = make_perimeter(shapely.box(*AROUND[name.split("-")[0]])).current_id
    wanted = Wanted(area, free=list(EVERYTHING), **more)
    with (DATA / name).open("rb") as file:
        return import_extract(file, layer, wanted, name=name, trusted=True).version


def stored(version):
    rows = Feature.objects.filter(version=version)
    return {
        (row.element, row.osm_id): (row.osm_version, row.tags) for row in rows.defer("geometry")
    }


def told(key, tags):
    """The tags that are kept; a relation that became an area is no multipolygon any more."""
    dropped = EDITOR_TAGS | ({"type"} if key[0] == "r" else set())
    return {name: value for name, value in tags.items() if name not in dropped}


def test_snapshots_of_everything_with_tags_tell_the_same_of_what_they_hold(layer):
    """Of the 57 ways that went 6 had no tags; 2 of the 896 changed their `source` alone."""
    before, after = (stored(imported(layer, name)) for name in (BEFORE, AFTER))
    assert len(of("w", after.keys() - before.keys())) == 246
    assert len(of("w", before.keys() - after.keys())) == 51
    both = of("w", before.keys() & after.keys())
    assert sum(before[key][1] != after[key][1] for key in both) == 894
    for name, snapshot in ((BEFORE, before), (AFTER, after)):
        for key, (version, tags) in snapshot.items():
            known_version, known_tags = objects(name)[key]
            assert (version, tags) == (known_version, told(key, known_tags))


def test_every_object_with_tags_is_stored_or_told_as_left_out(layer):
    version = imported(layer, AFTER)
    remarks = {one["code"]: one["count"] for one in version.snapshot.remarks}
    tagged = {key for key, (_version, tags) in objects(AFTER).items() if told(key, tags)}
    missing = {key for key in tagged - stored(version).keys() if key[0] != "r"}
    assert len(missing) == remarks.get("broken", 0)
    assert remarks["incomplete"] > 0


def names_in(name):
    """The names of those who edited, but for words that tags say too."""
    names, words = set(), set()
    for one in osmium.FileProcessor(str(DATA / name)):
        names.add(one.user)
        words |= {text for tag in one.tags for text in (tag.k, tag.v)}
    said = "\n".join(words).lower()
    return {one for one in names if len(one) >= SHORTEST_NAME and one.lower() not in said}


def database():
    """Every row of every table, as a dump would hold it."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            if table != "spatial_ref_sys":
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - our tables
                yield from (row[0] for row in cursor)


def pages(client, consultation, published):
    """What residents and staff are shown of a layer, and the files in which it leaves."""
    address = reverse("participation:layer", args=[consultation.slug, published.layer.slug])
    home = client.get(address).content.decode()
    yield home
    yield client.get(f"{address}?after=").content.decode()
    data = client.get(reverse("participation:data", args=[consultation.slug])).content.decode()
    yield data
    for file in re.findall(rf'href="(/data/[^"]*{published.pk}[^"]*)"', data):
        yield b"".join(client.get(file)).decode()
    client.force_login(make_superuser())
    snapshot = OsmSnapshot.objects.get()
    yield client.get(reverse("admin:geo_osmsnapshot_change", args=[snapshot.pk])).content.decode()


@pytest.mark.parametrize("name", ["monaco-2012-07-06.osm.gz", "lemans-quartier-2020-01.osm.pbf"])
def test_nobody_who_edited_is_named_in_the_database_on_pages_or_in_files(client, layer, name):
    version = imported(layer, name)
    known = names_in(name)
    area = shapely.box(*AROUND[name.split("-")[0]])
    consultation = make_consultation(perimeter=make_perimeter(area))
    published = make_published_layer(consultation, layer)
    seen = [*pages(client, consultation, published), *database()]
    assert version.feature_count > 500
    assert len(known) > 20
    assert len(seen) > version.feature_count
    whole = "\n".join(seen)
    assert [one for one in known if one in whole] == []
