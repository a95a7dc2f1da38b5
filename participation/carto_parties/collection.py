"""The cells as open data: GeoJSON with their states, without the names of teams."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.perimeters.conversion import from_django, to_geojson
from participation.carto_parties.models import CartoParty, Cell
from participation.carto_parties.progress import state_now
from participation.consultations.pages import fresh


@require_safe
@fresh
def cells_geojson(request, slug):
    """The cells of a carto-party; what a map needs, and whoever wants to follow it elsewhere."""
    party = get_object_or_404(CartoParty.objects.visible_to(request.visitor), slug=slug)
    now = timezone.now()
    features = [feature_of(party, cell, now) for cell in party.cells.all()]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


def feature_of(party: CartoParty, cell: Cell, now) -> dict:
    """Return one cell: its columns are listed here, so that no team is among them."""
    shape = from_django(cell.geometry)
    middle = shape.representative_point()
    return {
        "type": "Feature",
        "id": str(cell.pk),
        "geometry": to_geojson(shape),
        "properties": {
            "code": cell.code,
            "state": state_now(cell, now),
            "known": cell.known,
            "expected": cell.expected,
            "minutes": cell.minutes,
            "middle": [round(middle.x, 6), round(middle.y, 6)],
        },
    }
