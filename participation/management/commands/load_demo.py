"""`manage.py load_demo`: the island of Valdora, through the importers that any file goes through."""

import datetime
import hashlib
import json
import uuid
from pathlib import Path

import shapely
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from basemaps.catalogue import add_local, install_catalogue
from basemaps.models import TileSource
from geo.layers.importing import FeatureRow, publish_version
from geo.layers.models import Layer
from geo.osm.extracts import ExtractReport, read_extract
from geo.perimeters.acceptance import accept
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import Perimeter
from participation.accounts.models import Participant
from participation.accounts.visitors import NOBODY
from participation.consultations.models import Consultation, Organisation, Phase, Theme
from participation.consultations.versions import raise_version
from participation.contributions.api import read_feature
from participation.contributions.contributing import SentOtherwise, contribute
from participation.contributions.models import Contribution
from participation.contributions.tiles import recount_all
from participation.discussion.commenting import Said, comment_on

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "valdora"
LANGUAGES = ("fr", "it", "en")
MAP, COMMUNES = "valdora", "valdora-communes"
MAP_NAME = {"fr": "Carte de Valdora", "it": "Mappa di Valdora", "en": "Map of Valdora"}
ATTRIBUTION = {
    "fr": "Données de démonstration\u00a0: île de Valdora",
    "it": "Dati dimostrativi: isola di Valdora",
    "en": "Demonstration data: island of Valdora",
}
LICENCE = "CC0-1.0"


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the demonstration: the invented island of Valdora."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset",
            action="store_true",
            help="delete the demonstration first, with everything that was written in it",
        )

    def handle(self, *args, reset, **options):
        told = _read_json("consultation.json")
        if reset:
            _delete(told)
            self.stdout.write("The demonstration was deleted.")
        self._load_layers()
        organisation = _organisation(told["organisation"])
        for entry in told["consultations"]:
            self._load_consultation(entry, organisation, told["themes"])

    def _load_layers(self):
        communes = _layer(COMMUNES, "Communes de Valdora")
        _publish(communes, "communes.geojson", _read_areas)
        island = _layer(MAP, MAP_NAME["fr"])
        if _publish(island, "valdora.osm.bz2", _read_osm):
            self.stdout.write(f"{island.current.feature_count} features of the island are drawn.")
        install_catalogue()
        add_local(MAP, MAP, MAP_NAME, ATTRIBUTION)

    def _load_consultation(self, entry, organisation, themes):
        consultation = Consultation.objects.filter(slug=entry["slug"]).first()
        if consultation is None:
            with transaction.atomic():
                consultation = _consultation(entry, organisation, themes)
        voices = [
            feature
            for feature in _read_json("contributions.geojson")["features"]
            if feature["properties"]["consultation"] == entry["slug"]
        ]
        with transaction.atomic():
            added = sum(_load_voice(consultation, voice) for voice in voices)
            raise_version(consultation.pk)
        self.stdout.write(f"{consultation.title}: {added} contributions added.")


