"""A carto-party of the island that is over: the map before and after it, and what it changed."""

import datetime

from django.db import transaction
from django.utils import timezone

from geo.osm.importing import Wanted, import_extract
from participation.carto_parties.kept import make_recap
from participation.carto_parties.models import CHECKED, CartoParty
from participation.carto_parties.recap_models import Recap
from participation.carto_parties.sharing_out import share_out
from participation.consultations.models import Consultation
from participation.demonstration.carto_parties import area_of
from participation.demonstration.files import FOLDER, in_languages, read_json
from participation.demonstration.layers import layer

BEFORE, AFTER = "valdora.osm.bz2", "valdora-apres-cartopartie.osm.bz2"
AGO, LASTED = datetime.timedelta(days=21), datetime.timedelta(hours=4)


@transaction.atomic
def load_past_party():
    """The carto-party of three weeks ago with its two states of the map; None where it is there."""
    told = read_json("past-carto-party.json")
    known = CartoParty.objects.filter(slug=told["slug"]).first()
    if known:
        compare_once(known)
        return None
    consultation = Consultation.objects.get(slug=told["consultation"])
    before, after = (take(consultation, told, name) for name in (BEFORE, AFTER))
    starts_at = timezone.localtime(timezone.now(), consultation.zone) - AGO
    starts_at = starts_at.replace(hour=9, minute=30, second=0, microsecond=0)
    party = CartoParty.objects.create(
        consultation=consultation,
        area=area_of(told["area"], consultation),
        starts_at=starts_at,
        ends_at=starts_at + LASTED,
        is_published=True,
        layer=before.layer,
        before=before,
        after=after,
        **{key: told[key] for key in ("slug", "hashtag", "comment", "presets", "cell_side_m")},
        **in_languages(told, "title", "summary", "meeting_place"),
    )
    share_out(party)
    party.cells.update(status=CHECKED)
    make_recap(party.pk)
    return party


def compare_once(party):
    """A demonstration from before comparisons were kept has none yet."""
    if not Recap.objects.of(party).exists():
        make_recap(party.pk)


def take(consultation, told, name):
    """One state of the map, as any import would take it."""
    wanted = Wanted(consultation.perimeter.current_id, presets=told["presets"])
    with (FOLDER / name).open("rb") as file:
        shown = layer(told["slug"], told["title"]["fr"])
        return import_extract(file, shown, wanted, name=name, trusted=True).version
