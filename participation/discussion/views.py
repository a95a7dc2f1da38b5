"""The page of a contribution, with its comments."""

import uuid

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.origin import same_origin
from participation.accounts.visitors import remember
from participation.consultations.pages import RELATED, fresh, see_other
from participation.consultations.phases import state_of
from participation.consultations.rights import may_comment
from participation.contributions.maps import allowing, map_around
from participation.contributions.models import Contribution
from participation.contributions.objects import object_of
from participation.contributions.steps import errors_of, summary_of
from participation.discussion.commenting import (
    CommentsClosed,
    Said,
    SaidOtherwise,
    comment_on,
)
from participation.discussion.forms import CommentForm
from participation.discussion.models import Comment

GONE = ("hidden", "merged", "withdrawn")


def found(pk, visitor):
    """The contribution as the visitor may see it, its author's own hidden one too; or Http404."""
    related = [f"consultation__{name}" for name in RELATED]
    rows = Contribution.objects.select_related("theme", *related)
    rows = rows.prefetch_related("consultation__phases")
    seen = rows.visible_to(visitor).filter(pk=pk).first()
    own = rows.by(visitor).filter(visibility="hidden", consultation__is_published=True)
    return seen or own.filter(pk=pk).first()


def missing(request, pk):
    """410 for what was public and is no more, 404 for what never was."""
    rows = Contribution.objects.filter(pk=pk, visibility__in=GONE, published_at__isnull=False)
    if rows.filter(consultation__is_published=True).exists():
        return render(request, "participation/gone.html", status=410)
    raise Http404


@require_safe
@fresh
def contribution_page(request, pk):
    contribution = found(pk, request.visitor)
    if contribution is None:
        return missing(request, pk)
    with timezone.override(contribution.consultation.zone):
        form = CommentForm(initial={"client_id": uuid.uuid4(), "language": get_language()})
        return show(request, contribution, form)


@require_http_methods(["POST"])
@same_origin
def comment(request, pk):
    contribution = found(pk, request.visitor)
    if contribution is None:
        return missing(request, pk)
    with timezone.override(contribution.consultation.zone):
        form = CommentForm(request.POST)
        if not form.is_valid():
            return show(request, contribution, form, summary_of(errors_of(form)), 422)
        return send(request, contribution, form)


def send(request, contribution, form):
    names = ("client_id", "text", "language", "display_name")
    said = Said(**{name: form.cleaned_data[name] for name in names})
    try:
        stored, is_new = comment_on(contribution, request.visitor, said, network_of(request))
    except TooMany as error:
        response = show(request, contribution, form, error.sentence, 429)
        response["Retry-After"] = str(error.retry_after_s)
        return response
    except SaidOtherwise:
        form = CommentForm(request.POST.dict() | {"client_id": uuid.uuid4()})
        again = _(
            "You already sent a comment from this page. To send this one as well, press the button again."
        )
        return show(request, contribution, form, again, 409)
    except CommentsClosed:
        return show(request, contribution, form, _("Comments are closed."), 403)
    address = reverse("participation:contribution", args=[contribution.pk])
    response = see_other(f"{address}#comment-{stored.pk}")
    is_known = request.visitor.participant == stored.participant
    return remember(response, request, stored.participant) if is_new and not is_known else response


def show(request, contribution, form, summary="", status=200):
    consultation = contribution.consultation
    visitor = request.visitor
    now = state_of(consultation)
    is_own = contribution.participant_id in visitor.participant_ids
    is_staff = request.user.has_perm("participation.view_contribution", contribution)
    errors = errors_of(form)
    is_open = may_comment(visitor, contribution, now)
    about = object_of(contribution)
    context = {
        "consultation": consultation,
        "contribution": contribution,
        "now": now,
        "comments": list(Comment.objects.filter(contribution=contribution).visible_to(visitor)),
        "comment_form": form,
        "may_comment": is_open,
        "comments_closed_sentence": "" if is_open else why_not(contribution, now),
        "is_own": is_own,
        "decision": contribution.hiding if is_own or is_staff else None,
        "may_place": request.user.has_perm("participation.change_contribution", contribution),
        "is_outside_now": is_staff and contribution.found_outside_at is not None,
        "errors_count": len(errors),
        "errors_summary": summary,
        "error_list": errors,
        "map": map_around(contribution.geometry, consultation, about),
        "about": about,
    }
    response = render(request, "participation/contribution.html", context, status=status)
    return allowing(response, consultation)


def why_not(contribution, now):
    if not now.is_commenting:
        return _("Comments are closed.")
    if not contribution.is_published:
        return _("Comments open when the contribution is published.")
    return _("Only people with an account may comment here. Please log in first.")
