"""Measurements in the administration: indicators, sets of measurements, the report of each version."""

from collections import Counter
from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from geo.layers.licences import licence_name
from geo.measurements.file_pages import MeasurementFilePages
from geo.measurements.forms import DatasetForm
from geo.measurements.indicator_form import (
    NAME_FIELDS,
    SOURCE_FIELDS,
    THRESHOLD_FIELDS,
    IndicatorForm,
)
from geo.measurements.indicators import Indicator
from geo.measurements.models import Dataset, DatasetVersion
from geo.measurements.report_page import page_of_version, report_context, report_csv


@admin.register(Indicator)
class IndicatorAdmin(ObjectPermissionsModelAdminMixin, admin.ModelAdmin):
    """What can be measured: noise, heat, air, light, or anything else that has a unit."""

    form = IndicatorForm
    list_display = ["name", "key", "unit", "averaging", "shown_thresholds"]
    search_fields = ["key", "names"]
    fieldsets = [
        (None, {"fields": ["key", *NAME_FIELDS, "unit", "order"]}),
        (gettext_lazy("Values"), {"fields": ["averaging", "least", "most"]}),
        (
            gettext_lazy("Thresholds"),
            {
                "fields": [*THRESHOLD_FIELDS, *SOURCE_FIELDS, "is_higher_worse"],
                "description": gettext_lazy(
                    "From where a value is middling, and from where it is high: two numbers, such "
                    "as 53; 68. They colour the columns of “Measured and felt”. Empty: nobody set "
                    "any. Say where they come from: it is shown to everybody."
                ),
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """The short name is what files and commands call it by."""
        return ["key"] if obj else []

    @admin.display(description=gettext_lazy("name"))
    def name(self, indicator):
        return indicator.name

    @admin.display(description=gettext_lazy("thresholds"))
    def shown_thresholds(self, indicator):
        return (
            " · ".join(f"{low:g}, {high:g}" for low, high in indicator.thresholds.values()) or "–"
        )


class VersionInline(admin.TabularInline):
    """The versions of a set, the newest first; files make them, never a hand."""

    model = DatasetVersion
    fk_name = "dataset"
    fields = readonly_fields = ["when", "file_name", "count", "rejected", "flagged"]
    extra = max_num = 0
    can_delete = show_change_link = False
    verbose_name_plural = gettext_lazy("versions")

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("version"))
    def when(self, version):
        return format_html('<a href="{}">{}</a>', page_of_version(version), version.moment)

    @admin.display(description=gettext_lazy("rejected rows"))
    def rejected(self, version):
        return version.report["rejected"]["total"]

    @admin.display(description=gettext_lazy("not counted"))
    def flagged(self, version):
        return version.report["flagged"]["total"]


class DeletedInBulk(ObjectPermissionsModelAdminMixin):
    """Says what goes by counting it: a set may have a million values."""

    def get_deleted_objects(self, objs, request):
        rows = list(objs)
        forbidden = {self.opts.verbose_name for one in rows if not self.may_delete(request, one)}
        held = held_by(rows, self.model)
        return [str(one) for one in rows], self.counts(rows), forbidden, held

    def may_delete(self, request, one) -> bool:
        return self.has_delete_permission(request, one)


def held_by(rows: list, model) -> list[str]:
    """Return what must go before these rows can, by kind and number; nothing where they can go now.

    No titles: what uses a set may be a draft of somebody else.
    """
    try:
        Collector(using="default", origin=model).collect(rows)
    except ProtectedError as error:
        return by_kind(error.protected_objects)
    except RestrictedError as error:
        return by_kind(error.restricted_objects)
    return []


def by_kind(rows: Iterable) -> list[str]:
    counts = Counter(one._meta.verbose_name_plural for one in rows)
    return [f"{kind}: {count}" for kind, count in counts.items()]


@admin.register(Dataset)
class DatasetAdmin(MeasurementFilePages, DeletedInBulk, admin.ModelAdmin):
    """Adding a set of measurements means sending a file."""

    form = DatasetForm
    change_form_template = "geo/measurements/dataset.html"
    list_display = ["name", "indicator", "source", "values", "measured", "under_licence"]
    list_filter = ["indicator", "source"]
    list_select_related = ["indicator", "current"]
    search_fields = ["name", "slug", "attribution"]
    readonly_fields = ["slug", "indicator"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "indicator", "current"]}),
        (
            gettext_lazy("How it was measured"),
            {
                "fields": [
                    "source",
                    "period_scheme",
                    "time_zone",
                    "instrument",
                    "uncertainty_db",
                ]
            },
        ),
        (gettext_lazy("What visitors are told"), {"fields": ["licence", "attribution"]}),
    ]
    inlines = [VersionInline]

    @admin.display(description=gettext_lazy("values"), ordering="current__count")
    def values(self, dataset):
        return dataset.current and dataset.current.count

    @admin.display(description=gettext_lazy("measured"), ordering="current__measured_from")
    def measured(self, dataset):
        return (dataset.current and dataset.current.days) or "–"

    @admin.display(description=gettext_lazy("licence"), ordering="licence")
    def under_licence(self, dataset):
        return licence_name(dataset.licence)

    def counts(self, datasets: list) -> dict:
        """How many rows go with these sets, of each table."""
        versions = DatasetVersion.objects.filter(dataset__in=datasets)
        return {
            self.opts.verbose_name_plural: len(datasets),
            DatasetVersion._meta.verbose_name_plural: versions.count(),
            gettext_lazy("values"): sum(versions.values_list("count", flat=True)),
        }

    def render_change_form(self, request, context, **kwargs):
        context["may_send_file"] = self.has_change_permission(request, context["original"])
        return super().render_change_form(request, context, **kwargs)


@admin.register(DatasetVersion)
class DatasetVersionAdmin(ObjectPermissionsModelAdminMixin, admin.ModelAdmin):
    """One version: the report of its file."""

    change_form_template = "geo/measurements/report.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return False  # reached through its set

    def has_delete_permission(self, request, obj=None):
        return False  # `delete_view` asks for the right, and for another version in force

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("dataset__indicator", "dataset__current")
        )

    def get_urls(self):
        rows = self.admin_site.admin_view(self.rows_view)
        forget = self.admin_site.admin_view(require_POST(self.forget_view))
        return [
            path("<uuid:pk>/rows.csv", rows, name="geo_datasetversion_rows"),
            path("<uuid:pk>/forget/", forget, name="geo_datasetversion_forget"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, **kwargs):
        version = context["original"]
        may_change = request.user.has_perm("geo.change_dataset", version.dataset)
        context |= report_context(version) | {
            "title": str(version.dataset),
            "may_forget": may_change and version != version.dataset.current,
        }
        return super().render_change_form(request, context, **kwargs)

    def rows_view(self, request, pk):
        """Every row of the report with its number and reason, as a file."""
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="report.csv"'}
        return HttpResponse(
            "".join(report_csv(version)), content_type="text/csv; charset=utf-8", headers=headers
        )

    def forget_view(self, request, pk):
        """Delete a version that is not in force."""
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        if not request.user.has_perm("geo.change_dataset", version.dataset):
            raise PermissionDenied
        try:
            version.delete()
        except (ProtectedError, RestrictedError):
            messages.error(request, _("This version is in use, and stays."))
            return HttpResponseRedirect(page_of_version(version))
        messages.success(request, _("The version is deleted."))
        return HttpResponseRedirect(reverse("admin:geo_dataset_change", args=[version.dataset_id]))
