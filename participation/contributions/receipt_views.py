"""The private link: the receipt, editing and withdrawing. The link itself is the authority."""

from contextlib import suppress
from functools import wraps

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from geo.drawings.geojson import DRAWING_POINTS
from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.consultations.pages import RELATED, see_other
from participation.contributions.changing import (
    NotEditable,
    edit,
    may_edit,
    may_withdraw,
    withdraw,
)
from participation.contributions.contributing import DrawingRefused, PhaseClosed, Sent
from participation.contributions.forms import NameForm, WordsForm
from participation.contributions.maps import allowing
from participation.contributions.models import Contribution
from participation.contributions.objects import object_of
from participation.contributions.place_form import SamePlaceForm
from participation.contributions.receipts import TOKEN, hash_of
from participation.contributions.steps import form_context

WORDS = ("kind", "theme", "title", "text", "language")
SENTENCES = {
    "pending": _("It will be read, then published."),
    "published": _("It is published: everyone can read it."),
    "hidden": _("It was hidden: nobody else can read it any more."),
    "merged": _("It was joined with another contribution on the same subject."),
    "withdrawn": _("You withdrew it: nobody else can read it any more."),
}


def by_receipt(view):
    """Decorates view(request, contribution): finds it by the private link, and keeps it private."""

    @wraps(view)
    def found(request, token, **more):
        if not TOKEN.match(token):
            raise Http404
        related = [f"consultation__{name}" for name in RELATED]
        rows = Contribution.objects.select_related("theme", *related)
        rows = rows.prefetch_related("consultation__phases", "consultation__themes")
        contribution = rows.filter(receipt_hash=hash_of(token)).first()
        if contribution is None:
            raise Http404
        contribution.token = token
        with timezone.override(contribution.consultation.zone):
            response = view(request, contribution, **more)
        # The address is the secret: no other site and no shared cache may learn it.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(never_cache(found))


def links(request, contribution):
    """The private addresses; the receipt's is absolute, to be kept or copied."""
    names = ("receipt", "edit", "withdraw")
    paths = {name: reverse(f"participation:{name}", args=[contribution.token]) for name in names}
    return {
        "receipt_url": request.build_absolute_uri(paths["receipt"]),
        "edit_url": paths["edit"],
        "withdraw_url": paths["withdraw"],
    }


@require_safe
@by_receipt
def receipt(request, contribution):
    consultation = contribution.consultation
    context = {
        "consultation": consultation,
        "contribution": contribution,
        "may_edit": may_edit(contribution),
        "may_withdraw": may_withdraw(contribution),
        "decision": contribution.hiding,
        "just_sent": "new" in request.GET,
        "just_edited": "edited" in request.GET,
        "sentence": SENTENCES[contribution.visibility],
        "about": object_of(contribution),
    }
    context |= links(request, contribution)
    return allowing(render(request, "participation/receipt.html", context), consultation)


@require_http_methods(["GET", "HEAD", "POST"])
@by_receipt
def edit_page(request, contribution, words_form=WordsForm):
    """`words_form` may ask more than words, for those above."""
    if not may_edit(contribution):
        return redirect("participation:receipt", contribution.token)
    posted = request.POST if request.method == "POST" else None
    place = SamePlaceForm(contribution, posted, initial=place_in(contribution))
    initial = words_in(contribution) | words_form.words_of(contribution)
    words = words_form(contribution.consultation, posted, initial=initial)
    name = NameForm(posted, initial={"display_name": contribution.display_name})
    forms = [place, words, name]
    wrong = [form for form in forms if not form.is_valid()]  # each says what is wrong with it
    if wrong:
        return show_edit(request, contribution, forms)
    try:
        with transaction.atomic():
            edit(contribution, corrected(contribution, *forms), network_of(request))
            words.keep(contribution)
    except (PhaseClosed, NotEditable):
        return redirect("participation:receipt", contribution.token)
    except DrawingRefused:  # another perimeter came into force in this instant
        return show_edit(request, contribution, [judged_again(contribution, posted), words, name])
    except TooMany as error:
        response = show_edit(request, contribution, forms, error.sentence, 429)
        response["Retry-After"] = str(error.retry_after_s)
        return response
    address = reverse("participation:receipt", args=[contribution.token])
    return see_other(f"{address}?edited=1")


def judged_again(contribution, posted):
    place = SamePlaceForm(contribution, posted)
    place.is_valid()
    return place


def place_in(contribution):
    """The objects; else the drawing for the map, where it is small enough to be drawn by hand."""
    if contribution.about:
        return {"place_way": "object", "about": contribution.about}
    drawn = contribution.drawn
    return {"drawing": drawn.geojson} if drawn and drawn.num_coords <= DRAWING_POINTS else {}


def words_in(contribution):
    return {name: getattr(contribution, name) for name in WORDS}


def corrected(contribution, place, words, name):
    return Sent(
        client_id=contribution.client_id,
        drawing=place.shape,
        about=place.about,
        display_name=name.cleaned_data["display_name"],
        **{field: words.cleaned_data[field] for field in WORDS},
    )


def show_edit(request, contribution, forms, summary="", status=None):
    consultation = contribution.consultation
    context = form_context(consultation, forms, forms[0].verdict, summary)
    status = status or (422 if context["error_list"] else 200)
    context |= links(request, contribution) | {"contribution": contribution}
    response = render(request, "participation/edit.html", context, status=status)
    return allowing(response, consultation)


@require_http_methods(["GET", "HEAD", "POST"])
@by_receipt
def withdraw_page(request, contribution):
    if request.method == "POST" and may_withdraw(contribution):
        with suppress(NotEditable):  # merged in the meantime: the receipt says so
            withdraw(contribution)
    if request.method == "POST" or not may_withdraw(contribution):
        return see_other("participation:receipt", contribution.token)
    context = {"consultation": contribution.consultation, "contribution": contribution}
    return render(request, "participation/withdraw.html", context | links(request, contribution))
