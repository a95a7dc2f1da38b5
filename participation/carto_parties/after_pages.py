"""The map after a carto-party: which snapshot it is; the recap compares it with the one before."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from geo.jobs.telling import page_of
from geo.osm.api import MOST
from geo.osm.models import OsmSnapshot
from geo.osm.services import BadServer, osm_api
from participation.carto_parties.before_pages import import_address, offered, snapshots_for
from participation.carto_parties.comparing import NotComparable, check_comparable
from participation.carto_parties.confirming import keys_gone
from participation.carto_parties.models import CartoParty
from participation.carto_parties.recap import OBSTACLES
from participation.carto_parties.recap_jobs import QUESTIONS, ask_osm, compare_anew, job_of
from participation.carto_parties.recap_models import Recap
from participation.consultations.versions import raise_version
from participation.osm_layers.report import again_address

AFTER = "admin:participation_cartoparty_after"
TEMPLATE = "admin/participation/carto_parties/after.html"


class AfterPages:
    """Mixed into the administration of carto-parties."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.after_view)
        name = AFTER.partition(":")[2]
        return [path("<uuid:pk>/after/", view, name=name), *super().get_urls()]

    def after_view(self, request, pk):
        """Choose among the snapshots that can be compared with the one before."""
        party = self.party_to_change(request, pk)
        before = OsmSnapshot.objects.filter(version=party.before_id).first()
        others = [one for one in snapshots_for(party) if one.version_id != party.before_id]
        choices = [choice(one, before, party) for one in others]
        if "compare" in request.POST:
            return self.compare(request, party)
        if request.POST.get("ask") in QUESTIONS:
            return self.ask(request, party, request.POST["ask"])
        if request.method == "POST":
            asked = request.POST.get("snapshot")
            found = next((one for one in choices if str(one["snapshot"].pk) == asked), None)
            if found and not found["obstacle"]:
                return self.choose_after(request, party, found["snapshot"])
            warning = found["obstacle"] if found else _("Choose a snapshot in the list.")
            messages.warning(request, warning)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("The map after"),
            "party": party,
            "at": "after",
            "has_before": before is not None,
            "choices": choices,
            "import_address": same_import(before, party),
            **recap_facts(party),
            "job": job_of(party),
        }
        return TemplateResponse(request, TEMPLATE, context)

    def compare(self, request, party):
        """Have the recap made again, and show how far it is."""
        job = compare_anew(party, request.user) or job_of(party)
        address = page_of(job) if job else reverse(AFTER, args=[party.pk])
        return HttpResponseRedirect(address)

    def ask(self, request, party, what):
        """Have OpenStreetMap itself asked, because this person wants it."""
        try:
            job = ask_osm(party, what, request.user)
        except BadServer as error:
            messages.warning(request, str(error))
            return HttpResponseRedirect(reverse(AFTER, args=[party.pk]))
        return HttpResponseRedirect(page_of(job))

    def choose_after(self, request, party, snapshot):
        """Compare with this snapshot from now on."""
        CartoParty.objects.filter(pk=party.pk).update(after=snapshot.version)
        party.after = snapshot.version
        compare_anew(party, request.user)
        raise_version(party.consultation_id)
        self.log_change(request, party, _("The map after."))
        messages.success(request, _("This is the map after now: the recap compares the two."))
        return HttpResponseRedirect(reverse(AFTER, args=[party.pk]))


def recap_facts(party):
    """What the page says of the recap, and whom it would ask."""
    recap = Recap.objects.of(party).first()
    if recap is None:
        return {}
    with suppress(BadServer):
        server = osm_api().name
        gone = len(keys_gone(recap))
        return {"recap": recap, "server": server, "gone": gone, "most": MOST}
    return {"recap": recap}


def choice(snapshot, before, party):
    """A snapshot as it is offered, and why it cannot be compared with the one before."""
    told = offered(snapshot, party) | {"is_chosen": snapshot.version_id == party.after_id}
    try:
        check_comparable(before, snapshot)
    except NotComparable as error:
        return told | {"obstacle": OBSTACLES[error.code]}
    return told | {"obstacle": ""}


def same_import(before, party):
    """The page that imports under the conditions of the map before, into its layer."""
    if before is None:
        return import_address(party, AFTER)
    own = {"consultation": party.consultation_id, "onward": reverse(AFTER, args=[party.pk])}
    return f"{again_address(before)}&{urlencode(own)}"
