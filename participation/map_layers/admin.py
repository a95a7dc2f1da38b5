"""The layers of maps in the administration: which, in which order, and how their objects look."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from geo.layers.models import Layer
from participation.consultations.admin import OwnOnly
from participation.consultations.models import Consultation
from participation.consultations.versions import raise_version
from participation.map_layers.forms import LayerClassForm, PublishedLayerForm
from participation.map_layers.models import LayerClass, PublishedLayer
from participation.map_layers.proposing import propose_classes
from participation.map_layers.reading import shown


class LayerClassInline(TranslationStackedInline):
    model = LayerClass
    form = LayerClassForm
    extra = 0
    fields = ["label", "conditions", ("letter", "shape", "colour"), ("line", "fill", "order")]


@admin.register(PublishedLayer)
class PublishedLayerAdmin(OwnOnly, TranslationAdmin):
    """What is added comes with classes that its objects suggest; staff change them afterwards."""

    path_to_organisation = "consultation__"
    form = PublishedLayerForm
    inlines = [LayerClassInline]
    list_display = ["title_here", "consultation", "layer", "order", "is_on_at_start", "objects"]
    list_editable = ["order", "is_on_at_start"]
    list_filter = [("consultation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["consultation", "layer__current"]
    ordering = ["consultation", "order"]
    actions = ["propose_again"]
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["consultation", "layer", "title", ("order", "is_on_at_start")]}),
        (gettext_lazy("What is said of an object"), {"fields": ["tags_shown"]}),
        (gettext_lazy("How it looks"), {"fields": ["preview"]}),
    ]

    @admin.display(description=gettext_lazy("layer on a map"), ordering="layer__name")
    def title_here(self, published):
        return str(published)

    @admin.display(description=gettext_lazy("objects"))
    def objects(self, published):
        return shown(published).count if published.layer.current_id else "–"

    @admin.display(description=gettext_lazy("legend"))
    def preview(self, published):
        """The legend as readers see it; the map itself is a link away."""
        if published.pk is None or published.layer.current_id is None:
            return _("Save first: classes are proposed from what the layer holds.")
        legend = {"layer": shown(published), "consultation": published.consultation}
        return render_to_string("admin/participation/layer_preview.html", legend)

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["consultation", "layer"] if obj else [])]

    def get_inline_instances(self, request, obj=None):
        return super().get_inline_instances(request, obj) if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "consultation":
            kwargs["queryset"] = Consultation.objects.changeable_by(request.user)
        if db_field.name == "layer":
            kwargs["queryset"] = Layer.objects.seen_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            count = len(propose_classes(form.instance))
            sentence = ngettext(
                "%(count)s class of objects is proposed: change what you like.",
                "%(count)s classes of objects are proposed: change what you like.",
                count,
            )
            messages.info(request, sentence % {"count": count})
        raise_version(form.instance.consultation_id)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        raise_version(obj.consultation_id)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        raise_version(obj.consultation_id)

    def delete_queryset(self, request, queryset):
        ids = set(queryset.values_list("consultation_id", flat=True))
        super().delete_queryset(request, queryset)
        for consultation_id in ids:
            raise_version(consultation_id)

    @admin.action(
        description=gettext_lazy("Propose the classes again from what the layer holds"),
        permissions=["change"],
    )
    def propose_again(self, request, rows):
        for published in rows.select_related("layer__current"):
            propose_classes(published)
            raise_version(published.consultation_id)
        messages.info(request, _("The classes were proposed again."))

    def response_add(self, request, obj, post_url_continue=None):
        """On to the classes that were proposed."""
        address = reverse("admin:participation_publishedlayer_change", args=[obj.pk])
        return HttpResponseRedirect(address)
