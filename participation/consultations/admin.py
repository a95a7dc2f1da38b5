"""Organisations and consultations in the administration."""

import zoneinfo

from django.contrib import admin
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from geo.layers.models import Layer
from participation.consultations.forms import (
    ConsultationForm,
    OrganisationForm,
    PhaseForm,
    ThemeForm,
)
from participation.consultations.models import Phase, Theme
from participation.consultations.organisations import Membership, Organisation
from participation.consultations.querysets import runs
from participation.consultations.readiness import still_missing
from participation.consultations.versions import raise_version


class OwnOnly(ObjectPermissionsModelAdminMixin):
    """Staff see what belongs to the organisations for which they work, and nothing else."""

    path_to_organisation = ""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(runs(request.user, self.path_to_organisation))

    def get_changeform_initial_data(self, request):
        """Whoever comes from the list of one consultation goes on with it."""
        given = super().get_changeform_initial_data(request)
        listed = QueryDict(given.pop("_changelist_filters", ""))
        if "consultation__id__exact" in listed:
            given.setdefault("consultation", listed["consultation__id__exact"])
        return given


def organised_by(user):
    """The organisations for which somebody may open a consultation."""
    if user.is_superuser:
        return Organisation.objects.all()
    return Organisation.objects.filter(memberships__user=user, memberships__role="organiser")


class InLocalTime:
    """Hours are shown and typed in the time zone of the consultation, which `zone_of` returns."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with timezone.override(self.zone_of(request, object_id)):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response


class MembershipInline(admin.StackedInline):  # whose fields have labels, in a table they do not
    model = Membership
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(ObjectPermissionsModelAdminMixin, TranslationAdmin):
    form = OrganisationForm
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name_fr", "name_it", "name_en"]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(memberships__user=request.user)


class PhaseInline(TranslationStackedInline):
    model = Phase
    form = PhaseForm
    extra = 0
    fields = ["title", ("opens_at", "closes_at"), ("opens_contributing", "opens_commenting")]


class ThemeInline(TranslationStackedInline):
    model = Theme
    form = ThemeForm
    extra = 0
    fields = ["title", "short_title", ("letter", "shape", "colour", "order")]


class ConsultationAdmin(InLocalTime, OwnOnly, TranslationAdmin):
    """Registered by contributions, which add what they can do with a whole consultation."""

    form = ConsultationForm
    inlines = [PhaseInline, ThemeInline]
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "organisation", "is_published", "created_at"]
    list_filter = ["is_published", ("organisation", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title_fr", "title_it", "title_en", "slug"]
    fieldsets = [
        (None, {"fields": ["organisation", "slug", "title", "summary", "description"]}),
        (_("Where"), {"fields": ["perimeter", "straddling", "least_share_kept", "geometry_kinds"]}),
        (_("Map"), {"fields": ["basemap", "places_layer"]}),
        (_("Who and how"), {"fields": ["kinds", "languages", "who_may_contribute", "publishing"]}),
        (
            _("Data and promises"),
            {
                "fields": [
                    "licence",
                    "attribution",
                    "reference_prefix",
                    "answer_within_days",
                    "anonymity_threshold",
                ]
            },
        ),
        (_("When"), {"fields": ["time_zone", "is_published"]}),
    ]

    def zone_of(self, request, object_id):
        stored = self.get_object(request, object_id) if object_id else None
        name = stored.time_zone if stored else request.POST.get("time_zone")
        return zoneinfo.ZoneInfo(name) if name in zoneinfo.available_timezones() else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organisation":
            kwargs["queryset"] = organised_by(request.user)
        if db_field.name == "places_layer":
            kwargs["queryset"] = Layer.objects.seen_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """Whoever organises for one authority alone need not choose it."""
        own = organised_by(request.user)[:2]
        return super().get_changeform_initial_data(request) | (
            {"organisation": own[0].pk} if len(own) == 1 else {}
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        raise_version(form.instance.pk)

    def response_add(self, request, obj, post_url_continue=None):
        """On to its own page, which says what is missing and leads to all the rest."""
        response = super().response_add(request, obj, post_url_continue)
        if {"_addanother", "_continue", "_popup"} & set(request.POST):
            return response
        return HttpResponseRedirect(
            reverse("admin:participation_consultation_change", args=[obj.pk])
        )

    def render_change_form(self, request, context, **kwargs):
        consultation = context.get("original")
        if consultation:
            context["missing"] = still_missing(consultation)
        return super().render_change_form(request, context, **kwargs)
