"""The pages on which staff take over a campaign: upload, columns, preview, confirm."""

from collections.abc import Iterable
from math import ceil

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.files.models import Upload
from geo.files.uploads import keep
from geo.jobs.telling import page_of
from participation.consultations.models import Consultation
from participation.consultations.querysets import runs
from participation.contributions.maps import allowing
from participation.imports.columns_page import columns_context
from participation.imports.forms import CampaignForm, ConfirmForm
from participation.imports.jobs import AT_ONCE, CHANGE, leave_to_worker
from participation.imports.preview import judge_rows
from participation.imports.preview_page import preview_context, previewed, sample_words
from participation.imports.rejects import rejects_csv
from participation.imports.rows import Rejected
from participation.imports.sentences import beginning_of, explain_file, explain_row
from participation.imports.steps import PURPOSE, UNREADABLE, Step, address_of
from participation.imports.taking_over import (
    Gone,
    gone_words,
    report_address,
    rows_of,
    take_over,
    taken_over,
)

FOLDER = "admin/participation/imports"
STEPS = ("upload", "columns", "preview")
OWN_FIELDS = {"csrfmiddlewaretoken", "action", "visibility", "licence", "attribution"}


WHOLE = 20_000  # rows of a file that are all judged for the preview
SAMPLE = 10_000  # of a longer one


class CampaignPages:
    """Mixed into the administration of imports: its pages between the file and the report."""

    def get_urls(self):
        columns = self.admin_site.admin_view(self.columns_view)
        name = "participation_contributionimport_columns"
        return [path("file/<uuid:pk>/", columns, name=name), *super().get_urls()]

    def consultations(self, request):
        """Those that this person may change."""
        rows = Consultation.objects.select_related("perimeter", "organisation", "basemap")
        found = rows.filter(runs(request.user))
        return rows.filter(pk__in=[c.pk for c in found if request.user.has_perm(CHANGE, c)])

    def add_view(self, request, form_url="", extra_context=None):
        """Send the file: nothing is taken over yet."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"consultation": request.GET.get("consultation")}
        form = CampaignForm(self.consultations(request), *given, initial=initial)
        if form.is_bound and form.is_valid():
            upload = keep(form.cleaned_data["file"], owner=request.user.pk, purpose=PURPOSE)
            return HttpResponseRedirect(address_of(upload, form.cleaned_data["consultation"]))
        return self.page(request, "upload", {"form": form}, 422 if form.errors else 200)

    def columns_view(self, request, pk):
        """Say what the columns hold; from here the preview is asked for, and confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not Upload.objects.of(request.user.pk, PURPOSE).filter(pk=pk).exists():
            return self.gone(request)
        step = Step.of(request, pk, self.consultations(request))
        try:
            return self.answer(request, step)
        except UNREADABLE as error:
            return self.unreadable(request, step, error)

    def answer(self, request, step):
        """The page, the file or the import that a request about the columns asks for."""
        action = request.POST.get("action", "")
        if request.method != "POST":
            return self.columns(request, step, step.form())
        if action == "again" or step.is_other_column(request.POST):
            return self.columns(request, step, step.form_again(request.POST))
        form = step.form(request.POST)
        if not form.is_valid():
            return self.columns(request, step, form, 422)
        answers = {"rejects": self.rejects, "import": self.take_over}
        return answers.get(action, self.preview)(request, step, form)

    def columns(self, request, step, form, status=200):
        context = columns_context(step, form)
        context["upload_address"] = reverse("admin:participation_contributionimport_add")
        return self.page(request, "columns", context, status)

    def preview(self, request, step, form, confirm=None):
        total = step.opened.table.count()
        is_sampled = total > WHOLE and request.POST.get("action") != "whole"
        rows = rows_of(step, form, ceil(total / SAMPLE) if is_sampled else 1)
        preview = previewed(judge_rows(step.consultation, rows, form.cleaned_data["source"]))
        context = preview_context(preview, step.consultation) | {
            "upload": step.upload,
            "consultation": step.consultation,
            "is_geojson": step.opened.is_geojson,
            "typed": [pair for pair in request.POST.items() if pair[0] not in OWN_FIELDS],
            "confirm": confirm or ConfirmForm(step.consultation, initial={"visibility": "rule"}),
            "sampled": sample_words(preview, total) if is_sampled else "",
            "confirm_words": _("Take over this file") if is_sampled else taking(preview.to_store),
            "rejects_words": _("Download the rows that are not taken over (CSV)"),
        }
        page = self.page(request, "preview", context, 422 if confirm else 200)
        return allowing(page, step.consultation)

    def rejects(self, request, step, form):
        """The rows that are not taken over, with their reasons, as a file."""
        source = form.cleaned_data["source"]
        judged = judge_rows(step.consultation, rows_of(step, form), source)
        rows = (
            (one.number, explain_row(one), beginning_of(one))
            for one in judged
            if isinstance(one, Rejected)
        )
        return rejects_file(rejects_csv(rows))

    def take_over(self, request, step, form):
        """Import once; a long file is left to a worker, whose page shows how far it is."""
        confirm = ConfirmForm(step.consultation, request.POST)
        if not confirm.is_valid():
            return self.preview(request, step, form, confirm)
        if step.opened.table.count() > AT_ONCE:
            job = leave_to_worker(step, request.POST.dict(), request.user)
            return HttpResponseRedirect(page_of(job))
        try:
            record = take_over(step, form, confirm.cleaned_data, request.user)
        except Gone:
            return self.gone(request)
        messages.success(request, taken_over(record))
        return HttpResponseRedirect(report_address(record))

    def gone(self, request):
        """The file was used, by this page open twice, or its day is over."""
        messages.warning(request, gone_words())
        return HttpResponseRedirect(reverse("admin:participation_contributionimport_changelist"))

    def unreadable(self, request, step, error):
        """The reason, above the form that takes another file."""
        initial = {"consultation": step.consultation.pk}
        form = CampaignForm(self.consultations(request), initial=initial)
        context = {"form": form, "problem": explain_file(error)}
        return self.page(request, "upload", context, 422)

    def page(self, request, name, context, status=200):
        titles = {
            "upload": _("Take over a campaign"),
            "columns": _("What the columns hold"),
            "preview": _("What each row would become"),
        }
        shown = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": titles[name],
            "steps": [_("The file"), _("The columns"), _("Preview and confirm")],
            "at": STEPS.index(name) + 1,
        }
        return TemplateResponse(request, f"{FOLDER}/{name}.html", shown | context, status=status)


def taking(count: int) -> str:
    """Return the words of the button that takes over so many contributions."""
    words = ngettext("Take over %(count)s contribution", "Take over %(count)s contributions", count)
    return words % {"count": number_format(count)}


def rejects_file(lines: Iterable[str]) -> HttpResponse:
    """Return lines of CSV as a file to keep."""
    headers = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)
