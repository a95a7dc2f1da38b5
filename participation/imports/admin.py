"""Imports of contributions in the administration: the list, the report of each, taking one back."""

from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.jobs.telling import page_of
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.imports.campaign_pages import CampaignPages
from participation.imports.jobs import leave_undoing
from participation.imports.preview_page import NOTES
from participation.imports.rejects import rejected_again
from participation.imports.report_pages import ReportPages, figures_of, refused_address
from participation.imports.rows import Note
from participation.imports.sentences import explain_row, reason_name
from participation.imports.taking_over import AT_ONCE
from participation.imports.undoing import is_answered, undo_import


@admin.register(ContributionImport)
class ContributionImportAdmin(CampaignPages, ReportPages, admin.ModelAdmin):
    """Adding an import means sending a file."""

    list_display = ["file_name", "consultation", "made_at", "by", "added", "rejected", "state"]
    list_select_related = ["consultation", "by"]
    change_form_template = "admin/participation/imports/report.html"

    def report_context(self, record):
        return report_context(record)

    def refused_rows(self, record):
        return refused_rows(record)

    def undo_lines(self, record):
        brought = Contribution.objects.filter(origin=record)
        answered = brought.filter(is_answered()).count()
        return undo_lines(brought.count() - answered, answered)

    def take_back(self, record, by):
        undo_import(record, by)

    def undo(self, request, record):
        """At once where it is short; else a worker does it, with a bar."""
        if Contribution.objects.filter(origin=record).count() > AT_ONCE:
            job = leave_undoing(record, request.user)
            self.log_change(request, record, _("Taking it back was asked for."))
            return HttpResponseRedirect(page_of(job))
        return super().undo(request, record)


def refused_rows(record: ContributionImport) -> Iterator[tuple[int, str]]:
    """Yield the number of each row that was not taken over, and why."""
    rows = record.refused_rows.order_by("number").values_list("number", "reason", "facts")
    for number, reason, facts in rows.iterator(chunk_size=2000):
        yield number, explain_row(rejected_again(number, reason, facts))


def undo_lines(removed: int, withdrawn: int) -> list[str]:
    """Return what goes and what stays when an import is taken back."""
    gone = ngettext(
        "%(count)s contribution is deleted: nobody answered it yet.",
        "%(count)s contributions are deleted: nobody answered them yet.",
        removed,
    )
    kept = ngettext(
        "%(count)s contribution has comments, decisions or changes: it is withdrawn from the public "
        "pages, and stays readable here.",
        "%(count)s contributions have comments, decisions or changes: they are withdrawn from the "
        "public pages, and stay readable here.",
        withdrawn,
    )
    lines = [(gone, removed), (kept, withdrawn)]
    return [
        words % {"count": number_format(count, force_grouping=True)}
        for words, count in lines
        if count
    ]


def report_context(record: ContributionImport) -> dict:
    """Return what the page of an import shows."""
    reasons = sorted(record.reasons.items(), key=lambda item: -item[1])
    contributions = reverse("admin:participation_contribution_changelist")
    return {
        "figures": figures_of(
            [
                (gettext_lazy("contributions taken over"), record.added, "inside"),
                (gettext_lazy("shown again"), record.restored, "inside"),
                (gettext_lazy("already there"), record.already_there, ""),
                (gettext_lazy("rows not taken over"), record.rejected, "rejected"),
            ]
        ),
        "reasons": [
            (reason_name(code), number_format(count, force_grouping=True))
            for code, count in reasons
        ],
        "notes": report_notes(record.notes),
        "made_at": record.made_at,
        "made_by": record.by,
        "taken_back_at": record.undone_at,
        "undone": undone_lines(record),
        "contributions": f"{contributions}?origin__id__exact={record.pk}",
        "refused_address": refused_address(record) if record.refused_rows.exists() else "",
    }


def report_notes(notes: dict) -> list[str]:
    """Return a sentence for each thing done to rows that were taken over."""
    known = {note: count for note, count in notes.items() if note in set(Note)}
    return [
        NOTES[Note(note)](count) % {"count": number_format(count, force_grouping=True)}
        for note, count in known.items()
        if Note(note) in NOTES
    ]


def undone_lines(record: ContributionImport) -> list[str]:
    """Return what taking it back did."""
    if not record.undone_at:
        return []
    removed = ngettext(
        "%(count)s contribution was deleted.",
        "%(count)s contributions were deleted.",
        record.removed,
    )
    withdrawn = ngettext(
        "%(count)s contribution was withdrawn.",
        "%(count)s contributions were withdrawn.",
        record.withdrawn,
    )
    lines = [(removed, record.removed), (withdrawn, record.withdrawn)]
    return [
        words % {"count": number_format(count, force_grouping=True)}
        for words, count in lines
        if count
    ]
