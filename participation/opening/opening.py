"""Opens a consultation of a place: perimeter, map, organisation and a draft that staff finish."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from basemaps.catalogue import OSM_CONTRIBUTORS, add_local, install_catalogue
from basemaps.models import TileSource
from geo.layers.importing import publish_version
from geo.layers.models import Layer
from geo.perimeters.acceptance import accept
from geo.perimeters.dissolving import dissolve
from geo.perimeters.importing import store
from geo.perimeters.models import Perimeter
from participation.consultations.models import Consultation, Organisation, Phase, Theme
from participation.opening.finding import Found

LANGUAGES = ("fr", "it", "en")
SPOKEN = {"FR": "fr", "IT": "it"}
ZONES = {"FR": "Europe/Paris", "IT": "Europe/Rome"}
LICENCES = {"FR": "Licence Ouverte 2.0", "IT": "CC BY 4.0"}
MAP_NAMES = {"fr": "Carte\u00a0: %s", "it": "Mappa: %s", "en": "Map: %s"}
LONGEST_SLUG = 45  # of a layer they have 50 letters
DRAFT = json.loads(Path(__file__).with_name("draft.json").read_text(encoding="utf-8"))


class AlreadyThere(Exception):
    """Something of this short name exists: nothing of it is changed. what: a word for people."""

    def __init__(self, what: str, slug: str):
        self.what, self.slug = what, slug
        super().__init__(f"{what} {slug}")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever opens a consultation says about it; countries: the first decides the most."""

    slug: str
    countries: Sequence[str]
    organisation: str


def slug_of(name: str) -> str:
    """Return the short name that a place has in addresses."""
    return slugify(name)[:LONGEST_SLUG].strip("-") or "consultation"


def map_slug(slug: str) -> str:
    """Return the short name of the map of a consultation."""
    return f"{slug[:LONGEST_SLUG].rstrip('-')}-fond"


def check_is_free(slug: str) -> None:
    """Raise AlreadyThere where a consultation, its map or a basemap has this short name."""
    taken = Consultation.objects.filter(Q(slug=slug) | Q(old_slugs__slug=slug))
    if taken.exists():
        raise AlreadyThere("consultation", slug)
    if Layer.objects.filter(slug=map_slug(slug)).exists():
        raise AlreadyThere("layer", map_slug(slug))
    if TileSource.objects.filter(pk=map_slug(slug)).exists():
        raise AlreadyThere("basemap", map_slug(slug))


@transaction.atomic
def open_consultation(found: Found, wishes: Wishes) -> Consultation:
    """Store everything or nothing, and return the draft that nobody but staff sees.

    Raises AlreadyThere, EmptyVersion or one of `perimeters.reports.REFUSALS`. Of two at once, the
    second waits, and sees what the first has made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('open_consultation'))")
    check_is_free(wishes.slug)
    consultation = Consultation.objects.create(
        organisation=_organisation(wishes),
        slug=wishes.slug,
        perimeter=_perimeter(found, wishes.countries),
        languages=[SPOKEN[country] for country in wishes.countries],
        time_zone=ZONES[wishes.countries[0]],
        licence=LICENCES[wishes.countries[0]],
        attribution=wishes.organisation,
        reference_prefix=_prefix(wishes.slug),
        answer_within_days=30,
        basemap=_basemap(found, wishes.slug),
        is_published=False,
        **_texts(DRAFT, "title", "summary", "description", place=found.name),
    )
    _add_themes(consultation)
    _add_phases(consultation)
    return consultation


def _perimeter(found: Found, countries: Sequence[str]) -> Perimeter:
    words = {"origin": found.origin, "name": found.name, "countries": countries}
    version = store(dissolve([found.choice]), **words)
    accept(version)
    return Perimeter.objects.get(pk=version.perimeter_id)


def _basemap(found: Found, slug: str) -> TileSource:
    layer = Layer.objects.create(
        slug=map_slug(slug),
        name=(MAP_NAMES["fr"] % found.name)[:200],
        licence="ODbL-1.0",
        attribution=OSM_CONTRIBUTORS["fr"],
    )
    publish_version(layer, found.rows, source=found.source)
    install_catalogue()
    names = {language: (text % found.name)[:100] for language, text in MAP_NAMES.items()}
    return add_local(layer.slug, layer.slug, names, OSM_CONTRIBUTORS)


def _organisation(wishes: Wishes) -> Organisation:
    names = {f"name_{language}": wishes.organisation for language in LANGUAGES}
    fields = names | {"countries": list(wishes.countries)}
    slug = slug_of(wishes.organisation)
    return Organisation.objects.get_or_create(slug=slug, defaults=fields)[0]


def _prefix(slug: str) -> str:
    return "".join(letter for letter in slug.upper() if "A" <= letter <= "Z")[:3] or "C"


def _texts(entry: dict, *names: str, **facts: str) -> dict[str, str]:
    return {
        f"{name}_{language}": entry[name][language] % facts if facts else entry[name][language]
        for name in names
        for language in LANGUAGES
    }


def _add_themes(consultation: Consultation) -> None:
    for order, entry in enumerate(DRAFT["themes"]):
        marks = {key: entry[key] for key in ("letter", "shape", "colour")}
        texts = _texts(entry, "title", "short_title")
        Theme.objects.create(consultation=consultation, order=order, **marks, **texts)


def _add_phases(consultation: Consultation) -> None:
    midnight = datetime.time(0, 0, tzinfo=consultation.zone)
    today = timezone.localdate(timezone=consultation.zone)
    for entry in DRAFT["phases"]:
        opens, closes = (
            datetime.datetime.combine(today + datetime.timedelta(days=entry[key]), midnight)
            for key in ("from_day", "to_day")
        )
        Phase.objects.create(
            consultation=consultation,
            opens_at=opens,
            closes_at=closes,
            opens_contributing=entry.get("opens_contributing", False),
            opens_commenting=entry.get("opens_commenting", False),
            **_texts(entry, "title"),
        )
