"""Inventories in the administration: brought, paired, reviewed one by one, taken away as files."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from geo.layers.belonging import name_in
from geo.layers.tag_words import readable
from geo.osm.presets import PRESETS
from participation.carto_parties.models import CartoParty
from participation.consultations.admin import OwnOnly
from participation.consultations.querysets import runs
from participation.inventories.bringing import bring
from participation.inventories.carrying_over import carry_over
from participation.inventories.files import draft_osm, findings_geojson
from participation.inventories.forms import InventoryForm
from participation.inventories.models import CONFIRMED, DECISIONS, KINDS, MISSING, Inventory
from participation.inventories.pairing import osm_objects, pair
from participation.inventories.pictures import distance_words, pictures_for

PAGE = 50
TOLD = 20  # numbers of rows in a sentence
REVIEW = "admin/participation/inventories/review.html"
CHANGE = "admin:participation_inventory_change"


@admin.register(Inventory)
class InventoryAdmin(OwnOnly, admin.ModelAdmin):
    """Adding one pairs it at once; its page is the review."""

    path_to_organisation = "party__consultation__"
    form = InventoryForm
    fields = ["party", "title", "sort", "file", "licence", "attribution", "layer", "reach_m"]
    list_display = ["title", "party", "objects", "created_at"]
    list_select_related = ["party"]
    search_fields = ["title"]

    def get_urls(self):
        name = "participation_inventory"
        draft, found = map(self.admin_site.admin_view, (self.draft_view, self.findings_view))
        return [
            path("<uuid:pk>/draft.osm", draft, name=f"{name}_draft"),
            path("<uuid:pk>/findings.geojson", found, name=f"{name}_findings"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("what they are"))
    def objects(self, inventory):
        return PRESETS[inventory.sort].label(get_language() or "en")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "party":
            rows = CartoParty.objects.filter(runs(request.user, "consultation__"))
            change = "participation.change_cartoparty"
            own = [one.pk for one in rows if request.user.has_perm(change, one)]
            kwargs["queryset"] = CartoParty.objects.filter(pk__in=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        told = form.cleaned_data
        if told["file"]:
            terms = {name: told[name] for name in ("licence", "attribution")}
            obj.rows = bring(obj.title, told["read"].rows, terms)
            tell_left_out(request, told["read"].left_out)
        else:
            obj.rows = told["layer"].current
        obj.osm_id = obj.party.after_id or obj.party.before_id
        super().save_model(request, obj, form, change)
        pair(obj)
        tell_carried_over(request, carry_over(obj))

    def add_view(self, request, form_url="", extra_context=None):
        title = {"title": _("Bring an inventory of the town")}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(reverse(CHANGE, args=[obj.pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The review: one kind of finding at a time, a decision for each."""
        inventory = self.found(request, object_id)
        kind = request.GET.get("kind", "")
        kind = kind if kind in dict(KINDS) else MISSING
        rows = inventory.findings.filter(kind=kind).select_related("row")
        page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
        if request.method == "POST":
            decide(page.object_list, request.POST)
            messages.success(request, _("The decisions are kept."))
            return HttpResponseRedirect(request.get_full_path())
        counts = [(key, name, inventory.findings.filter(kind=key).count()) for key, name in KINDS]
        confirmed = inventory.findings.filter(kind=MISSING, decision=CONFIRMED).count()
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": inventory.title,
            "inventory": inventory,
            "kind": kind,
            "kinds": counts,
            "page": page,
            "lines": lines_of(inventory, page.object_list),
            "decisions": DECISIONS,
            "confirmed": confirmed,
        }
        return TemplateResponse(request, REVIEW, context)

    def found(self, request, pk):
        inventory = self.get_object(request, pk)
        if inventory is None or not self.has_change_permission(request, inventory):
            raise Http404
        return inventory

    def draft_view(self, request, pk):
        inventory = self.found(request, str(pk))
        return HttpResponse(
            draft_osm(inventory),
            content_type="application/xml",
            headers={"Content-Disposition": 'attachment; filename="brouillon.osm"'},
        )

    def findings_view(self, request, pk):
        inventory = self.found(request, str(pk))
        return JsonResponse(
            findings_geojson(inventory),
            json_dumps_params={"ensure_ascii": False},
            content_type="application/geo+json",
            headers={"Content-Disposition": 'attachment; filename="inventaire.geojson"'},
        )


def tell_carried_over(request, count):
    """Say how many decisions of the last inventory hold here too."""
    if count:
        sentence = ngettext(
            "%(count)s decision about the last inventory of these objects is kept.",
            "%(count)s decisions about the last inventory of these objects are kept.",
            count,
        )
        messages.info(request, sentence % {"count": count})


def tell_left_out(request, numbers):
    """Say which rows were left out, the first ones by their number."""
    if not numbers:
        return
    sentence = ngettext(
        "%(count)s row has no place that can be read and was left out: %(rows)s",
        "%(count)s rows have no place that can be read and were left out: %(rows)s",
        len(numbers),
    )
    rows = ", ".join(map(str, numbers[:TOLD])) + ("…" if len(numbers) > TOLD else "")
    messages.warning(request, sentence % {"count": len(numbers), "rows": rows})


def decide(findings, sent):
    """Keep what was chosen of each finding on the page."""
    known = dict(DECISIONS)
    for finding in findings:
        decision = sent.get(f"d-{finding.pk}", "")
        if decision in known and decision != finding.decision:
            finding.decision = decision
            finding.save(update_fields=["decision"])


def lines_of(inventory, findings):
    """(finding, what the town says, what OpenStreetMap says, how far apart, a map) for each."""
    objects = osm_objects(inventory, findings)
    language = get_language() or "en"
    known = [objects.get((one.element, one.osm_id)) for one in findings]
    shapes = [
        (one.row.geometry if one.row_id else None, osm and osm.geometry)
        for one, osm in zip(findings, known, strict=True)
    ]
    pictures = pictures_for(inventory.party.consultation.basemap, shapes)
    for one, osm, both, picture in zip(findings, known, shapes, pictures, strict=True):
        own = (
            [(key, value) for key, value in one.row.tags.items() if key != "name"]
            if one.row_id
            else []
        )
        told = [(x.label, x.value) for x in readable(osm.tags, language)[:4]] if osm else []
        apart = distance_words(one.distance_m, *both) if all(both) else ""
        yield one, own[:4], (name_in(osm.tags) if osm else ""), told, apart, picture
