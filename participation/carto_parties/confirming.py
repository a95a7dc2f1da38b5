"""What OpenStreetMap itself says after a carto-party, asked when staff want it: which objects were
deleted, and how many changesets have the hashtag. Nobody who edited is kept or counted.
"""

from datetime import timedelta

from django.utils import timezone

from geo.osm.api import count_changesets, states_of
from geo.osm.presets import matches
from participation.carto_parties.comparing import Fate
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap_models import Gone, Recap
from participation.consultations.versions import raise_version

LATER = timedelta(days=7)  # paper is typed in at home, in the days after


def keys_gone(recap: Recap) -> list[tuple[str, int]]:
    """Return the objects of which only is known that they match no longer."""
    return [(line[0], line[1]) for line in recap.items if line[2] == Fate.GONE]


def confirm_gone(party: CartoParty, recap: Recap, progress=None) -> dict[str, str]:
    """Ask OpenStreetMap what became of what is no longer there, and keep it. Raises LiveFailure."""
    told = states_of(keys_gone(recap), progress=progress)
    conditions = recap.before.snapshot.conditions
    gone = {f"{key[0]}{key[1]}": str(_became(state, conditions)) for key, state in told.items()}
    _keep(party, recap, gone=gone, gone_at=timezone.now())
    return gone


def _became(state, conditions) -> Gone:
    if state.state == "gone":
        return Gone.DELETED
    if state.state != "visible":
        return Gone.UNKNOWN
    return Gone.MOVED if matches(state.tags, conditions) else Gone.RETAGGED


def count_hashtag(party: CartoParty, recap: Recap, progress=None) -> int:
    """Ask how many changesets within the area have the hashtag, from the beginning to a week after
    the end, and keep the number. Raises LiveFailure.
    """
    end = min(party.ends_at + LATER, timezone.now())
    count = count_changesets(
        party.hashtag, party.area.extent, party.starts_at, end, progress=progress
    )
    _keep(party, recap, changesets=count, changesets_at=timezone.now())
    return count


def _keep(party: CartoParty, recap: Recap, **told) -> None:
    same = Recap.objects.filter(pk=recap.pk, before=recap.before_id, after=recap.after_id)
    same.update(**told)
    raise_version(party.consultation_id)


def forget_count(party: CartoParty) -> None:
    """Another hashtag or other hours: the number says nothing any more."""
    Recap.objects.filter(party=party).update(changesets=None, changesets_at=None)
