"""The map before a carto-party: which snapshot it is, and how complete."""

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from geo.osm.conditions import write_condition
from geo.osm.models import OsmSnapshot
from participation.carto_parties.announcement import looked_for_lines
from participation.carto_parties.looked_for import missing_in
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap_jobs import compare_anew
from participation.carto_parties.sharing_out import count_again
from participation.consultations.versions import raise_version
from participation.templatetags.dates import day

BEFORE = "admin:participation_cartoparty_before"
TEMPLATE = "admin/participation/carto_parties/before.html"
MOST = 30  # snapshots to choose from


class BeforePages:
    """Mixed into the administration of carto-parties."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.before_view)
        name = BEFORE.partition(":")[2]
        return [path("<uuid:pk>/before/", view, name=name), *super().get_urls()]

    def before_view(self, request, pk):
        """Choose among the snapshots that are whole, and see how complete the chosen one is."""
        party = self.party_to_change(request, pk)
        snapshots = list(snapshots_for(party))
        if request.method == "POST":
            chosen = next((s for s in snapshots if str(s.pk) == request.POST.get("snapshot")), None)
            if chosen:
                return self.choose(request, party, chosen)
            messages.warning(request, _("Choose a snapshot in the list."))
        lines = looked_for_lines(party)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("The map before"),
            "party": party,
            "at": "before",
            "snapshots": [offered(one, party) for one in snapshots],
            "lines": lines,
            "km2": party.baseline.get("area_m2", 0) / 1_000_000,
            "import_address": import_address(party, BEFORE),
        }
        return TemplateResponse(request, TEMPLATE, context)

    def choose(self, request, party, snapshot):
        """Count in every cell what this snapshot knows."""
        party.before, party.layer = snapshot.version, snapshot.version.layer
        CartoParty.objects.filter(pk=party.pk).update(before=party.before, layer=party.layer)
        count_again(party)
        compare_anew(party, request.user)
        raise_version(party.consultation_id)
        self.log_change(request, party, _("The map before."))
        messages.success(request, _("This is the map before now; the cells are counted again."))
        return HttpResponseRedirect(reverse(BEFORE, args=[party.pk]))


def snapshots_for(party):
    """The latest snapshots of its perimeter that are whole: half an answer shows no difference."""
    versions = list(party.consultation.perimeter.versions.values_list("pk", flat=True))
    whole = OsmSnapshot.objects.filter(is_complete=True, perimeter_version__in=versions)
    return whole.select_related("version__layer").order_by("-taken_at")[:MOST]


def offered(snapshot, party):
    """A snapshot as it is offered: with what it lacks of what this carto-party looks for."""
    return {
        "snapshot": snapshot,
        "is_chosen": snapshot.version_id == party.before_id,
        "date": day(snapshot.osm_date),
        "missing": [sort.label for sort in missing_in(snapshot.conditions, party)],
    }


def import_address(party, page):
    """The page that imports OpenStreetMap, filled in with what this carto-party looks for.

    page: the one of the carto-party to which it leads back.
    """
    query = QueryDict(mutable=True)
    query["consultation"] = str(party.consultation_id)
    query["name"] = str(party)[:100]
    query["conditions"] = "\n".join(map(write_condition, party.conditions))
    query["onward"] = reverse(page, args=[party.pk])
    query.setlist("presets", party.presets)
    return f"{reverse('admin:geo_osmsnapshot_add')}?{query.urlencode()}"
