"""Layers in the administration: what is shown, under which words, and the versions kept."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from geo.layers.file_pages import LayerFilePages
from geo.layers.models import Feature, Layer, LayerVersion


class VersionInline(admin.TabularInline):
    """The versions of a layer; they are made by imports, never by hand."""

    model = LayerVersion
    fields = readonly_fields = ["created_at", "source", "feature_count", "is_complete"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Layer)
class LayerAdmin(LayerFilePages, ObjectPermissionsModelAdminMixin, admin.ModelAdmin):
    """Adding a layer means sending a file; those of OpenStreetMap come by an import of their own."""

    change_form_template = "geo/layers/layer.html"
    list_display = ["name", "slug", "shown_since", "feature_count", "licence", "attribution"]
    list_select_related = ["current"]
    search_fields = ["name", "slug", "attribution"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "current"]}),
        (_("What visitors are told"), {"fields": ["licence", "attribution", "is_findable"]}),
    ]
    inlines = [VersionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def get_readonly_fields(self, request, obj=None):
        """The short name is what basemaps point to."""
        return ["slug"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        """A layer may go back to an earlier version, never to one of another layer."""
        form = super().get_form(request, obj, **kwargs)
        if "current" in form.base_fields:  # not for who may only read
            own = LayerVersion.objects.complete().filter(layer=obj).select_related("layer")
            form.base_fields["current"].queryset = own
        return form

    @admin.display(description=_("shown since"), ordering="current__created_at")
    def shown_since(self, layer):
        return layer.current and layer.current.created_at

    @admin.display(description=_("features"), ordering="current__feature_count")
    def feature_count(self, layer):
        return layer.current and layer.current.feature_count

    def render_change_form(self, request, context, **kwargs):
        layer = context["original"]
        context["may_send_file"] = (
            layer is not None
            and self.has_change_permission(request, layer)
            and not Feature.objects.filter(version=layer.current, osm_id__isnull=False).exists()
        )
        return super().render_change_form(request, context, **kwargs)
