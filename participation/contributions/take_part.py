"""Taking part: where, what, check and send; without an account, a cookie or a script."""

import uuid

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.origin import same_origin
from participation.accounts.visitors import remember
from participation.consultations.pages import page_of, see_other
from participation.consultations.phases import state_of
from participation.consultations.rights import may_contribute, why_closed
from participation.contributions.contributing import (
    DrawingRefused,
    NotAllowed,
    PhaseClosed,
    SentOtherwise,
    contribute,
)
from participation.contributions.forms import WordsForm
from participation.contributions.maps import allowing
from participation.contributions.steps import STEPS, Steps, form_context
from participation.contributions.verdicts import place_sentence


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
@cache_control(private=True, no_cache=True)  # not no-store: else the browser's Back shows an error
@page_of("take_part")
def take_part(request, consultation, words_form=WordsForm):
    """`words_form` may ask more than words, for those above."""
    now = state_of(consultation)
    if not may_contribute(request.visitor, consultation, now):
        return closed(request, consultation, now)
    posted = request.POST if request.method == "POST" else None
    steps = Steps(consultation, posted, request.GET.get("about", ""), words_form)
    if steps.is_ready:
        return send(request, consultation, steps)
    return show(request, consultation, steps, status=200 if steps.failed is None else 422)


def closed(request, consultation, now):
    """What was typed is given back, so that nothing is lost at the closing hour."""
    context = {
        "consultation": consultation,
        "now": now,
        "sentence": why_closed(request.visitor, consultation, now),
        "typed_title": request.POST.get("title", ""),
        "typed_text": request.POST.get("text", ""),
    }
    status = 403 if request.method == "POST" else 200
    return render(request, "participation/closed.html", context, status=status)


def send(request, consultation, steps):
    try:
        with transaction.atomic():
            outcome = contribute(
                consultation, request.visitor, steps.sent(), "web", network_of(request)
            )
            if outcome.is_new:
                steps.keep_more(outcome.contribution)
    except TooMany as error:
        response = show(request, consultation, steps, error.sentence, status=429)
        response["Retry-After"] = str(error.retry_after_s)
        return response
    except DrawingRefused:  # another perimeter came into force in this instant
        again = Steps(consultation, request.POST, words_form=steps.words_form)
        return show(request, consultation, again, status=422)
    except SentOtherwise:
        steps.client_id = uuid.uuid4()
        summary = _(
            "You already sent a contribution from this page. "
            "To send this one as well, press the button again."
        )
        return show(request, consultation, steps, summary, status=409)
    except (PhaseClosed, NotAllowed):
        return closed(request, consultation, state_of(consultation))
    return stored(request, outcome)


def stored(request, outcome):
    """Leads to the receipt, or to the contribution where the link is not given a second time."""
    contribution = outcome.contribution
    if outcome.token is None:
        return redirect("participation:contribution", contribution.pk)
    address = reverse("participation:receipt", args=[outcome.token])
    response = see_other(f"{address}?new=1")
    if request.visitor.participant == contribution.participant:
        return response
    return remember(response, request, contribution.participant) if outcome.is_new else response


def show(request, consultation, steps, summary="", status=200):
    context = form_context(consultation, steps.forms, steps.verdict, summary)
    context |= {
        "now": state_of(consultation),
        "step": steps.step,
        "step_number": STEPS.index(steps.step) + 1,
        "carried": steps.carried,
        "place_sentence": place_words(steps, consultation, context),
    }
    response = render(request, "participation/take_part.html", context, status=status)
    return allowing(response, consultation)


def place_words(steps, consultation, context):
    verdict = steps.verdict
    if not (verdict and verdict.may_send):
        return ""
    place = steps.forms[0]
    is_named = place.way_used() == "place" and not context["about"]
    return place_sentence(verdict, consultation, name_of(context) if is_named else "")


def name_of(context):
    """What the place is called that was chosen by its name."""
    return context["named"].place.name if context["named"] else context["point_name"]
