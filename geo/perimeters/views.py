"""Perimeters as open data."""

import json

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from geo.perimeters.boundaries import ATTRIBUTION
from geo.perimeters.conversion import DECIMALS
from geo.perimeters.models import PerimeterVersion

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def perimeter_geojson(request, version_id):
    """One version as a GeoJSON feature; one that is not accepted yet, for staff only."""
    # stored areas lie on the grid and are turned as RFC 7946 asks: see dissolving.py
    geojson = AsGeoJSON("area", precision=DECIMALS)
    versions = PerimeterVersion.objects.select_related("perimeter").defer("area")
    version = get_object_or_404(versions.annotate(geojson=geojson), pk=version_id)
    if not version.accepted_at and not request.user.has_perm("geo.view_perimeterversion"):
        raise Http404
    told = {"name": version.perimeter.name, "area_m2": round(version.area_m2)}
    if ATTRIBUTION in version.origin:
        told["attribution"] = ATTRIBUTION
    properties = json.dumps(told, ensure_ascii=False)
    response = HttpResponse(
        f'{{"type": "Feature", "id": "{version.pk}", "properties": {properties}, '
        f'"geometry": {version.geojson}}}',
        content_type="application/geo+json",
    )
    response["Cache-Control"] = FOR_EVER if version.accepted_at else "private, no-store"
    return response
