"""Small drawings made by the server: a perimeter in its landscape, a drawing and what is kept of it.

They are there before any script and stay where none runs; the map takes their place.
"""

from functools import lru_cache

import shapely
from django import template
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count
from django.template.loader import render_to_string

from geo.layers.models import Feature, Layer
from geo.perimeters.conversion import from_django
from geo.perimeters.models import PerimeterVersion
from geo.perimeters.outlines import frame_around, path_of

register = template.Library()
# kind of feature → classes of its fills and strokes, in the order of drawing
FAR = {
    "land": ["m-land"],
    "wood": ["m-wood"],
    "park": ["m-park"],
    "urban": ["m-urban"],
    "water": ["m-water"],
    "road": ["m-case", "m-road"],
    "main_road": ["m-coast-case", "m-coast-road"],
    "railway": ["m-rail"],
}
NEAR = FAR | {"building": ["m-bld"], "street": ["m-case", "m-road"], "jetty": ["m-bld"]}
NEAR_PX_PER_DEGREE = 30_000
MOST_OF_A_KIND = 4000


def shape_of(geometry):
    """A shape from GeoDjango's geometry, or from GeoJSON text; None for nothing."""
    if not geometry:
        return None
    if isinstance(geometry, str):
        return shapely.from_geojson(geometry)
    return from_django(geometry)


@register.simple_tag
def symbol(theme, size):
    """The symbol of a theme, of that many pixels; a grey dot where there is none."""
    return drawn_symbol(*(getattr(theme, part, "") for part in ("shape", "letter", "colour")), size)


@lru_cache(maxsize=1024)
def drawn_symbol(shape, letter, colour, size):
    theme = {"shape": shape, "letter": letter, "colour": colour}
    return render_to_string("geo/symbol.html", {"theme": theme, "size": size})


@lru_cache(maxsize=256)
def area_of(version_id):
    """The area of a version of a perimeter: it never changes once written."""
    return from_django(PerimeterVersion.objects.values_list("area", flat=True).get(pk=version_id))


def drawn_landscape(layer_version_id, frame):
    """[(class, path)] of the local basemap in a frame."""
    kinds = NEAR if frame.scale > NEAR_PX_PER_DEGREE else FAR
    inside = Feature.objects.filter(
        version_id=layer_version_id,
        kind__in=kinds,
        geometry__intersects=GEOSGeometry(frame.window.wkt, srid=4326),
    )
    counts = dict(inside.order_by().values_list("kind").annotate(Count("pk")))
    shown = [kind for kind, count in counts.items() if count <= MOST_OF_A_KIND]
    paths = {kind: [] for kind in shown}
    for kind, geometry in inside.filter(kind__in=shown).values_list("kind", "geometry"):
        paths[kind].append(path_of(shape_of(geometry), frame))
    return [(name, "".join(paths[kind])) for kind in kinds if kind in paths for name in kinds[kind]]


landscape = lru_cache(maxsize=128)(drawn_landscape)  # a version never changes once complete


def layer_version_of(basemap):
    """The version that a basemap of ours shows now; None for every other basemap."""
    if basemap is None or basemap.kind != "local":
        return None
    return Layer.objects.filter(slug=basemap.address).values_list("current", flat=True).first()


def landscape_of(basemap, frame):
    version_id = layer_version_of(basemap)
    return landscape(version_id, frame) if version_id else []


@register.filter
def percent(share):
    """A share (0 to 1) as the width of a drawing, written the same in every language: "82%"."""
    return f"{share or 0:.0%}"


@register.filter
def hundredths(share):
    """A share (0 to 1) as a whole number of hundredths: never 100 for what is not whole."""
    return min(round(100 * share), 99) if share < 1 else 100


@register.inclusion_tag("geo/figures/perimeter.html")
def perimeter_figure(perimeter, basemap, width, height):
    """The perimeter in its landscape, for a card: an ornament, said in words beside it."""
    if perimeter.current_id is None:
        return {"width": width, "height": height}
    area = area_of(perimeter.current_id)
    frame = frame_around(area.bounds, width, height)
    return {
        "width": width,
        "height": height,
        "ground": landscape_of(basemap, frame),
        "area": path_of(area, frame),
    }


@register.inclusion_tag("geo/figures/drawing.html")
def drawing_figure(kept, removed, version_id, basemap, **more):
    """What is kept of a drawing, what is not, and the edge between: `more` is width, height, theme, label."""
    width, height = more.get("width", 400), more.get("height", 300)
    shapes = [shape for shape in (shape_of(kept), shape_of(removed)) if shape is not None]
    if not shapes:
        return {"width": width, "height": height}
    frame = frame_around(shapely.union_all(shapes).bounds, width, height, share=0.7)
    anchor = frame.points(shapely.get_coordinates(shapes[0].representative_point()))[0]
    area = area_of(version_id) if version_id else None
    return more | {
        "width": width,
        "height": height,
        "ground": landscape_of(basemap, frame),
        "kept": path_of(shapes[0], frame),
        "removed": path_of(shapes[1], frame) if len(shapes) > 1 else "",
        "is_line": shapes[0].geom_type.endswith("LineString"),
        "edge": path_of(area, frame) if area else "",
        "frame_path": f"M-9-9H{width + 9}V{height + 9}H-9Z",
        "pin": f"{anchor[0]:.1f} {anchor[1]:.1f}",
    }
