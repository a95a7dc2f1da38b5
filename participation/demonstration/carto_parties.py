"""A carto-party of the island that runs today, with teams on their way."""

import datetime

import shapely
from django.db import transaction
from django.utils import timezone

from geo.osm.importing import Wanted
from geo.perimeters.conversion import from_django, to_django
from participation.accounts.models import Participant
from participation.carto_parties.holding import HELD_FOR
from participation.carto_parties.models import TAKEN, CartoParty
from participation.carto_parties.sharing_out import share_out
from participation.consultations.models import Consultation
from participation.demonstration.files import FOLDER, in_languages, read_json
from participation.osm_layers.importing import import_for

EXTRACT, PARTY = "valdora.osm.bz2", "carto-party.json"
TEXTS = ("title", "summary", "meeting_place", "audience", "preparation")
MORNING, EVENING = datetime.time(9, 30), datetime.time(19)
AGO, AHEAD = datetime.timedelta(hours=2), datetime.timedelta(hours=6)


@transaction.atomic
def load_party():
    """The carto-party, today; returns it where it is new, and None where only its day was moved."""
    told = read_json(PARTY)
    consultation = Consultation.objects.get(slug=told["consultation"])
    starts_at, ends_at = today_in(consultation.zone)
    known = CartoParty.objects.filter(slug=told["slug"])
    if known.exists():
        known.filter(ends_at__lt=timezone.now()).update(starts_at=starts_at, ends_at=ends_at)
        return None
    plain = {key: told[key] for key in ("slug", "hashtag", "comment", "presets", "cell_side_m")}
    party = CartoParty.objects.create(
        consultation=consultation,
        area=area_of(told["area"], consultation),
        starts_at=starts_at,
        ends_at=ends_at,
        is_published=True,
        **plain,
        **in_languages(told, *TEXTS),
    )
    remember_the_map(party)
    share_out(party)
    send_teams(party, told)
    return party


def remember_the_map(party):
    """The map before: an extract of the island, imported as any other."""
    perimeter_version = party.consultation.perimeter.current_id
    wanted = Wanted(perimeter_version, presets=party.presets, is_clipped=True)
    with (FOLDER / EXTRACT).open("rb") as file:
        imported = import_for(
            party.slug, party.title, file, wanted, file_name=EXTRACT, trusted=True
        )
    party.before, party.layer = imported.version, imported.version.layer
    party.save(update_fields=["before", "layer"])


def today_in(zone, now=None):
    """From the morning to the evening of today; at other hours, around now."""
    now = timezone.localtime(now or timezone.now(), zone)
    start, end = (now.replace(hour=t.hour, minute=t.minute, second=0) for t in (MORNING, EVENING))
    if start < now < end - HELD_FOR:
        return start.replace(microsecond=0), end.replace(microsecond=0)
    full = now.replace(minute=0, second=0, microsecond=0)
    return full - AGO, full + AHEAD


def area_of(box, consultation):
    """A box, as far as it is within the perimeter."""
    within = from_django(consultation.perimeter.current.area).intersection(shapely.box(*box))
    parts = [part for part in shapely.get_parts(within) if part.geom_type == "Polygon"]
    return to_django(shapely.multipolygons(parts))


def send_teams(party, told):
    """Teams have been in some cells, and are in others."""
    cells = {cell.code: cell for cell in party.cells.all()}
    for status, teams in told["cells"].items():
        for code, team in teams.items():
            if code in cells:
                send_team(cells[code], status, team, told["notes"].get(code, {}))


def send_team(cell, status, team, note):
    cell.status, cell.team, cell.note = status, team, note.get("fr", "")
    cell.participant = Participant.objects.create() if team else None
    cell.lock_until = timezone.now() + HELD_FOR if status == TAKEN else None
    cell.save()
