"""Staff give a place to what came without one, in the ways in which residents give theirs."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.origin import same_origin
from participation.consultations.pages import RELATED, see_other
from participation.contributions.changing import HasPlace, give_place
from participation.contributions.forms import NameForm, WordsForm
from participation.contributions.maps import allowing
from participation.contributions.models import Contribution
from participation.contributions.place_form import PlaceForm
from participation.contributions.steps import form_context


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
@never_cache
def place_page(request, pk):
    contribution = found(pk, request.visitor)
    if not request.user.has_perm("participation.change_contribution", contribution):
        raise PermissionDenied
    if contribution.is_placed:
        return redirect("participation:contribution", pk)
    with timezone.override(contribution.consultation.zone):
        return answer(request, contribution)


def found(pk, visitor):
    related = [f"consultation__{name}" for name in RELATED]
    rows = Contribution.objects.visible_to(visitor).select_related("theme", *related)
    contribution = rows.prefetch_related("consultation__themes").filter(pk=pk).first()
    if contribution is None or not visitor.is_staff:
        raise Http404
    return contribution


def answer(request, contribution):
    form = PlaceForm(contribution.consultation, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, contribution, form)
    with suppress(HasPlace):  # a colleague was faster: the page shows where
        give_place(contribution, form.shape, form.about)
    return see_other("participation:contribution", contribution.pk)


def show(request, contribution, form):
    consultation = contribution.consultation
    forms = form, WordsForm(consultation), NameForm()
    context = form_context(consultation, forms, form.verdict) | {"contribution": contribution}
    status = 422 if context["error_list"] else 200
    response = render(request, "participation/give_place.html", context, status=status)
    return allowing(response, consultation)
