"""The API: contributions from apps and scripts, and the verdict on a drawing."""

import datetime
import math
import time
import uuid
from functools import wraps

from django.conf import settings
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from geo.drawings.geojson import DRAWING_BYTES, parse, read_drawing
from geo.drawings.reasons import Code, InvalidDrawing
from geo.perimeters.conversion import to_geojson
from geo.perimeters.sentences import explain, sentence
from geo.places.references import NoSuchObject, UnreadableReference, read_reference
from participation.accounts import limits
from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.visitors import NOBODY
from participation.consultations.models import Consultation
from participation.consultations.phases import state_of
from participation.consultations.rights import why_closed
from participation.contributions.contributing import (
    DrawingRefused,
    NotAllowed,
    PhaseClosed,
    Placed,
    Sent,
    SentOtherwise,
    contribute,
)
from participation.contributions.forms import NameForm, WordsForm
from participation.contributions.judging import NoPerimeter, verdict_on
from participation.contributions.objects import credit_for, placed_about
from participation.contributions.place_form import GONE, PlaceForm
from participation.contributions.problems import problem
from participation.contributions.verdicts import told, told_refused

JUDGED_WITH = ("organisation", "perimeter", "places_layer__current")
READ = {"kind", "theme", "title", "text", "language", "display_name"}
LONGEST_NUMBER = 12
# A verdict is asked while somebody draws, and the worst drawing costs as much as a hundred usual
# ones: so what is counted is work, for each network half of a processor.
JUDGED_MS, JUDGED_WINDOW = 30_000, datetime.timedelta(minutes=1)
LEAST_MS = 10  # with reading and answering
NOT_JSON = {Code.UNREADABLE, Code.TOO_DEEP, Code.DUPLICATE_KEY}


class InvalidFields(Exception):
    """Some fields are not right: {name: [sentences]}."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


def api_post(view):
    """Decorates view(request, consultation, document): reads the JSON object that was posted.

    No authority is drawn from a cookie here, so a post from another site can do no harm.
    """

    @wraps(view)
    def posted(request, consultation_id):
        rows = Consultation.objects.published().select_related(*JUDGED_WITH)
        consultation = rows.filter(pk=consultation_id).first()
        if consultation is None:
            return problem(404, _("This consultation does not exist."))
        if is_too_large(request.META.get("CONTENT_LENGTH") or "0"):
            return too_large()
        with translation.override(language_of(request)):
            try:
                document = parse(request.body)
            except InvalidDrawing as error:
                return unreadable(error.reason)
            return view(request, consultation, document)

    return csrf_exempt(require_POST(never_cache(posted)))


def language_of(request):
    """`?language=` where it is one of ours, else what Accept-Language chose."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()


def is_too_large(length):
    """Asked before the body is read; a length that is no number is left to the server."""
    return length.isdecimal() and (len(length) > LONGEST_NUMBER or int(length) > DRAWING_BYTES)


def too_large():
    limit = DRAWING_BYTES // 1024
    return problem(413, _("This is too large: at most %(limit)s kB are read.") % {"limit": limit})


def unreadable(reason):
    if reason.code == Code.TOO_LARGE:
        return too_large()
    if reason.code in NOT_JSON:
        return problem(400, _("This cannot be read."), explain(reason), code=str(reason.code))
    return invalid({"geometry": [explain(reason)]}, code=str(reason.code))


def too_many(error):
    title = _("Too many were sent from here in a short time.")
    return problem(429, title, headers={"Retry-After": str(error.retry_after_s)})


def invalid(errors, **members):
    title = _("Some fields need a correction.")
    return problem(422, title, errors=errors, **members)


@api_post
def verdict(request, consultation, document):
    """On a drawing, or on a place said in one of the ways of the form; nothing is stored."""
    return answered(request, consultation, document)


