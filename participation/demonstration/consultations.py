"""The town of the island and its consultations: perimeter, themes, phases around today."""

import datetime

from django.db import transaction
from django.utils import timezone

from basemaps.models import TileSource
from geo.layers.models import Layer
from geo.perimeters.acceptance import accept
from geo.perimeters.importing import import_perimeter
from geo.perimeters.models import Perimeter
from participation.consultations.models import Consultation, Organisation, Phase, Theme
from participation.demonstration.files import FOLDER, in_languages
from participation.demonstration.layers import COMMUNES, MAP
from participation.demonstration.map_layers import publish_equipment


def load_organisation(entry):
    words = {"countries": entry["countries"], "accent": entry["accent"]}
    words |= in_languages(entry, "name")
    return Organisation.objects.get_or_create(slug=entry["slug"], defaults=words)[0]


@transaction.atomic
def load_consultation(entry, organisation, themes):
    """The consultation of this name as it stands, or a new one."""
    known = Consultation.objects.filter(slug=entry["slug"]).first()
    if known:
        return known
    consultation = Consultation.objects.create(
        organisation=organisation,
        slug=entry["slug"],
        perimeter=load_perimeter(entry["perimeter"], organisation.countries),
        languages=entry["languages"],
        least_share_kept=entry["least_share_kept"],
        answer_within_days=entry["answer_within_days"],
        reference_prefix=entry["reference_prefix"],
        basemap=TileSource.objects.get(pk=MAP),
        places_layer=Layer.objects.get(slug=COMMUNES),
        is_published=True,
        **in_languages(entry, "title", "summary", "description"),
    )
    for order, theme in enumerate(themes):
        marks = {key: theme[key] for key in ("letter", "shape", "colour")}
        texts = in_languages(theme, "title", "short_title")
        Theme.objects.create(consultation=consultation, order=order, **marks, **texts)
    for phase in entry["phases"]:
        load_phase(consultation, phase)
    publish_equipment(consultation)
    return consultation


def load_perimeter(entry, countries):
    known = Perimeter.objects.filter(name=entry["name"], current__isnull=False).first()
    if known:
        return known
    where = [tuple(entry["where"])] if "where" in entry else []
    with (FOLDER / entry["file"]).open("rb") as file:
        version = import_perimeter(file, name=entry["name"], where=where, countries=countries)
    accept(version)
    version.perimeter.refresh_from_db()
    return version.perimeter


def load_phase(consultation, entry):
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
        **in_languages(entry, "title"),
    )
