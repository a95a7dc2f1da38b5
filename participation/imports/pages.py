"""The pages on which staff take over a table: upload, columns, preview, confirm."""

from collections.abc import Iterable
from math import ceil

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from geo.files.uploads import Gone, keep
from geo.jobs.telling import page_of
from participation.contributions.maps import allowing
from participation.imports.preview_page import sample_words
from participation.imports.rows import Rejected
from participation.imports.sentences import explain_file
from participation.imports.steps import UNREADABLE, Step, address_name
from participation.imports.taking_over import (
    AT_ONCE,
    gone_words,
    leave_to_worker,
    report_address,
    take_over,
)

STEPS = ("upload", "columns", "preview")
OWN_FIELDS = {"csrfmiddlewaretoken", "action", "visibility", "licence", "attribution"}
WHOLE = 20_000  # rows of a file that are all judged for the preview
SAMPLE = 10_000  # of a longer one


class TakingOverPages:
    """Mixed into the administration of imports: their pages between the file and the report.

    Each kind of import adds `subjects`, what somebody may take a file over for; `upload_form`, which
    takes it; `columns_context` and `preview_context`, what the other pages show; `refused_lines`,
    the rows that are not taken over as lines of CSV.
    """

    step: type[Step]
    upload_title = ""
    templates = {
        "upload": "admin/participation/imports/upload.html",
        "columns": "admin/participation/imports/columns.html",
        "preview": "admin/participation/imports/preview.html",
    }

    def get_urls(self):
        columns = self.admin_site.admin_view(self.columns_view)
        name = f"participation_{self.opts.model_name}_columns"
        return [path("file/<uuid:pk>/", columns, name=name), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """Send the file: nothing is taken over yet."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.upload_form(request, *given)
        if form.is_bound and form.is_valid():
            file, subject = form.cleaned_data["file"], form.cleaned_data[self.step.named]
            upload = keep(file, owner=request.user.pk, purpose=self.step.purpose)
            return HttpResponseRedirect(self.step.address_of(upload, subject))
        return self.page(request, "upload", {"form": form}, 422 if form.errors else 200)

    def columns_view(self, request, pk):
        """Say what the columns hold; from here the preview is asked for, and confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            return self.answer(request, self.step.of(request, pk, self.subjects(request)))
        except Gone:
            return self.gone(request)
        except UNREADABLE as error:
            context = {"form": self.upload_form(request), "problem": explain_file(error)}
            return self.page(request, "upload", context, 422)

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
        context = self.columns_context(step, form)
        context["upload_address"] = reverse(address_name(self.opts.model, "add"))
        return self.page(request, "columns", context, status)

    def preview(self, request, step, form, confirm=None):
        total = step.opened.table.count()
        is_sampled = total > WHOLE and request.POST.get("action") != "whole"
        judged = step.judged(form, ceil(total / SAMPLE) if is_sampled else 1)
        context = self.preview_context(step, form, judged) | {
            "upload": step.upload,
            "consultation": step.consultation,
            step.named: step.subject,
            "is_geojson": step.opened.is_geojson,
            "typed": [pair for pair in request.POST.items() if pair[0] not in OWN_FIELDS],
            "confirm": confirm or step.confirm_form(),
            "rejects_words": _("Download the rows that are not taken over (CSV)"),
        }
        if is_sampled:
            context["sampled"] = sample_words(context["judged"], total)
            context["confirm_words"] = _("Take over this file")
        page = self.page(request, "preview", context, 422 if confirm else 200)
        return allowing(page, step.consultation)

    def rejects(self, request, step, form):
        """The rows that are not taken over, with their reasons, as a file."""
        refused = (one for one in step.judged(form) if isinstance(one, Rejected))
        return rejects_file(self.refused_lines(refused))

    def take_over(self, request, step, form):
        """Import once; a long file is left to a worker, whose page shows how far it is."""
        confirm = step.confirm_form(request.POST)
        if not confirm.is_valid():
            return self.preview(request, step, form, confirm)
        if step.opened.table.count() > AT_ONCE:
            job = leave_to_worker(step, request.POST.dict(), request.user)
            return HttpResponseRedirect(page_of(job))
        record = take_over(step, form, confirm.cleaned_data, request.user)
        messages.success(request, step.words_of(record))
        return HttpResponseRedirect(report_address(record))

    def gone(self, request):
        """The file was used, by this page open twice, or its day is over."""
        messages.warning(request, gone_words())
        return HttpResponseRedirect(reverse(address_name(self.opts.model, "changelist")))

    def page(self, request, name, context, status=200):
        titles = {
            "upload": self.upload_title,
            "columns": _("What the columns hold"),
            "preview": _("What each row would become"),
        }
        shown = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": titles[name],
            "steps": [_("The file"), _("The columns"), _("Preview and confirm")],
            "at": STEPS.index(name) + 1,
        }
        return TemplateResponse(request, self.templates[name], shown | context, status=status)


def rejects_file(lines: Iterable[str]) -> HttpResponse:
    """Return lines of CSV as a file to keep."""
    headers = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)
