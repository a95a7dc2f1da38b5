"""The comparison of the map before and after a carto-party as a job."""

from contextlib import suppress

from django.urls import reverse
from django.utils.translation import gettext as _

from geo.jobs.ending import AlreadyStarted, JobFailed, Outcome
from geo.jobs.models import Job
from geo.jobs.signs import Progress
from geo.jobs.starting import start, start_or_join
from geo.osm.failures import LiveFailure
from geo.osm.services import BadServer, osm_api
from participation.carto_parties.comparing import NotComparable, comparable
from participation.carto_parties.confirming import confirm_gone, count_hashtag
from participation.carto_parties.kept import forget_recap, make_recap
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap import OBSTACLES
from participation.carto_parties.recap_models import Recap

QUESTIONS = {"gone": confirm_gone, "hashtag": count_hashtag}
KIND = "compare_maps"
PAGE = "admin:participation_cartoparty_after"


def lock_of(party: CartoParty) -> str:
    return f"recap:{party.pk}"


def compare_anew(party: CartoParty, user) -> Job | None:
    """Have the recap made again: something on which it stands has changed.

    Returns None where nothing can be compared, or where a job is at it already, which sees at its
    end that something changed.
    """
    forget_recap(party)
    with suppress(NotComparable, AlreadyStarted):
        comparable(party)
        # Translators: « Bilan de Bancs du port »
        title = _("Recap of %(party)s") % {"party": party}
        address = reverse(PAGE, args=[party.pk])
        told = {"party": str(party.pk)}
        return start(KIND, title, user, told, lock=lock_of(party), back=address)
    return None


def job_of(party: CartoParty) -> Job | None:
    """Return the comparison of a carto-party that waits or is under way."""
    return Job.objects.unfinished().filter(lock=lock_of(party)).first()


def ask_osm(party: CartoParty, what: str, user) -> Job:
    """Have OpenStreetMap asked: what is a key of QUESTIONS. Raises BadServer."""
    address = reverse(PAGE, args=[party.pk])
    # Translators: « Bancs du port : question à api.openstreetmap.org »
    words = _("%(party)s: a question to %(server)s")
    title = words % {"party": party, "server": osm_api().name}
    told = {"party": str(party.pk), "what": what}
    lock = f"ask_osm:{party.pk}"
    return start_or_join("ask_osm", title, user, told, lock=lock, back=address)


def run_question(arguments: dict, progress: Progress) -> Outcome:
    """Ask OpenStreetMap and keep what it says; called by workers."""
    party = CartoParty.objects.filter(pk=arguments["party"]).first()
    recap = party and Recap.objects.of(party).first()
    if recap is None:
        raise JobFailed(_("There is no recap to complete: compare the two states first."))
    try:
        QUESTIONS[arguments["what"]](party, recap, progress)
    except LiveFailure as error:
        raise JobFailed(
            _("%(server)s gave no answer that can be used. Nothing was changed: try again later.")
            % {"server": error.server}
        ) from error
    except BadServer as error:
        raise JobFailed(str(error)) from error
    return Outcome(
        _("The recap says now what OpenStreetMap answered."),
        reverse("participation:party_recap", args=[party.slug]),
        reverse(PAGE, args=[party.pk]),
    )


def run_comparison(arguments: dict, progress: Progress) -> Outcome:
    """Do it; called by workers."""
    party = CartoParty.objects.filter(pk=arguments["party"]).first()
    if party is None:
        raise JobFailed(_("The carto-party is no longer here."))
    progress(0, 0, _("The two states of the map are being compared."))
    try:
        make_recap(party.pk)
    except NotComparable as error:
        raise JobFailed(str(OBSTACLES[error.code])) from error
    return Outcome(
        _("The recap is ready."),
        reverse("participation:party_recap", args=[party.slug]),
        reverse(PAGE, args=[party.pk]),
    )
