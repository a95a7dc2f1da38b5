"""A map in one file, which opens without the Internet: folium, with Leaflet put inline.

Nothing is asked of anybody when it opens: no tiles, no scripts, no fonts. A policy in the file
itself forbids it.
"""

import math
import re
from pathlib import Path

import folium
import shapely
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from folium.utilities import JsCode

from basemaps.colours import LIGHT
from geo.analysis.palettes import letters_on
from geo.layers.models import Feature
from geo.perimeters.conversion import from_django, to_django, to_geojson
from geo.templatetags.figures import area_of, layer_version_of
from participation.crossings.asked import cell_name
from participation.crossings.classes import COLOURS, CROSSED, class_of
from participation.crossings.lines import place_of
from participation.crossings.picture import bounds_of
from participation.crossings.report import Report
from participation.crossings.report_figures import EDGE, GREY, fill_of
from participation.crossings.sentences import said_of
from participation.crossings.showing import Shown

HATCH = "url(#hatch)"
LOOKS = {
    "published": {"color": EDGE, "weight": 0.8, "fillOpacity": 0.94},
    "uncertain": {"color": GREY, "weight": 0.8, "fillOpacity": 0.35},
    "too_few": {"color": "#5b6670", "weight": 1.4, "fillOpacity": 0},
    "no_answer": {"color": "#b9bfc4", "weight": 0.5, "fillColor": HATCH, "fillOpacity": 1},
}
EMPTY = {"fillColor": "#ffffff", "fillOpacity": 0}
MOST_SILENT = 300  # cells without answers that are drawn one by one; more become one shape
GROUND = {
    "land": {"stroke": False, "fillColor": LIGHT["land"], "fillOpacity": 1},
    "water": {"stroke": False, "fillColor": LIGHT["lake"], "fillOpacity": 1},
    "main_road": {"color": LIGHT["coast-case"], "weight": 3, "fill": False},
    "railway": {"color": LIGHT["rail"], "weight": 2, "fill": False},
}
MOST_GROUND, TOLERANCE = 3000, 0.00003  # shapes; degrees, some 3 m
LEAST_CELL_PX = 22  # width of a cell on which its code is written
EACH_CELL = """
function (feature, layer) {
  const said = document.createElement("div");
  for (const [tag, words] of feature.properties.said) {
    said.appendChild(document.createElement(tag)).textContent = words;
  }
  layer.bindPopup(said);
  if (feature.properties.code) {
    const name = "code" + (feature.properties.white ? " white" : "");
    layer.bindTooltip(feature.properties.code, {permanent: true, direction: "center", className: name});
  }
  layer.on("add", () => {
    const path = layer.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", feature.properties.name);
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); layer.openPopup(); }
    });
  });
}
"""


def standalone_map(shown: Shown, report: Report, address: str) -> bytes:
    """Return the file; address: of the page of the crossing, as a link to follow."""
    drawn = folium_map(shown)
    root = drawn.get_root()
    root.render()
    context = {
        "report": report,
        "shown": shown,
        "address": address,
        "name": drawn.get_name(),
        "map": root.html.render(),
        "script": root.script.render(),
        "leaflet": library("leaflet.js").split("//# sourceMappingURL")[0],
        # Pictures of controls and pins that this map does not have.
        "leaflet_css": re.sub(r"url\([^)]*\)", "none", library("leaflet.css")),
        "letters_from_zoom": letters_from(shown),
        "paper": LIGHT["sea" if layer_version_of(shown.crossing.consultation.basemap) else "land"],
        "looks": {code: (colour, letters_on(colour)) for code, colour in COLOURS[CROSSED].items()},
    }
    return render_to_string("participation/crossings/standalone.html", context).encode()


def library(name: str) -> str:
    """Return a file of Leaflet: of node_modules, or where it was collected to on a server."""
    path = finders.find(f"npm/leaflet/{name}") or settings.STATIC_ROOT / "npm" / "leaflet" / name
    return Path(path).read_text(encoding="utf-8")


