"""The pages where people rate: at home, and on a walk. Without an account, cookie or script."""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geo.parameters import uuid_in
from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.origin import same_origin
from participation.accounts.visitors import remember
from participation.consultations.pages import page_of, see_other
from participation.consultations.phases import state_of
from participation.consultations.rights import may_contribute
from participation.contributions.contributing import (
    DrawingRefused,
    NotAllowed,
    PhaseClosed,
    SentOtherwise,
)
from participation.contributions.maps import allowing, map_of
from participation.contributions.named_places import named_context
from participation.contributions.steps import SEARCHING, errors_of, summary_of
from participation.contributions.take_part import closed
from participation.contributions.verdicts import shown
from participation.perception.answers import AnswersForm, PointForm
from participation.perception.api import LEAST_ACCURATE_M
from participation.perception.models import HOME, PASSING
from participation.perception.rating import Rated, rate


@dataclass(frozen=True)
class Page:
    """One of the two: which questions it asks, how it looks, how its ratings are told apart."""

    context: str
    template: str
    channel: str
    is_place_first: bool


AT_HOME = Page(HOME, "participation/perception/home.html", "web", is_place_first=False)
WALK = Page(PASSING, "participation/perception/walk.html", "walk", is_place_first=True)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
@never_cache
@page_of("felt")
def felt_page(request, consultation):
    """Every question about the home on one screen, with one place."""
    return asked(request, consultation, AT_HOME, questions_of(consultation, AT_HOME))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
@never_cache
@page_of("walk")
def walk_page(request, consultation):
    """One question, asked at each stop; `?question=` chooses among several."""
    questions = questions_of(consultation, WALK)
    wanted = request.GET.get("question", "")
    chosen = [question for question in questions if str(question.pk) == wanted] or questions
    others = [question for question in questions if question != chosen[0]]
    return asked(request, consultation, WALK, chosen[:1], others)


def questions_of(consultation, page):
    questions = list(consultation.felt_questions.open().filter(context=page.context))
    if not questions:
        raise Http404
    return questions


def asked(request, consultation, page, questions, others=()):
    now = state_of(consultation)
    if not may_contribute(request.visitor, consultation, now):
        return closed(request, consultation, now)
    posted = request.POST if request.method == "POST" else None
    if posted is None or is_search(posted):
        forms = typed(consultation, questions, posted)
        return show(request, consultation, page, forms, others=others)
    forms = [PointForm(consultation, posted), AnswersForm(questions, posted)]
    wrong = [form for form in forms if not form.is_valid()]  # each says what is wrong with it
    if wrong:
        return show(request, consultation, page, forms, status=422, others=others)
    return send(request, consultation, page, forms)


def is_search(posted):
    """Its button is the first of the form: Enter presses it, in whichever field."""
    return posted.get("go") == "search" and posted.get("place_way") in SEARCHING


def typed(consultation, questions, posted):
    """The forms unasked, with what was typed; other words look for another place."""
    known = dict(posted.items()) if posted else {}
    known.pop("place", None)
    return [PointForm(consultation, initial=known), AnswersForm(questions, initial=known)]


def send(request, consultation, page, forms):
    place, answers = forms
    client_id = uuid_in(request.POST.get("client_id")) or uuid.uuid4()
    rated = Rated(client_id, place.shape, answers.values)
    try:
        outcome = rate(consultation, request.visitor, rated, page.channel, network_of(request))
    except TooMany as error:
        response = show(request, consultation, page, forms, error.sentence, 429)
        response["Retry-After"] = str(error.retry_after_s)
        return response
    except DrawingRefused:  # another perimeter came into force in this instant
        place = PointForm(consultation, request.POST)
        return show(request, consultation, page, [place, answers], status=422)
    except SentOtherwise:
        words = _("You already answered from this page. To answer again, press the button again.")
        return show(request, consultation, page, forms, words, 409)
    except (PhaseClosed, NotAllowed):
        return closed(request, consultation, state_of(consultation))
    return stored(request, outcome)


def stored(request, outcome):
    """Leads to the receipt, which says what was kept and takes it back."""
    address = reverse("participation:ratings_receipt", args=[outcome.token])
    response = see_other(f"{address}?new=1")
    is_known = request.visitor.participant == outcome.participant
    return response if is_known else remember(response, request, outcome.participant)


def show(request, consultation, page, forms, summary="", status=200, others=()):
    place, answers = forms
    errors = errors_of(*(forms if page.is_place_first else reversed(forms)))
    context = map_of(consultation) | {
        "consultation": consultation,
        "others": others,
        "asked": answers.asked,
        "place_form": place,
        "verdict": shown(place.verdict),
        "error_list": errors,
        "errors_count": len(errors),
        "errors_summary": summary or summary_of(errors),
        "ways": place.ways,
        "geometry_kinds": place.consultation.geometry_kinds,
        "verdict_url": address_of("felt_verdict", consultation),
        "ratings_url": address_of("ratings", consultation),
        "client_id": uuid.uuid4(),
        "step": "where",  # so that the search has its button
        "least_accurate_m": LEAST_ACCURATE_M,
        **named_context(place.consultation, place),
    }
    return allowing(render(request, page.template, context, status=status), consultation)


def address_of(name, consultation):
    address = reverse(f"api:{name}", args=[consultation.pk])
    return f"{address}?language={get_language()}"
