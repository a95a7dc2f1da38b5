"""Which gaps of a version are closed: staff decide on each before they accept it."""

from collections.abc import Collection as Container

import shapely
from django.db import transaction

from geo.perimeters.conversion import from_django, to_django
from geo.perimeters.cutting import free
from geo.perimeters.ground import GRID, Ground
from geo.perimeters.models import PerimeterVersion


class Settled(ValueError):
    """The version was accepted: it does not change any more."""


def gaps_of(version: PerimeterVersion) -> list[dict]:
    """Return the gaps that the report keeps, the largest first; `is_closed` says which are."""
    found = [
        piece | {"is_closed": entry["code"] == "gaps_closed"}
        for entry in version.report
        if entry["code"] in ("gaps_closed", "gaps_kept")
        for piece in entry.get("pieces", ())
    ]
    return sorted(found, key=lambda piece: (-piece["area_m2"], piece["outline"]))


def close_only(version: PerimeterVersion, numbers: Container[int]) -> PerimeterVersion:
    """Return a version in which the gaps of those numbers, as `gaps_of` counts, are closed.

    A version never changes: the one that was waiting is replaced. Raises Settled.
    """
    gaps = gaps_of(version)
    decided = [gap | {"is_closed": number in numbers} for number, gap in enumerate(gaps)]
    if decided == gaps:
        return version
    area = _with(from_django(version.area), decided)
    srid = version.perimeter.metric_srid
    with transaction.atomic():
        waiting = PerimeterVersion.objects.select_for_update().filter(
            pk=version.pk, accepted_at=None
        )
        if not waiting.exists():
            raise Settled
        made = PerimeterVersion.objects.create(
            perimeter=version.perimeter,
            area=to_django(area),
            area_m2=Ground.of(area, srid).measure(area),
            origin=version.origin,
            report=_report(version.report, gaps, decided, area),
        )
        waiting.delete()
    return made


def _with(area: shapely.MultiPolygon, gaps: list[dict]) -> shapely.MultiPolygon:
    """Return the area with gaps closed or open."""
    filled = [shapely.Polygon(gap["outline"]) for gap in gaps if gap["is_closed"]]
    opened = [shapely.Polygon(gap["outline"]) for gap in gaps if not gap["is_closed"]]
    whole = shapely.union_all([area, *filled], grid_size=GRID)
    rest = free(shapely.difference(whole, shapely.union_all(opened), grid_size=GRID))
    parts = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon"]
    return shapely.orient_polygons(shapely.normalize(shapely.MultiPolygon(parts)))


def _report(report: list[dict], before: list[dict], after: list[dict], area) -> list[dict]:
    """Return the report with its words on gaps, parts and holes made new."""
    told = [_told(report, code, before, after) for code in ("gaps_closed", "gaps_kept")]
    holes = int(shapely.get_num_interior_rings(shapely.get_parts(area)).sum())
    about_gaps = {"gaps_closed", "gaps_kept", "holes"}
    rest = [entry for entry in report if entry["code"] not in about_gaps]
    return (
        rest
        + [entry for entry in told if entry["count"]]
        + ([{"code": "holes", "count": holes}] if holes else [])
    )


def _told(report: list[dict], code: str, before: list[dict], after: list[dict]) -> dict:
    """Return one entry; gaps too many to be listed stay what they were."""
    is_closed = code == "gaps_closed"
    old = next((one for one in report if one["code"] == code), {"count": 0, "area_m2": 0.0})
    was = [gap for gap in before if gap["is_closed"] is is_closed]
    now = [
        {name: value for name, value in gap.items() if name != "is_closed"}
        for gap in after
        if gap["is_closed"] is is_closed
    ]
    size = old["area_m2"] + sum(g["area_m2"] for g in now) - sum(g["area_m2"] for g in was)
    count = old["count"] + len(now) - len(was)
    return {"code": code, "count": count, "area_m2": round(size, 1), "pieces": now}
