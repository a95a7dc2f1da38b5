"""Carto-parties in the administration: the meeting, its ground and cells, the map before."""

import zoneinfo

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from geo.osm.cells import TooManyCells
from geo.perimeters.conversion import to_django
from participation.carto_parties.after_pages import AFTER, AfterPages
from participation.carto_parties.areas import whole_perimeter
from participation.carto_parties.before_pages import BEFORE, BeforePages
from participation.carto_parties.confirming import forget_count
from participation.carto_parties.ground_pages import GROUND, GroundPages
from participation.carto_parties.models import CartoParty
from participation.carto_parties.party_forms import PartyForm
from participation.carto_parties.progress import stage_of
from participation.carto_parties.recap_jobs import compare_anew
from participation.carto_parties.sharing_out import count_again, fitting_side, share_out
from participation.consultations.admin import InLocalTime, OwnOnly
from participation.consultations.models import Consultation
from participation.consultations.versions import raise_version

STAGES = {
    "coming": gettext_lazy("to come"),
    "running": gettext_lazy("running"),
    "over": gettext_lazy("over"),
}
COUNTED = {"presets", "conditions"}
SEARCHED = {"hashtag", "starts_at", "ends_at"}  # what changesets are counted by


@admin.register(CartoParty)
class CartoPartyAdmin(GroundPages, BeforePages, AfterPages, InLocalTime, OwnOnly, TranslationAdmin):
    """The meeting here; the ground with its cells and the map before have pages of their own."""

    path_to_organisation = "consultation__"
    form = PartyForm
    change_form_template = "admin/participation/carto_parties/change_form.html"
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "consultation", "starts_at", "stage", "cells_made", "is_published"]
    list_filter = ["is_published", ("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation"]
    search_fields = ["title_fr", "title_it", "title_en", "slug", "hashtag"]
    fieldsets = [
        (None, {"fields": ["consultation", "title", "slug", "summary"]}),
        (
            gettext_lazy("The meeting"),
            {"fields": ["starts_at", "ends_at", "meeting_place", "audience", "preparation"]},
        ),
        (gettext_lazy("What is looked for"), {"fields": ["presets", "conditions"]}),
        (
            gettext_lazy("In OpenStreetMap"),
            {"fields": ["hashtag", "comment", "mapcomplete_theme", "streetcomplete_link"]},
        ),
        (None, {"fields": ["is_published"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """What addresses and cells stand on stays as it was."""
        return ["consultation", "slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "consultation":
            kwargs["queryset"] = Consultation.objects.changeable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def zone_of(self, request, object_id):
        stored = self.get_object(request, object_id) if object_id else None
        if stored:
            return stored.consultation.zone
        chosen = Consultation.objects.filter(slug=request.GET.get("consultation", "")).first()
        return chosen.zone if chosen else zoneinfo.ZoneInfo("Europe/Paris")

    @admin.display(description=gettext_lazy("stage"))
    def stage(self, party):
        return STAGES[stage_of(party)]

    @admin.display(description=gettext_lazy("cells"))
    def cells_made(self, party):
        return party.cells.count()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.area = to_django(whole_perimeter(obj.consultation))
        super().save_model(request, obj, form, change)
        if not change:
            self.share_out_first(request, obj)
        elif COUNTED & set(form.changed_data):
            count_again(obj)
            compare_anew(obj, request.user)
        if SEARCHED & set(form.changed_data):
            forget_count(obj)
        raise_version(obj.consultation_id)

    def share_out_first(self, request, party):
        """Cells of the whole perimeter, few enough to be read; staff choose on the next page."""
        party.cell_side_m = fitting_side(party)
        party.save(update_fields=["cell_side_m"])
        try:
            share_out(party)
        except TooManyCells:
            sentence = _("The perimeter is too large for cells: choose a part of it.")
            messages.warning(request, sentence)

    def response_add(self, request, obj, post_url_continue=None):
        """From the meeting to its ground."""
        if "_continue" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(reverse(GROUND, args=[obj.pk]))

    def render_change_form(self, request, context, **kwargs):
        party = context.get("original")
        if party:
            context |= {
                "ground_address": reverse(GROUND, args=[party.pk]),
                "before_address": reverse(BEFORE, args=[party.pk]),
                "after_address": reverse(AFTER, args=[party.pk]),
                "page_address": reverse("participation:carto_party", args=[party.slug]),
            }
        return super().render_change_form(request, context, **kwargs)
