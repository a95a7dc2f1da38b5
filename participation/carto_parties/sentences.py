"""Why a cell is not taken, in one sentence that says what to do."""

from django.utils.translation import gettext as _

from participation.accounts.limits import TooMany
from participation.carto_parties import holding
from participation.carto_parties.models import DONE, IMPOSSIBLE, TAKEN, Cell
from participation.carto_parties.progress import stage_of, state_now
from participation.carto_parties.words import hour, meeting_time


def explain(error: Exception, cell: Cell) -> str:
    """Return what happened to somebody's wish about a cell, in the active language."""
    if isinstance(error, TooMany):
        return error.sentence
    if isinstance(error, holding.NotOpen):
        return explain_closed(cell.party)
    if isinstance(error, holding.HoldsEnough):
        return _(
            "Your team already holds %(count)s cells: finish one or give one back, then take this."
        ) % {"count": holding.MOST_HELD}
    if isinstance(error, holding.NotHeld):
        return _("Your team no longer holds this cell. Take it again if it is free.")
    return explain_taken(cell)


def explain_taken(cell: Cell) -> str:
    """Return who was faster, and until when."""
    state = state_now(cell)
    if state == TAKEN:
        facts = {"team": cell.team, "time": hour(cell.lock_until)}
        return (
            _("%(team)s took this cell just before you, until %(time)s. Choose another one.")
            % facts
        )
    if state in (DONE, IMPOSSIBLE):
        return _("Another team has just finished this cell. Choose another one.")
    return _("This cell has just changed. Look at it again, then choose.")


def explain_closed(party) -> str:
    """Return when cells can be taken."""
    stage = stage_of(party)
    if stage == "coming":
        return _("Cells can be taken when the carto-party has begun: %(time)s.") % {
            "time": meeting_time(party)
        }
    if stage == "over":
        return _("The carto-party is over: cells can no longer be taken.")
    if not party.is_published or not party.consultation.is_published:
        return _("This carto-party is not published yet: publish it, then cells can be taken.")
    return _("Only people with an account may take cells here. Please log in first.")
