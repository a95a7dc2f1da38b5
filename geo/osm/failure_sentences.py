"""Why a live server of OpenStreetMap gave nothing, and what to do, in one or two sentences."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.osm import failures
from geo.osm.overpass import LARGEST_KM2
from geo.osm.services import BadServer

LIVE_FAILURES = (*failures.FAILURES, BadServer)
"""What asking a live server raises when it gives nothing; `explain_failure` says why."""

SENTENCES = {
    failures.OverpassBusy: gettext_lazy(
        "%(server)s has too much to do at the moment. Nothing was changed: try again in a few "
        "minutes, or take a file."
    ),
    failures.OverpassSlow: gettext_lazy(
        "%(server)s did not answer in time. Nothing was changed: try again later, ask for less, "
        "or take a file."
    ),
    failures.OverpassUnreachable: gettext_lazy(
        "%(server)s cannot be reached from here. Nothing was changed: check the connection of "
        "this service, or take a file."
    ),
    failures.OverpassIncomplete: gettext_lazy(
        "%(server)s gave only a part of the answer. It was not taken, so that nothing looks as if "
        "it had disappeared: try again later, or ask for less."
    ),
    failures.OverpassRefused: gettext_lazy(
        "%(server)s refused the question (status %(told)s). Nothing was changed: check its "
        "address in the settings, or take a file."
    ),
    failures.OverpassUnreadable: gettext_lazy(
        "What %(server)s sent is no answer that can be read. Nothing was changed: try again "
        "later, or take a file."
    ),
    failures.OverpassTooMuch: gettext_lazy(
        "The answer of %(server)s is too large. Nothing was changed: ask for fewer things or a "
        "smaller area, or take a file."
    ),
    failures.PlaceUnknown: gettext_lazy(
        "%(server)s knows no area of this name: %(told)s. Write it with its country, such as "
        "“Lavelanet, France”."
    ),
}


def explain_failure(error: Exception) -> str:
    """Return why nothing came, in the active language."""
    if isinstance(error, failures.AreaTooLarge):
        return _(
            "This area has %(km2)s km²; a live server is asked for %(most)s km² at most. Take a "
            "smaller area, or a file."
        ) % {"km2": number_format(error.km2, 0), "most": LARGEST_KM2}
    if isinstance(error, failures.NothingToAsk):
        return _(
            "Say what to look for: a live server is not asked for everything. A file can be "
            "taken whole."
        )
    if isinstance(error, failures.LiveFailure):
        return str(SENTENCES[type(error)]) % {"server": error.server, "told": error.told}
    return str(error)
