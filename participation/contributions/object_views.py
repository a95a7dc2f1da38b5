"""The shapes of the objects that one contribution is about: a file of the layer, with its licence."""

import json

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from participation.consultations.pages import fresh
from participation.contributions.models import Contribution
from participation.contributions.objects import line_of, object_of


@require_safe
@fresh
def shown_object(request, pk):
    """What lies in the perimeter, from the layer and nothing else; a point needs no shape."""
    rows = Contribution.objects.visible_to(request.visitor).exclude(about="")
    contribution = rows.filter(pk=pk).first()
    if contribution is None:
        raise Http404
    about = object_of(contribution)
    version = about.referred.version
    told = {
        "type": "FeatureCollection",
        "license": version.licence if version else "",
        "attribution": line_of(about.credit) if about.credit else "",
        "features": [feature(about)] if about.kept else [],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def feature(about):
    properties = {"objects": about.reference}
    return {"type": "Feature", "properties": properties, "geometry": json.loads(about.kept)}
