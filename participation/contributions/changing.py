"""What an author may do afterwards, by the private link: edit and withdraw."""

from django.db import transaction
from django.utils import timezone

from participation.accounts import limits
from participation.consultations.phases import state_of
from participation.consultations.versions import raise_version
from participation.contributions.contributing import (
    PhaseClosed,
    Placed,
    kept_verdict,
    place_of,
    words_of,
)
from participation.contributions.judging import follow_perimeter
from participation.contributions.models import VISIBILITIES, Contribution
from participation.contributions.tiles import recount

EDITABLE = ("pending", "published")
WITHDRAWABLE = ("pending", "published", "hidden")


class NotEditable(Exception):
    """Hidden, merged and withdrawn contributions stay as they are."""


class HasPlace(Exception):
    """It has a place already, by now."""


def may_edit(contribution):
    """Whether the author may still change it; `contribution` brings its consultation."""
    is_open = state_of(contribution.consultation).is_contributing
    return is_open and contribution.visibility in EDITABLE


def may_withdraw(contribution):
    return contribution.visibility in WITHDRAWABLE


@transaction.atomic
def edit(contribution, sent, network=""):
    """Judge the drawing again and store the new words; where all is read first, it waits again.

    Without a drawing, what has no place stays without one.
    Raises PhaseClosed, NotEditable, DrawingRefused or limits.TooMany.
    """
    consultation = contribution.consultation
    if not state_of(consultation).is_contributing:
        raise PhaseClosed(consultation.pk)
    place = judged(consultation, sent) if sent.drawing else {}
    visibility = locked(contribution, EDITABLE).visibility
    if sent.drawing and follow_perimeter(consultation):
        place = judged(consultation, sent)
    is_free = limits.take("edit", contribution.participant_id, network, limits.EDITS_EACH)
    if not is_free or consultation.publishing == "after_moderation":
        visibility = "pending"
    changes = words_of(sent) | place
    changes |= {"display_name": sent.display_name, "visibility": visibility}
    return change(contribution, changes | {"edited_at": timezone.now()})


def judged(consultation, placed):
    """The columns of a new place; raises DrawingRefused."""
    return place_of(consultation, placed, kept_verdict(placed, consultation))


@transaction.atomic
def give_place(contribution, drawing, about=None):
    """Staff put on the map what came without a place; raises DrawingRefused or HasPlace."""
    row = locked(contribution, [value for value, _label in VISIBILITIES])
    if row.is_placed:
        raise HasPlace(row.pk)
    follow_perimeter(contribution.consultation)
    place = judged(contribution.consultation, Placed(drawing, about))
    place["place_name"] = contribution.place_name or place["place_name"]
    return change(row, place)


@transaction.atomic
def withdraw(contribution):
    """Take it out of everything that others read; a second time changes nothing.

    Raises NotEditable where it was merged in the meantime.
    """
    if contribution.visibility == "withdrawn":
        return contribution
    row = locked(contribution, (*WITHDRAWABLE, "withdrawn"))
    return row if row.visibility == "withdrawn" else change(row, {"visibility": "withdrawn"})


def locked(contribution, visibilities):
    """The row as it stands now, kept for this transaction; raises NotEditable."""
    raise_version(contribution.consultation_id)
    row = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if row.visibility not in visibilities:
        raise NotEditable(row.visibility)
    return row


def change(contribution, changes):
    """Write the changed columns and count the tiles again; the row must be locked."""
    for name, value in changes.items():
        setattr(contribution, name, value)
    contribution.save(update_fields=list(changes))
    recount(contribution.consultation_id, [contribution.number])
    return contribution
