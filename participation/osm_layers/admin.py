"""Snapshots of OpenStreetMap in the administration: from a file or a server, read, kept."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import PROTECT, RESTRICT
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.files.uploads import keep
from geo.jobs.ending import AlreadyStarted
from geo.layers.models import Layer
from geo.osm.models import OsmSnapshot
from participation.consultations.models import Consultation
from participation.osm_layers.forms import PURPOSE, SnapshotForm
from participation.osm_layers.importing import layer_slug
from participation.osm_layers.jobs import start_import
from participation.osm_layers.report import report_context

FOLDER = "admin/participation/osm_layers"


@admin.register(OsmSnapshot)
class OsmSnapshotAdmin(admin.ModelAdmin):
    """Adding one means sending a file or asking a server; who may prepare layers may do it."""

    list_display = ["layer", "taken_at", "osm_date", "source_name", "objects", "is_shown"]
    list_filter = ["source"]
    list_select_related = ["version__layer"]
    search_fields = ["version__layer__name", "version__layer__slug", "version__source"]
    change_form_template = f"{FOLDER}/report.html"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("geo.view_layer")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return request.user.has_perm("geo.add_layer")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Who may change its layer; see `get_deleted_objects` for what still stands on it."""
        if obj is None:
            return self.has_add_permission(request)
        return request.user.has_perm("geo.change_layer", obj.version.layer)

    def get_deleted_objects(self, objs, request):
        """The snapshots alone, not their many objects; and what would lose its ground."""
        protected = [
            f"{thing._meta.verbose_name} – {thing}"
            for one in objs
            for thing in standing_on(one.version)
        ]
        denied = {
            self.opts.verbose_name for one in objs if not self.has_delete_permission(request, one)
        }
        return [str(one) for one in objs], {}, denied, protected

    def delete_model(self, request, obj):
        """With its version and all objects: a snapshot is what its version was taken from."""
        obj.version.delete()

    def delete_queryset(self, request, queryset):
        for one in queryset.select_related("version"):
            one.version.delete()

    @admin.display(description=gettext_lazy("layer"), ordering="version__layer__name")
    def layer(self, snapshot):
        return snapshot.version.layer.name

    @admin.display(description=gettext_lazy("from"), ordering="version__source")
    def source_name(self, snapshot):
        return snapshot.version.source

    @admin.display(description=gettext_lazy("objects"), ordering="version__feature_count")
    def objects(self, snapshot):
        return snapshot.version.feature_count

    @admin.display(description=gettext_lazy("shown"), boolean=True)
    def is_shown(self, snapshot):
        return snapshot.version.layer.current_id == snapshot.version_id

    def consultations(self, request):
        """Those that this person may change."""
        rows = Consultation.objects.select_related("perimeter", "organisation")
        return rows.changeable_by(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """Say what is wanted and send the file; a job does the rest."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = SnapshotForm(
            self.consultations(request), request.user.pk, *given, initial=asked(request.GET)
        )
        if form.is_bound and form.is_valid() and self.may_write(request, form):
            return self.start(request, form)
        if form.errors and form.cleaned_data.get("file"):
            form.remember(self.kept(request, form))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Import from OpenStreetMap"),
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, f"{FOLDER}/form.html", context, status=status)

    def may_write(self, request, form) -> bool:
        """Whether the layer is new, or one that this person may change."""
        slug = layer_slug(form.cleaned_data["consultation"], form.cleaned_data["name"])
        layer = Layer.objects.filter(slug=slug).first()
        if layer and not request.user.has_perm("geo.change_layer", layer):
            form.add_error("name", _("Another organisation uses this layer: choose another name."))
        return form.is_valid()

    def kept(self, request, form):
        """The file that came with the form, or came before."""
        file = form.cleaned_data["file"]
        return keep(file, owner=request.user.pk, purpose=PURPOSE) if file else form.waiting

    def start(self, request, form):
        is_live = form.cleaned_data["source"] == "live"
        upload = None if is_live else self.kept(request, form)
        try:
            job = start_import(form.cleaned_data, upload, request.user)
        except AlreadyStarted as error:
            job = error.job
            messages.warning(request, _("This layer is being imported already: wait for its end."))
        return HttpResponseRedirect(reverse("admin:geo_job_change", args=[job.pk]))

    def render_change_form(self, request, context, **kwargs):
        snapshot = context["original"]
        context |= report_context(snapshot) | {
            "title": snapshot.version.layer.name,
            "may_delete": self.has_delete_permission(request, snapshot),
        }
        return super().render_change_form(request, context, **kwargs)


def standing_on(version):
    """Whatever could not be read any more without this version of a layer."""
    for field in version._meta.get_fields(include_hidden=True):
        if field.one_to_many and getattr(field, "on_delete", None) in (PROTECT, RESTRICT):
            yield from field.related_model.objects.filter(**{field.field.name: version})


def asked(query) -> dict:
    """Return what an address fills in."""
    names = ("consultation", "source", "at", "conditions", "cutting", "name", "upload", "onward")
    said = {name: query[name] for name in names if name in query}
    return said | ({"presets": query.getlist("presets")} if "presets" in query else {})
