/** The perimeter on the map: its outside veiled, its line and band, its name once. */
import { getJson } from "geo/http.js";
import {
  bestStretch,
  isClockwiseOnScreen,
  nameSetting,
  outside,
  polygonsOf,
} from "geo/perimeter-shape.js";

const FONT = ["Semibold", "Atkinson Hyperlegible Next Variable"];
const NAME_PX = 13;
const EMPTY = { type: "FeatureCollection", features: [] };
const cache = new Map();

export function loadPerimeter(address) {
  if (!cache.has(address)) cache.set(address, getJson(address).then(polygonsOf));
  return cache.get(address);
}

/** The first layer that writes: the veil goes under the names. */
export function firstLabel(map) {
  return map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
}

export function addPerimeter(map, polygons, colours) {
  const edge = { type: "MultiLineString", coordinates: polygons.flat() };
  const under = firstLabel(map);
  map.addSource("outside", { type: "geojson", data: outside(polygons), tolerance: 0.1 });
  map.addSource("perimeter", { type: "geojson", data: edge, tolerance: 0.1 });
  map.addSource("perimeter-name", { type: "geojson", data: EMPTY });
  map.addLayer(
    {
      id: "outside",
      type: "fill",
      source: "outside",
      paint: { "fill-color": colours.mask, "fill-antialias": false },
    },
    under,
  );
  const line = (id, width, colour) => ({
    id,
    type: "line",
    source: "perimeter",
    layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": width },
  });
  map.addLayer(line("perimeter-band", 6, colours.perimeterBand), under);
  map.addLayer(line("perimeter-line", 1.5, colours.perimeter), under);
}

export function addPerimeterName(map, name, colours) {
  map.addLayer({
    id: "perimeter-name",
    type: "symbol",
    source: "perimeter-name",
    layout: {
      "text-field": name,
      "text-font": FONT,
      "text-size": NAME_PX,
      "text-rotate": ["get", "angle"],
      "text-rotation-alignment": "map",
      "text-anchor": "center",
      "text-offset": ["case", ["get", "above"], ["literal", [0, -0.95]], ["literal", [0, 0.95]]],
      "text-max-width": 60,
      "text-padding": 4,
    },
    paint: {
      "text-color": colours.perimeter,
      "text-halo-color": colours.paper,
      "text-halo-width": 1.6,
    },
  });
}

function onScreen(map, ring) {
  return ring.map(([lng, lat]) => map.project([lng, lat]));
}

/** Puts the name on the straightest stretch in view of the largest part, outside of the line. */
export function placePerimeterName(map, polygons, name) {
  const source = map.getSource("perimeter-name");
  if (!source || !name) return;
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const view = { left: 24, top: 70, right: width - 80, bottom: height - 40 };
  const rings = polygons.map(([exterior]) => exterior).sort((a, b) => b.length - a.length);
  for (const ring of rings.slice(0, 3)) {
    const line = onScreen(map, ring);
    const stretch = bestStretch(line, name.length * NAME_PX * 0.58, view);
    if (!stretch || stretch.straightness < 0.9) continue;
    const clockwise = isClockwiseOnScreen(line);
    const setting = nameSetting(line[stretch.start], line[stretch.end], clockwise);
    const place = map.unproject([setting.x, setting.y]);
    source.setData({
      type: "Feature",
      properties: { angle: setting.angle, above: setting.above },
      geometry: { type: "Point", coordinates: [place.lng, place.lat] },
    });
    return;
  }
  source.setData(EMPTY);
}
