"""Small questions that pages ask of consultations and of their lists; the picture of the home page."""

import json
import math
from collections import Counter
from functools import lru_cache

import shapely
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from geo.perimeters.outlines import frame_around
from geo.templatetags.figures import area_of, landscape_of
from participation.consultations.models import Theme
from participation.contributions.models import Contribution

register = template.Library()
CELL_PX = 38
SHOWN_MOST = 1000
# under 10, under 30, more: the sizes of the clusters of the map
RADII = ((10, 17), (30, 20), (float("inf"), 24))


@register.simple_tag
def lang_of(thing, field):
    """lang="…" where a translated field falls back to another language than the page's."""
    page = get_language()
    order = (page, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    found = (code for code in order if getattr(thing, f"{field}_{code}", None))
    code = next(found, page)
    return "" if code == page else format_html('lang="{}"', code)


@register.simple_tag
def state(contribution):
    """Where a contribution stands, as a mark and a word."""
    return state_in(contribution.visibility, contribution.course, get_language())


@lru_cache(maxsize=200)
def state_in(visibility, course, language):
    """The same for every contribution in that state, and in every list of twenty."""
    one = Contribution(visibility=visibility, course=course)
    return render_to_string("participation/parts/state.html", {"contribution": one})


@register.filter
def lon_lat(point):
    """« 8.3500000,43.4500000 », for scripts."""
    return f"{point.x:.7f},{point.y:.7f}"


@register.filter
def unbroken(text):
    """A reference such as PV-0492, kept on one line."""
    return format_html('<span class="nowrap">{}</span>', text)


@register.filter
def still_open(consultations):
    """Those that are running or still to come."""
    return [one for one in consultations if one.now.state != "over"]


@register.filter
def over(consultations):
    return [one for one in consultations if one.now.state == "over"]


@register.filter
def liveliest(consultations):
    """The one with the most contributions; None where there is none at all."""
    return max(consultations, key=lambda one: one.published_count, default=None)


@register.filter
def themes_in_use(themes):
    """The letters of the chosen themes as the address writes them: "T,N"."""
    return ",".join(theme.letter for theme in themes if theme.is_on)


@register.filter
def map_themes(themes):
    """The themes as the map's code reads them."""
    return [
        {
            "letter": theme.letter,
            "shape": theme.shape,
            "colour": theme.colour,
            "title": theme.title,
            "short": theme.short_title,
        }
        for theme in themes
    ]


@register.filter
def map_layers_json(layers):
    """The layers on a map as the map's code reads them."""
    return [layer.as_json for layer in layers]


@register.filter
def map_drawing(contribution):
    """One contribution as the still map of its page draws it."""
    theme = contribution.theme
    return {
        "kept": json.loads(contribution.geometry.geojson),
        "removed": None,
        "anchor": [contribution.anchor.x, contribution.anchor.y],
        "letter": theme.letter if theme else "",
        "shape": theme.shape if theme else "",
        "colour": theme.colour if theme else "",
    }


@register.filter
def whole_drawing(contribution):
    """As map_drawing, with the part that is not kept: for its author and for staff."""
    removed = json.loads(contribution.removed) if contribution.removed else None
    return map_drawing(contribution) | {"removed": removed}


@register.filter
def box(bounds):
    """West, south, east, north as an attribute, written the same in every language."""
    return ",".join(f"{degrees:.6f}" for degrees in bounds or ())


def heaps(places):
    """Neighbours together, none nearer to another than a cluster is wide: [(x, y, Counter)]."""
    found = []
    for x, y, theme_id in places:
        near = next((heap for heap in found if math.dist(heap[:2], (x, y)) < CELL_PX), None)
        if near:
            near[2][theme_id] += 1
        else:
            found.append((x, y, Counter([theme_id])))
    return found


def ring(counter, themes):
    """The parts of a cluster's ring: colour, length and start in hundredths of the turn."""
    total = counter.total()
    start = 0.0
    parts = []
    for theme_id, theme in themes.items():
        share = 100 * counter[theme_id] / total
        if share:
            parts.append(
                {
                    "colour": theme.colour,
                    "dash": f"{max(share - 1.5, 1):.1f} 100",
                    "from": f"{-start:.1f}",
                }
            )
        start += share
    return parts


def mark(x, y, counter, themes):
    """One pin or one cluster, ready to draw."""
    count = counter.total()
    at = f"{x:.1f} {y:.1f}"
    if count == 1:
        return {"at": at, "theme": themes.get(next(iter(counter)))}
    radius = next(radius for limit, radius in RADII if count < limit)
    return {
        "at": at,
        "count": count,
        "radius": radius,
        "inner": f"{radius - 2.5:.1f}",
        "parts": ring(counter, themes),
    }


@register.inclusion_tag("participation/parts/hero_figure.html")
def hero_figure(consultation, width, height):
    """The landscape of a consultation with what was published there, for the home page."""
    perimeter = consultation.perimeter
    if perimeter.current_id is None:
        return {"width": width, "height": height}
    frame = frame_around(area_of(perimeter.current_id).bounds, width, height)
    themes = {theme.pk: theme for theme in Theme.objects.filter(consultation=consultation)}
    rows = Contribution.objects.filter(consultation=consultation).published()
    rows = rows.filter(geometry__isnull=False)
    rows = list(rows.order_by("-created_at", "-pk").values_list("anchor", "theme_id")[:SHOWN_MOST])
    points = shapely.get_coordinates([shapely.Point(anchor.x, anchor.y) for anchor, _theme in rows])
    placed = zip(frame.points(points).tolist(), rows, strict=True)
    places = [(x, y, theme_id) for (x, y), (_anchor, theme_id) in placed]
    return {
        "width": width,
        "height": height,
        "ground": landscape_of(consultation.basemap, frame),
        "marks": [mark(x, y, counter, themes) for x, y, counter in heaps(places)],
    }
