"""Imports in the administration: the list, the report of each, taking one back."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.jobs.telling import page_of
from participation.consultations.admin import OwnOnly
from participation.contributions.models import Contribution
from participation.contributions.origins import ContributionImport
from participation.imports.jobs import AT_ONCE, leave_undoing
from participation.imports.pages import CampaignPages, rejects_file
from participation.imports.preview_page import NOTES
from participation.imports.rejects import reasons_csv, rejected_again
from participation.imports.rows import Note
from participation.imports.sentences import explain_row, reason_name
from participation.imports.taking_over import report_address
from participation.imports.undoing import AlreadyUndone, is_answered, undo_import


@admin.register(ContributionImport)
class ContributionImportAdmin(CampaignPages, OwnOnly, admin.ModelAdmin):
    """Adding an import means sending a file; nothing here is changed or deleted by hand."""

    path_to_organisation = "consultation__"
    list_display = ["file_name", "consultation", "made_at", "by", "added", "rejected", "state"]
    list_filter = [("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation", "by"]
    search_fields = ["file_name"]
    change_form_template = "admin/participation/imports/report.html"

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        refused = self.admin_site.admin_view(self.refused_view)
        name = "participation_contributionimport"
        return [
            path("<uuid:pk>/undo/", undo, name=f"{name}_undo"),
            path("<uuid:pk>/refused.csv", refused, name=f"{name}_refused"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("State"))
    def state(self, record):
        return _("taken back") if record.undone_at else _("in force")

    def render_change_form(self, request, context, **kwargs):
        record = context["original"]
        context |= report_context(record) | {
            "title": record.file_name,
            "may_undo": record.undone_at is None and self.may_undo(request, record),
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
        """Say what goes and what stays; with a confirmation, take the import back."""
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_undo(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.undo(request, record)
        brought = Contribution.objects.filter(origin=record)
        answered = brought.filter(is_answered()).count()
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Take an import back"),
            "record": record,
            "lines": undo_lines(brought.count() - answered, answered),
            "report_address": report_address(record),
        }
        return TemplateResponse(request, "admin/participation/imports/undo.html", context)

    def undo(self, request, record):
        """At once where it is short; else a worker does it, with a bar."""
        if Contribution.objects.filter(origin=record).count() > AT_ONCE:
            job = leave_undoing(record, request.user)
            self.log_change(request, record, _("Taking it back was asked for."))
            return HttpResponseRedirect(page_of(job))
        try:
            undone = undo_import(record, request.user)
        except AlreadyUndone:
            messages.warning(request, _("This import was already taken back."))
        else:
            self.log_change(request, undone, _("Taken back."))
            messages.success(request, _("The import was taken back."))
        return HttpResponseRedirect(report_address(record))


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
    return [words % {"count": number_format(count)} for words, count in lines if count]


def report_context(record: ContributionImport) -> dict:
    """Return what the page of an import shows."""
    figures = [
        (gettext_lazy("contributions taken over"), record.added, "inside"),
        (gettext_lazy("shown again"), record.restored, "inside"),
        (gettext_lazy("already there"), record.already_there, ""),
        (gettext_lazy("rows not taken over"), record.rejected, "rejected"),
    ]
    reasons = sorted(record.reasons.items(), key=lambda item: -item[1])
    contributions = reverse("admin:participation_contribution_changelist")
    return {
        "record": record,
        "figures": [
            {"label": label, "count": number_format(count), "name": name}
            for label, count, name in figures
            if count
        ],
        "reasons": [(reason_name(code), number_format(count)) for code, count in reasons],
        "notes": report_notes(record.notes),
        "undone": undone_lines(record),
        "contributions": f"{contributions}?origin__id__exact={record.pk}",
        "undo_address": reverse("admin:participation_contributionimport_undo", args=[record.pk]),
        "refused_address": refused_address(record),
    }


def refused_address(record: ContributionImport) -> str:
    """Return where the rows that were not taken over are; empty where they are not known."""
    if not record.refused_rows.exists():
        return ""
    return reverse("admin:participation_contributionimport_refused", args=[record.pk])


def report_notes(notes: dict) -> list[str]:
    """Return a sentence for each thing done to rows that were taken over."""
    known = {note: count for note, count in notes.items() if note in set(Note)}
    return [
        NOTES[Note(note)](count) % {"count": number_format(count)}
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
    return [words % {"count": number_format(count)} for words, count in lines if count]
