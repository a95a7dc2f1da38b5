"""Imports in the administration, whatever they brought: the report of each, taking one back."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.consultations.admin import OwnOnly
from participation.consultations.querysets import CHANGE
from participation.imports.pages import rejects_file
from participation.imports.rejects import reasons_csv
from participation.imports.steps import address_name
from participation.imports.taking_over import report_address
from participation.imports.undoing import AlreadyTakenBack


class ReportPages(OwnOnly):
    """Nothing here is changed or deleted by hand: an import is read, and taken back as a whole.

    Each kind of import adds `report_context`, what its report shows; `refused_rows`, the numbers of
    the rows that were not taken over, and why; `undo_lines`, what goes and what stays when it is
    taken back, and `take_back`, which does it or raises AlreadyTakenBack.
    """

    path_to_organisation = "consultation__"
    list_filter = [("consultation", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["file_name"]
    undo_template = "admin/participation/imports/undo.html"

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        refused = self.admin_site.admin_view(self.refused_view)
        name = f"participation_{self.opts.model_name}"
        return [
            path("<uuid:pk>/undo/", undo, name=f"{name}_undo"),
            path("<uuid:pk>/refused.csv", refused, name=f"{name}_refused"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("State"))
    def state(self, record):
        return _("taken back") if record.is_taken_back else _("in force")

    def render_change_form(self, request, context, **kwargs):
        record = context["original"]
        context |= self.report_context(record) | {
            "record": record,
            "title": record.file_name,
            "undo_address": reverse(address_name(record, "undo"), args=[record.pk]),
            "may_undo": not record.is_taken_back and self.may_undo(request, record),
        }
        return super().render_change_form(request, context, **kwargs)

    def may_undo(self, request, record):
        return request.user.has_perm(CHANGE, record.consultation)

    def refused_view(self, request, pk):
        """The rows that were not taken over, with their reasons, as a file."""
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return rejects_file(reasons_csv(self.refused_rows(record)))

    def undo_view(self, request, pk):
        """Say what goes and what stays; with a confirmation, take the import back."""
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_undo(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.undo(request, record)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Take an import back"),
            "record": record,
            "lines": self.undo_lines(record),
            "report_address": report_address(record),
        }
        return TemplateResponse(request, self.undo_template, context)

    def undo(self, request, record):
        try:
            self.take_back(record, request.user)
        except AlreadyTakenBack:
            messages.warning(request, _("This import was already taken back."))
        else:
            self.log_change(request, record, _("Taken back."))
            messages.success(request, _("The import was taken back."))
        return HttpResponseRedirect(report_address(record))


def figures_of(counts: Iterable[tuple]) -> list[dict]:
    """Return the figures of a report, from (label, count, name), those that are not nought."""
    return [
        {"label": label, "count": number_format(count, force_grouping=True), "name": name}
        for label, count, name in counts
        if count
    ]


def refused_address(record) -> str:
    """Return where the rows that were not taken over are."""
    return reverse(address_name(record, "refused"), args=[record.pk])
