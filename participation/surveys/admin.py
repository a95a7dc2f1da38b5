"""Surveys in the administration: the list, the report of each import, taking one back."""

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext

from participation.imports.rejects import rejected_again
from participation.imports.report_pages import ReportPages, figures_of, refused_address
from participation.perception.origins import SurveyImport
from participation.surveys.pages import SurveyPages
from participation.surveys.reading import Unusable
from participation.surveys.sentences import explain_row, notes_of, reason_name
from participation.surveys.undoing import take_back

FIGURES = (
    ("kept", gettext_lazy("ratings taken over"), "inside"),
    ("known", gettext_lazy("already there"), ""),
    ("outside", gettext_lazy("outside, not taken over"), "outside"),
    ("rejected", gettext_lazy("rows not taken over"), "rejected"),
)


@admin.register(SurveyImport)
class SurveyImportAdmin(SurveyPages, ReportPages, admin.ModelAdmin):
    """Adding an import means sending a file."""

    list_display = ["file_name", "consultation", "question", "created_at", "actor", "kept", "state"]
    list_select_related = ["consultation", "question"]
    change_form_template = "admin/participation/surveys/report.html"
    undo_template = "admin/participation/surveys/undo.html"

    @admin.display(description=gettext_lazy("Ratings"))
    def kept(self, record):
        return number_format(record.report.get("kept", 0), force_grouping=True)

    def report_context(self, record):
        return report_context(record)

    def refused_rows(self, record):
        return refused_rows(record)

    def undo_lines(self, record):
        return [gone_words(record.perceptions.count())]

    def take_back(self, record, by):
        take_back(record, by.get_username())


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
    return words % {"count": number_format(count, force_grouping=True)}


def report_context(record: SurveyImport) -> dict:
    """Return what the page of an import shows."""
    report = record.report
    reasons = sorted(report.get("reasons", {}).items(), key=lambda item: -item[1])
    others = [(code, count) for code, count in reasons if code != Unusable.OUTSIDE]
    return {
        "figures": figures_of((label, report.get(key, 0), name) for key, label, name in FIGURES),
        "reasons": [
            (capfirst(reason_name(code)), number_format(count, force_grouping=True))
            for code, count in others
        ],
        "notes": notes_of(report, record.are_means) if report else [],
        "made_at": record.created_at,
        "made_by": record.actor,
        "taken_back_at": record.taken_back_at,
        "refused_address": refused_address(record) if report.get("rows") else "",
    }
