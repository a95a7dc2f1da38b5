"""The pages on which staff make a layer of a file: send it, see what it becomes, publish it."""

from dataclasses import asdict
from pathlib import PurePath
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.files.models import Upload
from geo.files.pages import FilePages
from geo.files.reading import read_file
from geo.files.sentences import note_lines
from geo.files.uploads import Gone, keep, opened, using
from geo.layers.bringing import Prepared, bring_in, prepare
from geo.layers.forms import DescribeForm, LayerFileForm
from geo.layers.models import Layer, LayerVersion
from geo.layers.sentences import report_lines
from geo.parameters import system_in, uuid_in
from geo.perimeters.forms import ASKED, AnswerForm
from geo.perimeters.reports import REFUSALS, refusal
from geo.perimeters.sources import Answers

PURPOSE = "layer"
FOLDER = "geo/layers/"


class LayerFilePages(FilePages):
    """Mixed into the administration of layers: adding one means sending a file."""

    def get_urls(self):
        file = self.admin_site.admin_view(self.file_view)
        return [
            path("file/<uuid:pk>/", file, name="geo_layer_file"),
            *super().get_urls(),
        ]

    def upload(self, request, layer, problem=""):
        form = LayerFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and not problem and form.is_valid():
            upload = keep(form.cleaned_data["file"], owner=request.user.pk, purpose=PURPOSE)
            return HttpResponseRedirect(address_of(upload, layer))
        status = 422 if problem or form.is_bound and form.errors else 200
        return self._page(request, "upload", layer, status, form=form, problem=problem)

    def file_view(self, request, pk):
        """What one file becomes; published when that is sent."""
        asked = uuid_in(request.GET.get("layer_of", ""))
        layer = self.changeable(request, asked) if asked else None
        if layer is None and not self.has_add_permission(request):
            raise PermissionDenied
        upload = Upload.objects.of(request.user.pk, PURPOSE).filter(pk=pk).first()
        if upload is None:
            return self._gone(request)
        try:
            collection = read_file(opened(upload), upload.name, **asdict(answers_in(request.GET)))
            prepared = prepare(collection)
        except Gone:
            return self._gone(request)
        except REFUSALS as error:
            return self._refused(request, layer, upload, error)
        notes = note_lines(collection.notes) + report_lines(prepared.report)
        if not prepared.shapes:
            text = _("No object of this file has a place that can be drawn.")
            return self._page(request, "upload", layer, 422, form=LayerFileForm(), problem=text)
        return self._describe(request, layer, upload, prepared, notes)

    def _gone(self, request):
        messages.warning(request, _("This file is no longer kept: send it again."))
        return HttpResponseRedirect(reverse("admin:geo_layer_add"))

    def _refused(self, request, layer, upload, error):
        """The reason; or the question without whose answer the file cannot be read."""
        if getattr(error, "code", "") in ASKED:
            given = request.GET if "answered" in request.GET else None
            question = AnswerForm(error, given)
            facts = {"question": question, "problem": refusal(error), "upload": upload}
            before = asdict(answers_in(request.GET)).items()
            asking = ASKED[error.code]
            facts["answered"] = [
                (name, value) for name, value in before if value and name != asking
            ]
            return self._page(request, "question", layer, 422 if given else 200, **facts)
        facts = {"form": LayerFileForm(), "problem": refusal(error)}
        return self._page(request, "upload", layer, 422, **facts)

    def _describe(self, request, layer, upload, prepared, notes):
        name = PurePath(upload.name).stem[:100]
        initial = {"name": name.replace("_", " "), "slug": slugify(name)[:50]}
        sent = request.POST if request.method == "POST" else None
        form = DescribeForm(sent, initial=initial, prepared=prepared, layer=layer)
        if sent is not None and form.is_valid():
            return self._publish(request, layer, upload, prepared, form)
        facts = {"form": form, "upload": upload, "notes": notes}
        return self._page(request, "describe", layer, 422 if form.errors else 200, **facts)

    def _publish(self, request, layer, upload, prepared, form):
        """Once: whoever comes second finds the file gone."""
        try:
            with using(upload):
                version = publish(layer, upload, prepared, form)
        except Gone:
            return HttpResponseRedirect(reverse("admin:geo_layer_changelist"))
        self.log_addition(request, version.layer, [{"added": {"name": version.source[:200]}}])
        told = ngettext(
            "%(count)s object is published.",
            "%(count)s objects are published.",
            version.feature_count,
        )
        messages.success(request, told % {"count": version.feature_count})
        return HttpResponseRedirect(reverse("admin:geo_layer_change", args=[version.layer.pk]))

    def _page(self, request, name, layer, status, **context):
        titles = {
            "upload": _("Make a layer of a file"),
            "question": _("A question about the file"),
            "describe": _("What the file becomes"),
        }
        shown = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": titles[name],
            "layer": layer,
        }
        return TemplateResponse(request, f"{FOLDER}{name}.html", shown | context, status=status)


def publish(layer: Layer | None, upload: Upload, prepared: Prepared, form) -> LayerVersion:
    """Store the layer, where it is new, and its new version."""
    data, words = form.cleaned_data, form.words
    if layer is None:
        layer = Layer.objects.create(name=data["name"], slug=data["slug"], **words)
    else:
        Layer.objects.filter(pk=layer.pk).update(**words)
        layer.refresh_from_db()
    chosen = {"kept": data["kept"], "named_by": data["named_by"]}
    return bring_in(layer, prepared, source=upload.name, **chosen)


def answers_in(query) -> Answers:
    """What the address says of a file that does not say it itself."""
    return Answers(query.get("encoding", "")[:40], query.get("layer", "")[:200], system_in(query))


def address_of(upload: Upload, layer: Layer | None) -> str:
    query = f"?{urlencode({'layer_of': layer.pk})}" if layer else ""
    return reverse("admin:geo_layer_file", args=[upload.pk]) + query
