"""The pages on which staff take over a survey: upload, columns, preview, confirm."""

from math import ceil

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from geo.files.models import Upload
from geo.files.uploads import keep
from geo.jobs.telling import page_of
from participation.consultations.querysets import runs
from participation.contributions.maps import allowing
from participation.imports.forms import LicenceForm
from participation.imports.jobs import AT_ONCE, CHANGE
from participation.imports.pages import OWN_FIELDS, SAMPLE, STEPS, WHOLE, rejects_file
from participation.imports.preview_page import sample_words
from participation.imports.rejects import reasons_csv
from participation.imports.rows import Rejected
from participation.imports.sentences import explain_file
from participation.imports.steps import UNREADABLE
from participation.imports.taking_over import Gone, gone_words
from participation.perception.models import FeltQuestion
from participation.surveys.columns_page import columns_context
from participation.surveys.forms import SurveyForm
from participation.surveys.importing import own_licence, own_name
from participation.surveys.jobs import leave_to_worker
from participation.surveys.judging import judge_answers
from participation.surveys.preview_page import preview_context, previewed
from participation.surveys.sentences import explain_row, taken_over
from participation.surveys.steps import PURPOSE, SurveyStep, address_of
from participation.surveys.taking_over import report_address, take_over

TEMPLATES = {
    "upload": "admin/participation/surveys/upload.html",
    "columns": "admin/participation/imports/columns.html",
    "preview": "admin/participation/imports/preview.html",
}


class SurveyPages:
    """Mixed into the administration of surveys: its pages between the file and the report."""

    def get_urls(self):
        columns = self.admin_site.admin_view(self.columns_view)
        name = "participation_surveyimport_columns"
        return [path("file/<uuid:pk>/", columns, name=name), *super().get_urls()]

    def questions(self, request):
        """Those of the consultations that this person may change."""
        rows = FeltQuestion.objects.select_related(
            "consultation__perimeter", "consultation__organisation", "consultation__basemap"
        )
        found = rows.filter(runs(request.user, "consultation__"))
        mine = [one.pk for one in found if request.user.has_perm(CHANGE, one.consultation)]
        return rows.filter(pk__in=mine).order_by("consultation", "order", "pk")

    def add_view(self, request, form_url="", extra_context=None):
        """Send the file: nothing is taken over yet."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.upload_form(request, *given)
        if form.is_bound and form.is_valid():
            upload = keep(form.cleaned_data["file"], owner=request.user.pk, purpose=PURPOSE)
            return HttpResponseRedirect(address_of(upload, form.cleaned_data["question"]))
        return self.page(request, "upload", {"form": form}, 422 if form.errors else 200)

    def upload_form(self, request, *given):
        """The form, with the question that the address names, or the only one of a consultation."""
        questions = self.questions(request)
        asked = {name: request.GET.get(name) for name in ("question", "consultation")}
        initial = asked["question"]
        if asked["consultation"] and not initial:
            of_it = [q.pk for q in questions if str(q.consultation_id) == asked["consultation"]]
            initial = next(iter(of_it), None)
        return SurveyForm(questions, *given, initial={"question": initial})

    def columns_view(self, request, pk):
        """Say what the columns hold; from here the preview is asked for, and confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not Upload.objects.of(request.user.pk, PURPOSE).filter(pk=pk).exists():
            return self.gone(request)
        step = SurveyStep.of(request, pk, self.questions(request))
        try:
            return self.answer(request, step)
        except UNREADABLE as error:
            return self.unreadable(request, step, error)

    def answer(self, request, step):
        """The page, the file or the import that a request about the columns asks for."""
        action = request.POST.get("action", "")
        if request.method != "POST":
            return self.columns(request, step, step.form())
        if action == "again":
            return self.columns(request, step, step.form_again(request.POST))
        form = step.form(request.POST)
        if not form.is_valid():
            return self.columns(request, step, form, 422)
        answers = {"rejects": self.rejects, "import": self.take_over}
        return answers.get(action, self.preview)(request, step, form)

    def columns(self, request, step, form, status=200):
        context = columns_context(step, form)
        context["upload_address"] = reverse("admin:participation_surveyimport_add")
        return self.page(request, "columns", context, status)

    def preview(self, request, step, form, licence=None):
        total = step.opened.table.count()
        is_sampled = total > WHOLE and request.POST.get("action") != "whole"
        mapping = form.mapping()
        rows = step.rows(mapping, ceil(total / SAMPLE) if is_sampled else 1)
        judged = judge_answers(step.question, rows, form.cleaned_data["source"])
        preview, tally = previewed(judged, mapping.level)
        context = preview_context(preview, tally, step, form) | {
            "upload": step.upload,
            "consultation": step.consultation,
            "question": step.question,
            "is_geojson": step.opened.is_geojson,
            "typed": [pair for pair in request.POST.items() if pair[0] not in OWN_FIELDS],
            "confirm": licence or LicenceForm(initial=own_credit(step.question)),
            "sampled": sample_words(preview, total) if is_sampled else "",
            "rejects_words": _("Download the rows that are not taken over (CSV)"),
        }
        if is_sampled:
            context["confirm_words"] = _("Take over this file")
        page = self.page(request, "preview", context, 422 if licence else 200)
        return allowing(page, step.consultation)

    def rejects(self, request, step, form):
        """The rows that are not taken over, with their reasons, as a file."""
        rows = step.rows(form.mapping())
        judged = judge_answers(step.question, rows, form.cleaned_data["source"])
        refused = (one for one in judged if isinstance(one, Rejected))
        return rejects_file(reasons_csv((one.number, explain_row(one)) for one in refused))

    def take_over(self, request, step, form):
        """Import once; a long file is left to a worker, whose page shows how far it is."""
        licence = LicenceForm(request.POST)
        if not licence.is_valid():
            return self.preview(request, step, form, licence)
        if step.opened.table.count() > AT_ONCE:
            job = leave_to_worker(step, request.POST.dict(), request.user)
            return HttpResponseRedirect(page_of(job))
        try:
            record = take_over(step, form, licence.cleaned_data, request.user)
        except Gone:
            return self.gone(request)
        messages.success(request, taken_over(record.report))
        return HttpResponseRedirect(report_address(record))

    def gone(self, request):
        """The file was used, by this page open twice, or its day is over."""
        messages.warning(request, gone_words())
        return HttpResponseRedirect(reverse("admin:participation_surveyimport_changelist"))

    def unreadable(self, request, step, error):
        """The reason, above the form that takes another file."""
        form = SurveyForm(self.questions(request), initial={"question": step.question.pk})
        context = {"form": form, "problem": explain_file(error)}
        return self.page(request, "upload", context, 422)

    def page(self, request, name, context, status=200):
        titles = {
            "upload": _("Take over a survey"),
            "columns": _("What the columns hold"),
            "preview": _("What each row would become"),
        }
        shown = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": titles[name],
            "steps": [_("The file"), _("The columns"), _("Preview and confirm")],
            "at": STEPS.index(name) + 1,
        }
        return TemplateResponse(request, TEMPLATES[name], shown | context, status=status)


def own_credit(question) -> dict:
    """Return whose a survey is, where nobody says otherwise."""
    return {"licence": own_licence(question), "attribution": own_name(question)}
