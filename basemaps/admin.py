"""Basemaps in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin

from basemaps.models import TileSource


@admin.register(TileSource)
class TileSourceAdmin(TabbedTranslationAdmin):
    list_display = ["name", "kind", "is_third_party", "attribution"]
    list_filter = ["kind", "is_third_party"]
    search_fields = ["slug", "name", "attribution"]
    fieldsets = [
        (None, {"fields": ["slug", "name", "kind", "address", "max_zoom"]}),
        (_("What visitors are told"), {"fields": ["attribution", "is_third_party"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """The short name is in addresses that others keep."""
        return ["slug"] if obj else []
