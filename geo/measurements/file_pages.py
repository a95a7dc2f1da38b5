"""The pages on which staff bring measurements: the files, what they hold, what they become."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from geo.files.pages import FilePages
from geo.files.uploads import Gone, keep
from geo.jobs.telling import page_of
from geo.measurements.bringing import fitting
from geo.measurements.class_fields import unread
from geo.measurements.columns_page import columns_context
from geo.measurements.describing import describe_form, expected_rows, notes_of
from geo.measurements.explaining import refusal_words
from geo.measurements.forms import MeasurementFilesForm
from geo.measurements.jobs import PURPOSE, gone_words, leave_to_worker
from geo.measurements.preview import preview_context, previewed
from geo.measurements.reading.areas import classes_in
from geo.measurements.reading.choices import Kind, Refused
from geo.measurements.reading.files import read_all
from geo.measurements.steps import Step, address_of
from geo.parameters import uuid_in
from geo.perimeters.forms import ASKED, AnswerForm

FOLDER = "geo/measurements/"
STEPS = ("upload", "columns", "preview")
OWN_FIELDS = {"csrfmiddlewaretoken", "action"}


class MeasurementFilePages(FilePages):
    """Mixed into the administration of sets of measurements: adding one means sending files."""

    def get_urls(self):
        file = self.admin_site.admin_view(self.file_view)
        return [
            path("file/<uuid:pk>/", file, name="geo_dataset_file"),
            *super().get_urls(),
        ]

    def upload(self, request, dataset):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = MeasurementFilesForm(*given)
        if form.is_bound and form.is_valid():
            files = form.cleaned_data["files"]
            uploads = [keep(one, owner=request.user.pk, purpose=PURPOSE) for one in files]
            return HttpResponseRedirect(address_of(uploads, dataset))
        return self._page(request, "upload", dataset, {"form": form}, 422 if form.errors else 200)

    def file_view(self, request, pk):
        """What files hold; from here the preview is asked for, and confirmed."""
        asked = uuid_in(request.GET.get("dataset", ""))
        dataset = self.changeable(request, asked) if asked else None
        if dataset is None and not self.has_add_permission(request):
            raise PermissionDenied
        step = Step.of(request, pk, dataset)
        if not step.uploads:
            return self._gone(request)
        try:
            with step.opened():
                return self._answer(request, step)
        except Gone:
            return self._gone(request)
        except Refused as error:
            return self._refused(request, step, error)

    def _gone(self, request):
        messages.warning(request, gone_words())
        return HttpResponseRedirect(reverse("admin:geo_dataset_changelist"))

    def _answer(self, request, step):
        """The page that a request about the columns asks for."""
        recognised = step.recognised()
        if request.method != "POST":
            return self._columns(request, step, recognised, step.form(recognised))
        action = request.POST.get("action", "")
        form = step.form(recognised, request.POST)
        if not form.is_valid():
            return self._columns(request, step, recognised, form, status=422)
        try:
            if action == "again":
                return self._columns_again(request, step, recognised, form)
            return self._preview(request, step, recognised, form, action == "store")
        except Refused as error:
            problem = refusal_words(error)
            return self._columns(request, step, recognised, form, problem=problem, status=422)

    def _columns_again(self, request, step, recognised, form):
        """The same page, with the classes of a noise map as they are read now."""
        classes = recognised.classes
        if recognised.kind == Kind.AREAS:
            name, file = step.files[0]
            choices = form.choices()
            classes = classes_in(file, choices, name=name)
            asked = unread(classes, choices.levels)
            form = step.form_again(recognised, request.POST.dict(), asked)
        return self._columns(request, step, recognised, form, classes)

    def _columns(self, request, step, recognised, form, classes=None, problem="", status=200):
        shown = recognised.classes if classes is None else classes
        context = columns_context(step, recognised, form, shown) | {"problem": problem}
        return self._page(request, "columns", step.dataset, context, status)

    def _preview(self, request, step, recognised, form, is_confirmed):
        dataset = step.set_of(form)
        choices = fitting(form.choices(), dataset)
        preview = previewed(read_all(step.files, choices), dataset.time_zone)
        sent = request.POST if is_confirmed else None
        describe = describe_form(step, recognised, preview, dataset, sent)
        if sent is not None and describe.is_valid():
            return self._store(request, step, dataset, choices, describe, preview)
        own = {*OWN_FIELDS, *describe.fields}
        context = preview_context(preview, notes_of(step)) | {
            "form": describe,
            "typed": [pair for pair in request.POST.items() if pair[0] not in own],
        }
        return self._page(request, "preview", step.dataset, context, 422 if sent else 200)

    def _store(self, request, step, dataset, choices, describe, preview):
        """Leave it to a worker, whose page shows how far it is and leads to the report."""
        about = step.about(dataset.indicator, dataset.time_zone) | {
            "said": describe.said,
            "days": describe.days,
            "expected": expected_rows(step, preview, choices),
        }
        job = leave_to_worker(step.uploads, choices, about, request.user, back=step.address)
        return HttpResponseRedirect(page_of(job))

    def _refused(self, request, step, error):
        """The reason; or the question without whose answer the file cannot be read."""
        asking = ASKED.get(getattr(error.cause, "code", ""))
        if asking and request.method == "GET":
            given = request.GET if "answered" in request.GET else None
            kept = [("also", one.pk) for one in step.uploads[1:]]
            kept += [("dataset", step.dataset.pk)] if step.dataset else []
            kept += [pair for pair in step.said.items() if pair[0] != asking]
            context = {
                "question": AnswerForm(error.cause, given),
                "problem": refusal_words(error),
                "upload": step.uploads[0],
                "kept_in_address": kept,
            }
            return self._page(request, "question", step.dataset, context, 422 if given else 200)
        context = {"form": MeasurementFilesForm(), "problem": refusal_words(error)}
        return self._page(request, "upload", step.dataset, context, 422)

    def _page(self, request, name, dataset, context, status=200):
        titles = {
            "upload": _("Bring measurements"),
            "question": _("A question about the file"),
            "columns": _("What the file holds"),
            "preview": _("What each row would become"),
        }
        address = (
            reverse("admin:geo_dataset_new_version", args=[dataset.pk])
            if dataset
            else reverse("admin:geo_dataset_add")
        )
        shown = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": titles[name],
            "dataset": dataset,
            "upload_address": address,
            "steps": [_("The file"), _("What it holds"), _("Preview and confirm")],
            "at": STEPS.index("columns" if name == "question" else name) + 1,
        }
        return TemplateResponse(request, f"{FOLDER}{name}.html", shown | context, status=status)