def answered(request, consultation, document):
    """The verdict, within what one network may have judged."""
    network = network_of(request)
    try:
        limits.check("verdict", network, JUDGED_MS, JUDGED_WINDOW)
    except TooMany as error:
        return too_many(error)
    begun_s = time.thread_time()
    answer = verdict_told(consultation, document)
    spent_ms = math.ceil((time.thread_time() - begun_s) * 1000)
    limits.count("verdict", network, window=JUDGED_WINDOW, weight=max(spent_ms, LEAST_MS))
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def verdict_told(consultation, document):
    try:
        if "place_way" in document:
            return told_place(PlaceForm(consultation, document))
        return told(verdict_on(read_drawing(document), consultation))
    except InvalidDrawing as error:
        return told_refused(str(error.reason.code), explain(error.reason), error.reason.vertex)
    except NoPerimeter as error:
        raise Http404 from error


def told_place(form):
    """With the place itself, for the map, where nothing of it is kept; objects with their credit."""
    form.is_valid()
    if form.verdict:
        whole = {} if form.verdict.may_send else {"removed": to_geojson(form.shape)}
        credit = {"attribution": credit_for(form.about)} if form.about else {}
        return told(form.verdict) | whole | credit
    return told_refused("unreadable", next(iter(form.errors.values()))[0])


@api_post
def contributions(request, consultation, document):
    try:
        sent = read_feature(document, consultation)
        outcome = contribute(consultation, NOBODY, sent, "api", network_of(request))
    except InvalidFields as error:
        return invalid(error.errors)
    except DrawingRefused as error:
        code = str(error.verdict.reason.code)
        return invalid({"geometry": [sentence(error.verdict)]}, code=code)
    except SentOtherwise:
        return problem(409, _("This id was already used for another content."))
    except (PhaseClosed, NotAllowed):
        reason = why_closed(NOBODY, consultation, state_of(consultation))
        return problem(403, _("Contributing is not possible now."), reason)
    except TooMany as error:
        return too_many(error)
    return stored(request, outcome)


def stored(request, outcome):
    """201 for a new contribution, 200 with the same id and link for a repeat."""
    contribution = outcome.contribution
    address = reverse("participation:contribution", args=[contribution.pk])
    body = {
        "id": str(contribution.pk),
        "reference": contribution.reference,
        "outcome": contribution.outcome,
        "share_kept": round(contribution.share_kept, 4),
        "visibility": contribution.visibility,
        "url": request.build_absolute_uri(address),
    }
    if outcome.token:
        receipt = reverse("participation:receipt", args=[outcome.token])
        body["receipt"] = request.build_absolute_uri(receipt)
    headers = {"Location": body["url"]}
    return JsonResponse(body, status=201 if outcome.is_new else 200, headers=headers)


def read_feature(document, consultation):
    """The message in a GeoJSON Feature; members that are not listed in READ are not read."""
    errors = {}
    if document.get("type") != "Feature":
        raise InvalidFields({"type": [_("Send a GeoJSON Feature.")]})
    properties = document.get("properties")
    if not isinstance(properties, dict):
        raise InvalidFields({"properties": [_("Send an object with the properties.")]})
    client_id = read_client_id(document, errors)
    placed = read_place(document, consultation, errors)
    values = {name: value for name, value in properties.items() if name in READ}
    words, name = WordsForm(consultation, values), NameForm(values)
    for form in (words, name):
        errors |= {field: list(sentences) for field, sentences in form.errors.items()}
    if errors:
        raise InvalidFields(errors)
    said = words.cleaned_data | name.cleaned_data
    return Sent(client_id=client_id, drawing=placed.drawing, about=placed.about, **said)


def read_client_id(document, errors):
    try:
        return uuid.UUID(document.get("id"))
    except (TypeError, ValueError, AttributeError):
        errors["id"] = [_("Send a UUID of your own as the id of the Feature.")]
        return None


def read_place(document, consultation, errors):
    """The geometry, or the objects that `about` names; of these the point is ours to find."""
    about = document["properties"].get("about")
    try:
        if about is None:
            return Placed(read_drawing(document))
        if document.get("geometry") is not None:
            errors["about"] = [_("Send a geometry or the object that it is about, not both.")]
            return None
        return placed_about(read_reference(str(about)), consultation)
    except InvalidDrawing as error:
        errors["geometry"] = [explain(error.reason)]
    except (UnreadableReference, NoSuchObject):
        errors["about"] = [GONE]
    return None
