"""How a crossing stands, for the staff: each cell with what it still needs, and the releases."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from geo.jobs.models import Job
from geo.jobs.telling import page_of
from participation.crossings.jobs import (
    COMPUTE,
    RELEASE,
    STATE,
    lock_of,
    released_today_words,
    start_crossing,
)
from participation.crossings.models import NO_ANSWER, PUBLISHED, TOO_FEW, UNCERTAIN
from participation.crossings.naming import names_shown
from participation.crossings.refusing import obstacles
from participation.crossings.releasing import is_over
from participation.crossings.taking import LEAST_MOVED, day_of, occasion_of

TEMPLATE = "admin/participation/crossings/state.html"
PAGE = 50
ORDER = [PUBLISHED, UNCERTAIN, TOO_FEW, NO_ANSWER]


class StatePage:
    """Mixed into the administration of crossings."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.state_view)
        return [path("<uuid:pk>/state/", view, name=STATE.partition(":")[2]), *super().get_urls()]

    def state_view(self, request, pk):
        crossing = self.get_object(request, str(pk))
        if crossing is None or not self.has_view_permission(request, crossing):
            raise Http404
        may_change = self.has_change_permission(request, crossing)
        what = request.POST.get("what", "")
        wrong = list(obstacles(crossing).values())
        if what in (COMPUTE, RELEASE) and may_change and not wrong:
            return HttpResponseRedirect(page_of(start_crossing(crossing, what, request.user)))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("How it stands"),
            "crossing": crossing,
            "obstacles": wrong,
            "may_change": may_change,
            "job": Job.objects.unfinished().filter(lock=lock_of(crossing)).first(),
            **live_facts(crossing, request.GET.get("p")),
            **release_facts(crossing),
        }
        return TemplateResponse(request, TEMPLATE, context)


def live_facts(crossing, number):
    """What the last computation says, cells with most answers first."""
    live = crossing.releases.live().first()
    if live is None:
        return {}
    rank = Case(
        *(When(status=status, then=Value(at)) for at, status in enumerate(ORDER)),
        output_field=IntegerField(),
    )
    answered = live.cells.exclude(status=NO_ANSWER).order_by(rank, "needed", "-n", "i", "j")
    page = Paginator(answered, PAGE).get_page(number)
    names = names_shown(crossing, page.object_list)
    counts = live.totals["cells"]
    return {
        "live": live,
        "page": page,
        "lines": [(cell, names.by_cell.get((cell.i, cell.j), "")) for cell in page.object_list],
        "credits": names.credits,
        "is_without_expected": bool(crossing.curve)
        and not live.cells.exclude(expected=None).exists(),
        "counts": [(status, counts.get(status, 0)) for status in ORDER],
    }


def release_facts(crossing):
    """The public releases, the newest first, and whether another can be made now."""
    occasion = occasion_of(crossing)
    shown = crossing.shown
    is_today = shown is not None and day_of(shown) == occasion.day and not occasion.is_last
    return {
        "releases": crossing.releases.public(),
        "today": released_today_words() if is_today else "",
        "is_last": occasion.is_last,
        "is_over": is_over(crossing),
        "moved": LEAST_MOVED,
    }
