"""Crossings in the administration: what is crossed, how it stands, what is released."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from participation.consultations.admin import OwnOnly
from participation.consultations.models import Consultation, Theme
from participation.consultations.versions import raise_version
from participation.crossings.forms import CrossingForm
from participation.crossings.jobs import STATE
from participation.crossings.models import PUBLIC, Crossing
from participation.crossings.state_page import StatePage
from participation.perception.models import FeltQuestion

ADDRESSES = ["consultation", "slug"]
ANSWERED = ["question", "theme", "cell_edge_m"]  # what two releases must have in common


@admin.register(Crossing)
class CrossingAdmin(StatePage, OwnOnly, TranslationAdmin):
    """What is crossed here; how it stands, and the releases, on a page of their own."""

    path_to_organisation = "consultation__"
    form = CrossingForm
    change_form_template = "admin/participation/crossings/change_form.html"
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "consultation", "dataset", "last_release", "is_published"]
    list_filter = ["is_published", ("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation", "dataset"]
    search_fields = ["title_fr", "title_it", "title_en", "slug"]
    fieldsets = [
        (None, {"fields": ["consultation", "title", "slug", "summary"]}),
        (gettext_lazy("What is felt"), {"fields": ["question", "theme", "k_min"]}),
        (gettext_lazy("What is measured"), {"fields": ["dataset", "interpolation"]}),
        (gettext_lazy("What is expected"), {"fields": ["curve", "is_relative"]}),
        (gettext_lazy("Cells"), {"fields": ["cell_edge_m"]}),
        (None, {"fields": ["is_published"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Addresses stay as they were, and what is answered once it was released."""
        if obj is None:
            return []
        return ADDRESSES + (ANSWERED if obj.releases.filter(kind=PUBLIC).exists() else [])

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what belongs to consultations that this person may change."""
        own = Consultation.objects.changeable_by(request.user)
        if db_field.name == "consultation":
            kwargs["queryset"] = own
        elif db_field.name in ("question", "theme"):
            model = FeltQuestion if db_field.name == "question" else Theme
            kwargs["queryset"] = model.objects.filter(consultation__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("last release"))
    def last_release(self, crossing):
        return crossing.shown and crossing.shown.made_at

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        raise_version(obj.consultation_id)

    def response_add(self, request, obj, post_url_continue=None):
        """From the choices to how it stands."""
        if "_continue" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse(STATE, args=[obj.pk]))

    def render_change_form(self, request, context, **kwargs):
        crossing = context.get("original")
        if crossing:
            context["state_address"] = reverse(STATE, args=[crossing.pk])
        return super().render_change_form(request, context, **kwargs)
