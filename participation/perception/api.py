"""The API: one rating, from the walk or from another app; and taking one back by its link."""

import datetime

from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from geo.drawings.geojson import read_drawing
from geo.drawings.reasons import InvalidDrawing
from geo.perimeters.sentences import explain, sentence
from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.origin import is_same_origin
from participation.accounts.visitors import NOBODY, remember
from participation.consultations.phases import state_of
from participation.consultations.rights import why_closed
from participation.contributions.api import (
    InvalidFields,
    answered,
    api_post,
    invalid,
    read_client_id,
    too_many,
)
from participation.contributions.contributing import (
    DrawingRefused,
    NotAllowed,
    PhaseClosed,
    SentOtherwise,
)
from participation.contributions.judging import NoPerimeter
from participation.contributions.problems import problem
from participation.contributions.receipts import TOKEN
from participation.perception.answers import for_points, read_value
from participation.perception.rating import LATEST, OLDEST, Rated, by_receipt, rate, withdraw

LEAST_ACCURATE_M = 50  # metres


@api_post
def verdict(request, consultation, document):
    """On a place to be rated: on a point, whatever else the consultation takes."""
    return answered(request, for_points(consultation), document)


@api_post
def ratings(request, consultation, document):
    """Stores one rating. A page of this service is known by its participant, others by nobody."""
    visitor = request.visitor if is_own_page(request) else NOBODY
    try:
        rated, channel = read_rating(document, consultation)
        outcome = rate(consultation, visitor, rated, channel, network_of(request))
    except InvalidFields as error:
        return invalid(error.errors)
    except (DrawingRefused, NoPerimeter) as error:
        return refused(error)
    except SentOtherwise:
        return problem(409, _("This id was already used for another content."))
    except (PhaseClosed, NotAllowed):
        reason = why_closed(visitor, consultation, state_of(consultation))
        return problem(403, _("Rating is not possible now."), reason)
    except TooMany as error:
        return too_many(error)
    response = stored(request, outcome)
    is_known = visitor is NOBODY or visitor.participant == outcome.participant
    return response if is_known else remember(response, request, outcome.participant)


def is_own_page(request):
    """Whether a page of ours asks: browsers say so, and no other site can say it for them."""
    says = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    return bool(says) and is_same_origin(request)


def refused(error):
    if isinstance(error, NoPerimeter):
        return problem(403, _("Rating is not possible now."))
    code = str(error.verdict.reason.code)
    return invalid({"geometry": [sentence(error.verdict)]}, code=code)


def stored(request, outcome):
    """201 for a new rating, 200 with the same link for a repeat."""
    perception = outcome.perceptions[0]
    receipt = reverse("participation:ratings_receipt", args=[outcome.token])
    body = {
        "id": str(perception.client_id),
        "question": str(perception.question_id),
        "value": perception.value,
        "scale": perception.scale,
        "visibility": perception.visibility,
        "receipt": request.build_absolute_uri(receipt),
        "withdraw": request.build_absolute_uri(reverse("api:rating", args=[outcome.token])),
    }
    return JsonResponse(body, status=201 if outcome.is_new else 200)


def read_rating(document, consultation):
    """The message in a GeoJSON Feature, and its channel; raises InvalidFields."""
    if document.get("type") != "Feature":
        raise InvalidFields({"type": [_("Send a GeoJSON Feature.")]})
    said = document.get("properties")
    if not isinstance(said, dict):
        raise InvalidFields({"properties": [_("Send an object with the properties.")]})
    errors = {}
    client_id, point = read_client_id(document, errors), read_point(document, errors)
    question = read_question(said.get("question"), consultation, errors)
    value = read_number(said.get("value"), question, errors)
    given_at = read_instant(said.get("at"), errors)
    check_accuracy(said.get("accuracy_m"), errors)
    if errors:
        raise InvalidFields(errors)
    channel = "walk" if said.get("walk") is True else "api"
    return Rated(client_id, point, {question: value}, given_at), channel


def read_point(document, errors):
    try:
        drawing = read_drawing(document)
    except InvalidDrawing as error:
        errors["geometry"] = [explain(error.reason)]
        return None
    if drawing.geom_type != "Point":
        errors["geometry"] = [_("Send a point: a rating is felt at one place.")]
    return drawing


def read_question(key, consultation, errors):
    """The open question of that id."""
    asked = {str(question.pk): question for question in consultation.felt_questions.open()}
    if not isinstance(key, str) or key not in asked:
        errors["question"] = [_("This question is not asked here, or no longer.")]
        return None
    return asked[key]


def read_number(value, question, errors):
    if question is None:
        return None
    number = read_value(value, question) if isinstance(value, int | float) else None
    if number is None:
        scale = question.steps
        words = _("Send a whole number from %(least)s to %(most)s.")
        errors["value"] = [words % {"least": scale.least, "most": scale.most}]
    return number


def read_instant(text, errors):
    """When it was felt, for what waited for a network; None: now."""
    if text is None:
        return None
    now = timezone.now()
    try:
        instant = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not now - OLDEST < instant < now + LATEST:
        errors["at"] = [_("Send an instant of the last seven days with its time zone.")]
        return None
    return min(instant, now).astimezone(datetime.UTC)


def check_accuracy(metres, errors):
    """A position that is too vague says another street."""
    if metres is None:
        return
    is_number = isinstance(metres, int | float) and not isinstance(metres, bool)
    if not is_number or not 0 <= metres <= LEAST_ACCURATE_M:
        words = _("This position is not accurate enough: at most %(metres)s\u00a0m.")
        errors["accuracy_m"] = [words % {"metres": LEAST_ACCURATE_M}]


@csrf_exempt
@require_POST
@never_cache
def rating(request, token):
    """Takes the ratings of a private link back; the link itself is the authority."""
    rows = by_receipt(token) if TOKEN.match(token) else None
    if rows is None or not rows.exists():
        return problem(404, _("There is no such rating."))
    withdraw(rows)
    return JsonResponse({"visibility": "withdrawn"})
