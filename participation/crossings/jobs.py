"""A crossing as a job: how things stand for the staff, or the next release for everybody."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.jobs.ending import JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.starting import start_or_join
from participation.crossings.computing import NoPerimeter, TooManyCells
from participation.crossings.models import PUBLISHED, Crossing, Release
from participation.crossings.refusing import explain
from participation.crossings.releasing import ReleasedToday, compute_live, publish_release

KIND = "cross"
COMPUTE, RELEASE = "compute", "release"
STATE = "admin:participation_crossing_state"


def start_crossing(crossing: Crossing, what: str, user) -> Job:
    """Have a worker do it, one at a time for each crossing.

    what: COMPUTE or RELEASE.
    """
    return start_or_join(
        KIND,
        title_of(crossing, what),
        user,
        {"crossing": str(crossing.pk), "what": what},
        lock=lock_of(crossing),
        back=address_of(crossing),
    )


def title_of(crossing: Crossing, what: str) -> str:
    words = _("Release: %(title)s") if what == RELEASE else _("How it stands: %(title)s")
    return words % {"title": str(crossing)}


def lock_of(crossing: Crossing) -> str:
    return f"cross:{crossing.pk}"


def address_of(crossing: Crossing) -> str:
    """Return the page of the staff that says how it stands."""
    return reverse(STATE, args=[crossing.pk])


def run(arguments: dict, progress) -> Outcome:
    """Do it; what was there before stays where anything is refused."""
    crossing = Crossing.objects.filter(pk=arguments["crossing"]).first()
    if crossing is None:
        raise JobFailed(_("The crossing is no longer here."))
    do = publish_release if arguments["what"] == RELEASE else compute_live
    try:
        release = do(crossing, progress)
    except (NoPerimeter, TooManyCells) as error:
        raise JobFailed(explain(error)) from error
    except ReleasedToday as error:
        raise JobFailed(released_today_words()) from error
    return Outcome(outcome_words(release), address_of(crossing))


def released_today_words() -> str:
    return _(
        "There was a release of these answers today. The next one can be made tomorrow: releases "
        "that follow each other closely would tell of single people."
    )


def outcome_words(release: Release | None) -> str:
    """Return what came of it, in the active language."""
    if release is None:
        return _(
            "Nothing changed for readers: in no cell did five people come or go since the last "
            "release, and the levels are the same."
        )
    count = release.totals["cells"].get(PUBLISHED, 0)
    words = ngettext(
        "%(count)s cell holds enough answers for a statement.",
        "%(count)s cells hold enough answers for a statement.",
        count,
    )
    return words % {"count": number_format(count)}