def _read_json(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def _layer(slug, name):
    words = {"name": name, "licence": LICENCE, "attribution": ATTRIBUTION["fr"]}
    return Layer.objects.update_or_create(slug=slug, defaults=words)[0]


def _publish(layer, name, read):
    """Whether a new version was made: only when the file is another one than last time."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:16]
    source = f"fixtures/valdora/{name} (sha256 {digest})"
    if layer.current and layer.current.source == source:
        return False
    publish_version(layer, read(FOLDER / name), source=source)
    return True


def _read_areas(path):
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        tags = {key: str(value) for key, value in feature["properties"].items()}
        tags["boundary"] = "administrative"
        yield FeatureRow(shapely.geometry.shape(feature["geometry"]), tags)


def _read_osm(path):
    report = ExtractReport()
    yield from read_extract(path, report)
    if report.incomplete_relations or report.broken:
        raise CommandError(
            f"{path.name} is damaged: {report.incomplete_relations or report.broken}"
        )


def _organisation(entry):
    words = {"countries": entry["countries"], "accent": entry["accent"]}
    words |= _in_languages(entry, "name")
    return Organisation.objects.get_or_create(slug=entry["slug"], defaults=words)[0]


def _perimeter(entry, countries):
    known = Perimeter.objects.filter(name=entry["name"], current__isnull=False).first()
    if known:
        return known
    where = [tuple(entry["where"])] if "where" in entry else []
    with (FOLDER / entry["file"]).open("rb") as file:
        version = import_perimeter(file, name=entry["name"], where=where, countries=countries)
    accept(version)
    version.perimeter.refresh_from_db()
    return version.perimeter


def _in_languages(entry, *names):
    return {f"{name}_{language}": entry[name][language] for name in names for language in LANGUAGES}


def _consultation(entry, organisation, themes):
    consultation = Consultation.objects.create(
        organisation=organisation,
        slug=entry["slug"],
        perimeter=_perimeter(entry["perimeter"], organisation.countries),
        languages=entry["languages"],
        least_share_kept=entry["least_share_kept"],
        answer_within_days=entry["answer_within_days"],
        reference_prefix=entry["reference_prefix"],
        basemap=TileSource.objects.get(pk=MAP),
        places_layer=Layer.objects.get(slug=COMMUNES),
        is_published=True,
        **_in_languages(entry, "title", "summary", "description"),
    )
    for order, theme in enumerate(themes):
        marks = {key: theme[key] for key in ("letter", "shape", "colour")}
        texts = _in_languages(theme, "title", "short_title")
        Theme.objects.create(consultation=consultation, order=order, **marks, **texts)
    for phase in entry["phases"]:
        _phase(consultation, phase)
    return consultation


def _phase(consultation, entry):
    midnight = datetime.time(0, 0, tzinfo=consultation.zone)
    today = timezone.localdate(timezone=consultation.zone)
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
        **_in_languages(entry, "title"),
    )


def _load_voice(consultation, voice):
    """Read as the API reads it, judged as everything is, on the day of its own; whether new."""
    sent, told = read_feature(voice, consultation), voice["properties"]
    seed = int(sent.client_id)
    at = _moment(told["days_ago"], 6 + seed % 7, seed % 60)
    try:
        stored = contribute(consultation, NOBODY, sent, "import", at=at)
    except SentOtherwise:  # edited since, or told otherwise by an older version of the file
        return False
    if not stored.is_new:
        return False
    Contribution.objects.filter(pk=stored.contribution.pk).update(course=told["course"])
    _date_back(stored.contribution, at)
    for place, comment in enumerate(told["comments"]):
        _load_comment(stored.contribution, comment, 13 + place)
    return True


def _load_comment(contribution, told, hour):
    words = {name: told[name] for name in ("text", "language", "display_name")}
    said = Said(client_id=uuid.UUID(told["id"]), **words)
    at = _moment(told["days_ago"], hour, len(said.text))
    comment, _is_new = comment_on(contribution, NOBODY, said, at=at)
    _date_back(comment, at)


def _date_back(row, at):
    """Who wrote came into being that day."""
    Participant.objects.filter(pk=row.participant_id).update(created_on=at.date())


def _moment(days_ago, hour, seed):
    """A daytime of that day, always the same for the same thing."""
    day = timezone.now() - datetime.timedelta(days=days_ago)
    return day.replace(hour=hour, minute=seed % 60, second=0, microsecond=0)


@transaction.atomic
def _delete(told):
    slugs = [entry["slug"] for entry in told["consultations"]]
    consultations = Consultation.objects.filter(slug__in=slugs)
    for consultation in consultations:
        consultation.contributions.all().delete()
        recount_all(consultation.pk)
    names = [entry["perimeter"]["name"] for entry in told["consultations"]]
    consultations.delete()
    Organisation.objects.filter(slug=told["organisation"]["slug"], consultations=None).delete()
    perimeters = Perimeter.objects.filter(name__in=names)
    perimeters.update(current=None)
    perimeters.delete()
    TileSource.objects.filter(pk=MAP).delete()
    layers = Layer.objects.filter(slug__in=[MAP, COMMUNES])
    layers.update(current=None)
    layers.delete()
