"""The page of a cell, made for a phone in the street: what is there, what is missing, who has it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.accounts.limits import TooMany
from participation.accounts.networks import network_of
from participation.accounts.origin import same_origin
from participation.accounts.visitors import remember
from participation.carto_parties import holding
from participation.carto_parties.editors import allowing_josm, editors_of, links_of, work_in
from participation.carto_parties.forms import DecisionForm, NoteForm, ReasonForm, TeamForm
from participation.carto_parties.known import by_sort, known_in_cell
from participation.carto_parties.models import DONE, IMPOSSIBLE, TAKEN, Cell
from participation.carto_parties.pages import PARTY_RELATED
from participation.carto_parties.progress import stage_of, state_now
from participation.carto_parties.sentences import explain
from participation.consultations.pages import fresh, see_other
from participation.contributions.maps import allowing, map_of
from participation.contributions.steps import errors_of, summary_of

REFUSALS = (
    holding.NotOpen,
    holding.TakenByOthers,
    holding.HoldsEnough,
    holding.NotHeld,
    TooMany,
)
STATUSES = {holding.NotOpen: 403, holding.HoldsEnough: 403, TooMany: 429}
CHANGE = "participation.change_cartoparty"


def cell_at(slug, code, visitor):
    """The cell as the visitor may see it; or Http404."""
    related = [f"party__{name}" for name in PARTY_RELATED]
    rows = Cell.objects.visible_to(visitor).select_related("party", *related)
    return get_object_or_404(rows, party__slug=slug, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin
@fresh
def cell_page(request, slug, code):
    cell = cell_at(slug, code, request.visitor)
    with timezone.override(cell.party.consultation.zone):
        if request.method == "POST":
            return act(request, cell)
        return show(request, cell)


def act(request, cell):
    """Do what one of the buttons asks for."""
    action = ACTIONS.get(request.POST.get("act", ""))
    if action is None:
        raise Http404
    form_class, do = action
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return show(request, cell, form, summary_of(errors_of(form)), 422)
    try:
        return do(request, cell, form)
    except REFUSALS as error:
        return refused(request, cell, form, error)


def refused(request, cell, form, error):
    cell.refresh_from_db(fields=["status", "team", "participant", "lock_until", "note"])
    status = STATUSES.get(type(error), 409)
    response = show(request, cell, form, explain(error, cell), status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after_s)
    return response


def take(request, cell, form):
    network = network_of(request)
    author = holding.take(cell, request.visitor, form.cleaned_data["team"], network)
    response = back_to(cell)
    is_known = request.visitor.participant == author
    return response if is_known else remember(response, request, author)


def extend(request, cell, _form):
    holding.extend(cell, request.visitor, network_of(request))
    return back_to(cell)


def give_back(request, cell, _form):
    holding.give_back(cell, request.visitor, network_of(request))
    return back_to(cell)


def finish(request, cell, form):
    holding.finish(cell, request.visitor, form.cleaned_data["note"], network_of(request))
    return back_to(cell)


def call_impossible(request, cell, form):
    note = form.cleaned_data["note"]
    holding.call_impossible(cell, request.visitor, note, network_of(request))
    return back_to(cell)


def resume(request, cell, _form):
    holding.resume(cell, request.visitor, network_of(request))
    return back_to(cell)


def decide(request, cell, form):
    if not request.user.has_perm(CHANGE, cell.party):
        raise Http404
    holding.decide(cell, form.cleaned_data["status"], form.cleaned_data["note"])
    return back_to(cell)


ACTIONS = {
    "take": (TeamForm, take),
    "extend": (None, extend),
    "give_back": (None, give_back),
    "finish": (NoteForm, finish),
    "impossible": (ReasonForm, call_impossible),
    "resume": (None, resume),
    "decide": (DecisionForm, decide),
}


def back_to(cell):
    return see_other(reverse("participation:cell", args=[cell.party.slug, cell.code]))


def show(request, cell, form=None, summary="", status=200):
    party, visitor = cell.party, request.visitor
    objects = known_in_cell(cell)
    work = work_in(cell, request)
    errors = errors_of(form) if form is not None else []
    state = state_now(cell)
    context = {
        "consultation": party.consultation,
        "party": party,
        "cell": cell,
        "stage": stage_of(party),
        "state": state,
        "is_mine": state in (TAKEN, DONE, IMPOSSIBLE) and is_holder(cell, visitor),
        "is_open": holding.is_open(party, visitor),
        "objects": objects,
        "sorts": by_sort(party, objects),
        "rows": [(one, links_of(one, work)) for one in objects],
        "editors": editors_of(party, work),
        "form": form,
        "team_name": team_of(request, cell, form),
        "act": request.POST.get("act", "") if form is not None else "",
        "note": request.POST.get("note", cell.note) if form is not None else cell.note,
        "may_organise": request.user.has_perm(CHANGE, party),
        "decisions": [
            (value, label) for value, label in DecisionForm.base_fields["status"].choices
        ],
        "errors_count": len(errors),
        "errors_summary": summary,
        "error_list": errors,
        "map": map_of(party.consultation, list(cell.geometry.extent)),
        "cells_url": reverse("api:cells", args=[party.slug]),
        "map_objects": map_objects(objects),
    }
    response = render(request, "participation/carto_parties/cell.html", context, status=status)
    return allowing_josm(allowing(response, party.consultation))


def is_holder(cell, visitor):
    return cell.participant_id is not None and cell.participant_id in visitor.participant_ids


def team_of(request, cell, form):
    """What was typed, or what this visitor called the team in another cell."""
    if isinstance(form, TeamForm):
        return request.POST.get("team", "")
    if not request.visitor.participant_ids:
        return ""
    own = Cell.objects.filter(
        party=cell.party, participant__in=request.visitor.participant_ids
    ).exclude(team="")
    return own.order_by("-updated_at").values_list("team", flat=True).first() or ""


def map_objects(objects):
    """The objects as the map draws them: a number at a place."""
    return [
        {"number": one.number, "place": [round(one.place.x, 7), round(one.place.y, 7)]}
        for one in objects
    ]