def folium_map(shown: Shown) -> folium.Map:
    west, south, east, north = bounds_of(shown)
    drawn = folium.Map([(south + north) / 2, (west + east) / 2], tiles=None)
    drawn.default_js, drawn.default_css = [], []
    ground = [*ground_of(shown), *perimeter_of(shown)]
    if ground:
        below = {"type": "FeatureCollection", "features": ground}
        folium.GeoJson(below, interactive=False, smooth_factor=0.5).add_to(drawn)
    cells = {"type": "FeatureCollection", "features": cells_of(shown)}
    folium.GeoJson(cells, on_each_feature=JsCode(EACH_CELL), smooth_factor=0).add_to(drawn)
    drawn.fit_bounds([(south, west), (north, east)])
    return drawn


def cells_of(shown: Shown) -> list[dict]:
    pairs = list(zip(shown.cells.rows, shown.cells.shapes, strict=True))
    silent = [shape for row, shape in pairs if row["status"] == "no_answer"]
    features = []
    if len(silent) > MOST_SILENT:
        row = next(row for row, _shape in pairs if row["status"] == "no_answer")
        one = feature(row | {"level": None}, shapely.union_all(silent), shown)
        one["properties"]["said"] = one["properties"]["said"][1:]
        features.append(one)
        pairs = [pair for pair in pairs if pair[0]["status"] != "no_answer"]
    # What tells most is drawn last: its edges lie above those of its neighbours.
    return features + [feature(row, shape, shown) for row, shape in reversed(pairs)]


def feature(row: dict, shape: shapely.Geometry, shown: Shown) -> dict:
    said = said_of(row, shown.subject)
    code, fill = class_of(row, CROSSED, shown.thresholds), fill_of(row, shown)
    lines = [said.facts, said.reading, *said.notes]
    name = place_of(row)
    look = dict(LOOKS[row["status"]])
    if row["status"] != "no_answer":
        look |= {"fillColor": fill} if fill else EMPTY
    return {
        "type": "Feature",
        "geometry": to_geojson(shape),
        "properties": {
            "cell": cell_name(row["i"], row["j"]),
            "name": f"{name}, {code}" if code else name,
            "said": [("h2", f"{name} ({code})" if code else name)]
            + [("p", line) for line in lines if line],
            "code": code if row["status"] == "published" else "",
            "white": bool(fill) and letters_on(fill) == "#ffffff",
            "style": look,
        },
    }


def ground_of(shown: Shown) -> list[dict]:
    """Return the local map below: land, water, main roads, railways, as far as it is small."""
    version = layer_version_of(shown.crossing.consultation.basemap)
    if version is None:
        return []
    seen = shapely.box(*bounds_of(shown)).buffer(0.02)
    features = []
    for kind, look in GROUND.items():
        near = Feature.objects.filter(
            version_id=version, kind=kind, geometry__bboverlaps=box_of(seen)
        )
        shapes = [from_django(shape) for shape in near.values_list("geometry", flat=True)]
        if 0 < len(shapes) <= MOST_GROUND:
            cut = shapely.intersection(shapely.union_all(shapes), seen)
            features.append(_below(shapely.simplify(cut, TOLERANCE), look))
    return features


def box_of(area: shapely.Geometry):
    return to_django(shapely.box(*area.bounds))


def perimeter_of(shown: Shown) -> list[dict]:
    version = shown.crossing.consultation.perimeter.current_id
    if version is None:
        return []
    area = shapely.simplify(area_of(version), TOLERANCE)
    return [_below(area, {"color": EDGE, "weight": 2, "fill": False})]


def _below(shape: shapely.Geometry, look: dict) -> dict:
    return {
        "type": "Feature",
        "geometry": to_geojson(shape),
        "properties": {"style": look | {"interactive": False}},
    }


def letters_from(shown: Shown) -> int:
    """Return the zoom from which a cell is wide enough for its code."""
    _west, south, _east, north = bounds_of(shown)
    metres_a_pixel = 156_543 * math.cos(math.radians((south + north) / 2))
    return math.ceil(math.log2(LEAST_CELL_PX * metres_a_pixel / (2 * shown.crossing.cell_edge_m)))
