"""Perimeters in the administration: import a file, look at the report, accept."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from basemaps.models import TileSource
from geo.perimeters.acceptance import accept
from geo.perimeters.conversion import from_django
from geo.perimeters.draft_pages import DraftPages
from geo.perimeters.forms import PerimeterForm
from geo.perimeters.models import Perimeter, PerimeterVersion, moment
from geo.perimeters.outlines import frame_around, path_of, path_of_rings
from geo.perimeters.reopening import Settled, close_only
from geo.perimeters.reports import WARNINGS, repaired_areas, report_lines
from geo.perimeters.seam_pages import gaps_context
from geo.perimeters.sentences import measure_words


def area_words(version: PerimeterVersion | None) -> str:
    """The area of a version in words, or a dash."""
    return measure_words("area", version.area_m2) if version else "–"


def page_of_version(version: PerimeterVersion) -> str:
    """The address of the page of a version."""
    return reverse("admin:geo_perimeterversion_change", args=[version.pk])


def link_to(version: PerimeterVersion, text) -> str:
    """A link to the page of a version."""
    return format_html('<a href="{}">{}</a>', page_of_version(version), text)


class VersionInline(admin.TabularInline):
    """The versions of a perimeter, the newest first."""

    model = PerimeterVersion
    fields = readonly_fields = ["when", "size", "origin", "accepted_at"]
    extra = max_num = 0
    can_delete = show_change_link = False
    verbose_name_plural = gettext_lazy("versions")

    def has_add_permission(self, request, obj):
        return False  # a version is imported

    def get_queryset(self, request):
        return super().get_queryset(request).defer("area")

    @admin.display(description=gettext_lazy("imported"))
    def when(self, version):
        return link_to(version, moment(version.created_at))

    @admin.display(description=gettext_lazy("area"))
    def size(self, version):
        return area_words(version)


@admin.register(Perimeter)
class PerimeterAdmin(DraftPages, ObjectPermissionsModelAdminMixin, admin.ModelAdmin):
    """Adding a perimeter means importing a file."""

    form = PerimeterForm
    list_display = ["name", "size", "versions", "in_force_since", "waiting", "metric_srid"]
    search_fields = ["name"]
    inlines = [VersionInline]
    change_form_template = "geo/perimeters/perimeter.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("current").defer("current__area")
        versions = Prefetch("versions", PerimeterVersion.objects.defer("area"), "listed")
        return rows.prefetch_related(versions)

    @admin.display(description=gettext_lazy("area"), ordering="current__area_m2")
    def size(self, perimeter):
        return area_words(perimeter.current)

    @admin.display(description=gettext_lazy("versions"))
    def versions(self, perimeter):
        return len(perimeter.listed)

    @admin.display(description=gettext_lazy("in force since"), ordering="current__accepted_at")
    def in_force_since(self, perimeter):
        return perimeter.current.accepted_at if perimeter.current else None

    @admin.display(description=gettext_lazy("waiting for acceptance"))
    def waiting(self, perimeter):
        newest = next(iter(perimeter.listed), None)
        return link_to(newest, _("Review")) if newest and not newest.accepted_at else "–"


@admin.register(PerimeterVersion)
class PerimeterVersionAdmin(admin.ModelAdmin):
    """One version: facts, report, map, before and after; the button that accepts it."""

    change_form_template = "geo/perimeters/version.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False  # a version never changes: it is accepted, or not

    def has_module_permission(self, request):
        return False  # reached through its perimeter

    def get_urls(self):
        accept = self.admin_site.admin_view(require_POST(self.accept_view))
        gaps = self.admin_site.admin_view(require_POST(self.gaps_view))
        return [
            path("<uuid:pk>/accept/", accept, name="geo_perimeterversion_accept"),
            path("<uuid:pk>/gaps/", gaps, name="geo_perimeterversion_gaps"),
            *super().get_urls(),
        ]

    def accept_view(self, request, pk):
        """Put a version into force."""
        return self._accept(request, self._may_be_accepted(request, pk))

    def gaps_view(self, request, pk):
        """Close the gaps that are ticked, leave the others open, and accept if that is asked."""
        version = self._may_be_accepted(request, pk)
        numbers = {int(one) for one in request.POST.getlist("chosen") if one.isdecimal()}
        try:
            version = close_only(version, numbers)
        except Settled:
            messages.error(request, _("This version was accepted: its gaps stay as they are."))
            return HttpResponseRedirect(page_of_version(version))
        if request.POST.get("go") == "accept":
            return self._accept(request, version)
        return HttpResponseRedirect(page_of_version(version))

    def _may_be_accepted(self, request, pk) -> PerimeterVersion:
        version = get_object_or_404(PerimeterVersion.objects.select_related("perimeter"), pk=pk)
        if not may_accept(request.user, version):
            raise PermissionDenied
        return version

    def _accept(self, request, version):
        accept(version)
        self.log_change(request, version.perimeter, _("Version accepted."))
        text = _("The perimeter “%(name)s” is in force.") % {"name": version.perimeter.name}
        messages.success(request, text)
        return HttpResponseRedirect(page_of_version(version))

    def render_change_form(self, request, context, **kwargs):
        version = context["original"]
        context |= version_context(version)
        context["may_accept"] = may_accept(request.user, version)
        context["title"] = version.perimeter.name
        if context["may_accept"] and not version.accepted_at:
            context |= gaps_context(version)
        return super().render_change_form(request, context, **kwargs)


def may_accept(user, version: PerimeterVersion) -> bool:
    """Whether someone may put a version into force."""
    return user.has_perm("geo.change_perimeter", version.perimeter)


def version_context(version: PerimeterVersion) -> dict:
    """What the page of a version shows."""
    area = from_django(version.area)
    current = version.perimeter.current
    frame = frame_around(area.bounds, 480)
    return {
        "version": version,
        "size": area_words(version),
        "is_current": current == version,
        "replaced": current if current and current != version else None,
        "replaced_size": area_words(current),
        "lines": report_lines(version.report),
        "warnings": report_lines([e for e in version.report if e["code"] in WARNINGS]),
        "bounds": ",".join(f"{number:.6f}" for number in area.bounds),
        "frame": frame,
        "outline": path_of(area, frame),
        "before": path_of(from_django(current.area), frame) if current else "",
        "repairs": [_repair(feature, area) for feature in repaired_areas(version.report)],
        "basemap": TileSource.objects.filter(is_third_party=False).exclude(kind="none").first(),
    }


def _repair(feature: dict, area) -> dict:
    """Return a repaired feature with its two pictures."""
    frame = frame_around(feature["bounds"], 320)
    rings = path_of_rings(feature["before"], frame)
    return feature | {"frame": frame, "before": rings, "after": path_of(area, frame)}
