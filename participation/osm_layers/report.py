"""The report of a snapshot: how much there is of what, before and now, and what was left out."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode

from geo.osm.conditions import write_condition
from geo.osm.models import OsmSnapshot
from geo.osm.presets import PRESETS
from geo.osm.remarks import named_counts, remark_lines
from geo.perimeters.models import PerimeterVersion, moment
from participation.osm_layers.importing import asked_name
from participation.templatetags.dates import day


@dataclass(frozen=True, slots=True)
class Row:
    """One preset or condition: how many objects before, if it was asked then, and now."""

    name: str
    before: str
    now: str
    change: str


def report_context(snapshot: OsmSnapshot) -> dict:
    """Return what the page of a snapshot shows."""
    version, before = snapshot.version, previous(snapshot)
    area = PerimeterVersion.objects.filter(pk=snapshot.perimeter_version).first()
    return {
        "snapshot": snapshot,
        "version": version,
        "is_shown": version.layer.current_id == version.pk,
        "total": number_format(version.feature_count),
        "rows": rows(snapshot, before),
        "before": before,
        "before_moment": before and moment(before.taken_at),
        "before_address": before and reverse("admin:geo_osmsnapshot_change", args=[before.pk]),
        "lines": remark_lines(snapshot),
        "date": day(snapshot.osm_date),
        "taken": moment(snapshot.taken_at),
        "perimeter": area and str(area),
        "layer_address": reverse("admin:geo_layer_change", args=[version.layer_id]),
        "again_address": again_address(snapshot),
    }


def previous(snapshot: OsmSnapshot) -> OsmSnapshot | None:
    """Return the snapshot of the same layer taken just before."""
    same = OsmSnapshot.objects.filter(version__layer=snapshot.version.layer_id)
    earlier = same.filter(taken_at__lt=snapshot.taken_at)
    return earlier.select_related("version").order_by("-taken_at").first()


def rows(snapshot: OsmSnapshot, before: OsmSnapshot | None) -> list[Row]:
    """Return one row for each thing that was looked for."""
    known = dict(named_counts(before)) if before else {}
    return [
        Row(
            name,
            number_format(known[name]) if name in known else "",
            number_format(count),
            _signed(count - known[name]) if name in known else "",
        )
        for name, count in named_counts(snapshot)
    ]


def again_address(snapshot: OsmSnapshot) -> str:
    """Return the page that starts the same import with another file, or asks the server again."""
    own = [condition for key in snapshot.presets for condition in PRESETS[key].any_of]
    free = [write_condition(one) for one in snapshot.conditions if one not in own]
    said = [("presets", key) for key in snapshot.presets]
    consultation, name = asked_name(snapshot.version.layer)
    said += [("consultation", str(consultation.pk))] if consultation else []
    said += [("conditions", "\n".join(free)), ("name", name)]
    said += [("cutting", "clip" if snapshot.is_clipped else "whole")]
    said += [("source", "live")] * (snapshot.source == OsmSnapshot.Source.OVERPASS)
    return f"{reverse('admin:geo_osmsnapshot_add')}?{urlencode(said)}"


def _signed(number: int) -> str:
    sign = "+" if number > 0 else "−" if number else ""
    return f"{sign}{number_format(abs(number))}"
