"""Surveys in the administration: the list, the report of each import, taking one back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.consultations.admin import OwnOnly
from participation.imports.pages import rejects_file
from participation.imports.rejects import reasons_csv, rejected_again
from participation.perception.origins import SurveyImport
from participation.surveys.pages import SurveyPages
from participation.surveys.reading import Unusable
from participation.surveys.sentences import explain_row, notes_of, reason_name
from participation.surveys.taking_over import report_address
from participation.surveys.undoing import AlreadyTakenBack, take_back

FIGURES = (
    ("kept", gettext_lazy("ratings taken over"), "inside"),
    ("known", gettext_lazy("already there"), ""),
    ("outside", gettext_lazy("outside, not taken over"), "outside"),
    ("rejected", gettext_lazy("rows not taken over"), "rejected"),
)


@admin.register(SurveyImport)
class SurveyImportAdmin(SurveyPages, OwnOnly, admin.ModelAdmin):
    """Adding an import means sending a file; nothing here is changed or deleted by hand."""

    path_to_organisation = "consultation__"
    list_display = ["file_name", "consultation", "question", "created_at", "actor", "kept", "state"]
    list_filter = [("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation", "question"]
    search_fields = ["file_name"]
    change_form_template = "admin/participation/surveys/report.html"

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        refused = self.admin_site.admin_view(self.refused_view)
        name = "participation_surveyimport"
        return [
            path("<uuid:pk>/undo/", undo, name=f"{name}_undo"),
            path("<uuid:pk>/refused.csv", refused, name=f"{name}_refused"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("Ratings"))
    def kept(self, record):
        return number_format(record.report.get("kept", 0))

    @admin.display(description=gettext_lazy("State"))
    def state(self, record):
        return _("taken back") if record.taken_back_at else _("in force")

    def render_change_form(self, request, context, **kwargs):
        record = context["original"]
        context |= report_context(record) | {
            "title": record.file_name,
            "may_undo": record.taken_back_at is None and self.may_undo(request, record),
        }
        return super().render_change_form(request, context, **kwargs)

    def may_undo(self, request, record):
        return request.user.has_perm("participation.change_consultation", record.consultation)

    def refused_view(self, request, pk):
        """The rows that were not taken over, with their reasons, as a file."""
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return rejects_file(reasons_csv(refused_rows(record)))

    def undo_view(self, request, pk):
        """Say what goes; with a confirmation, take the import back."""
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_undo(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.undo(request, record)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Take an import back"),
            "record": record,
            "is_taken_back": record.taken_back_at is not None,
            "lines": [gone_words(record.perceptions.count())],
            "report_address": report_address(record),
        }
        return TemplateResponse(request, "admin/participation/surveys/undo.html", context)

    def undo(self, request, record):
        try:
            take_back(record, request.user.get_username())
        except AlreadyTakenBack:
            messages.warning(request, _("This import was already taken back."))
        else:
            self.log_change(request, record, _("Taken back."))
            messages.success(request, _("The import was taken back."))
        return HttpResponseRedirect(report_address(record))


def refused_rows(record: SurveyImport):
    """Yield the number of each row that was not taken over, and why."""
    for row in record.report.get("rows", []):
        rejected = rejected_again(row["row"], row["reason"], row["facts"])
        yield rejected.number, explain_row(rejected)


def gone_words(count: int) -> str:
    """Return what goes when an import is taken back."""
    words = ngettext(
        "%(count)s rating is deleted, and counts no more from the next crossing on.",
        "%(count)s ratings are deleted, and count no more from the next crossing on.",
        count,
    )
    return words % {"count": number_format(count)}


def report_context(record: SurveyImport) -> dict:
    """Return what the page of an import shows."""
    report = record.report
    reasons = sorted(report.get("reasons", {}).items(), key=lambda item: -item[1])
    others = [(code, count) for code, count in reasons if code != Unusable.OUTSIDE]
    figures = [(name, label, report.get(key, 0)) for key, label, name in FIGURES]
    return {
        "record": record,
        "figures": [
            {"label": label, "count": number_format(count), "name": name}
            for name, label, count in figures
            if count
        ],
        "reasons": [(reason_name(code), number_format(count)) for code, count in others],
        "notes": notes_of(report, record.are_means) if report else [],
        "undo_address": reverse("admin:participation_surveyimport_undo", args=[record.pk]),
        "refused_address": refused_address(record),
    }


def refused_address(record: SurveyImport) -> str:
    """Return where the rows that were not taken over are; empty where there are none."""
    if not record.report.get("rows"):
        return ""
    return reverse("admin:participation_surveyimport_refused", args=[record.pk])
