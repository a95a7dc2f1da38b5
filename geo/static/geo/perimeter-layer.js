/** The perimeter on the map: its outside veiled, its line and band, its name once. */
import { colourAndOpacity } from "geo/colours.js";
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
const STRAIGHT_ENOUGH = 0.9;
const EMPTY = { type: "FeatureCollection", features: [] };
const cache = new Map();

/** {id, polygons} of a perimeter, fetched once; without one there is nothing to draw. */
export function loadPerimeter(address) {
  const read = (geojson) => ({ id: geojson.id, polygons: polygonsOf(geojson) });
  if (!cache.has(address)) cache.set(address, getJson(address).then(read));
  return cache.get(address).catch(() => ({ id: null, polygons: [] }));
}

/** The first layer that writes: the veil goes under the names. */
export function firstLabel(map) {
  return map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
}

const veil = (id, source, colour, opacity, rest = {}) => ({
  id,
  type: "fill",
  source,
  paint: { "fill-color": colour, "fill-opacity": opacity, "fill-antialias": false },
  ...rest,
});

/**
 * Veils what is outside. Where the basemap says what is land, the sea gets a third of the
 * veil and the land the rest, so that an island stays readable.
 */
function addVeil(map, { id, polygons }, mask, under) {
  const { colour, opacity } = mask;
  const land = map.getStyle().metadata?.["placette:outside"];
  const onSea = land && id ? opacity / 3 : opacity;
  map.addSource("outside", { type: "geojson", data: outside(polygons), tolerance: 0.1 });
  map.addLayer(veil("outside", "outside", colour, onSea), under);
  if (onSea === opacity) return;
  const address = location.origin + land.replace("{perimeter}", id);
  map.addSource("outside-land", { type: "vector", tiles: [address], maxzoom: 16 });
  const onLand = 1 - (1 - opacity) / (1 - onSea);
  const layer = { "source-layer": "outside" };
  map.addLayer(veil("outside-land", "outside-land", colour, onLand, layer), under);
}

export function addPerimeter(map, perimeter, colours) {
  const edge = { type: "MultiLineString", coordinates: perimeter.polygons.flat() };
  const under = firstLabel(map);
  addVeil(map, perimeter, colourAndOpacity(colours.mask), under);
  map.addSource("perimeter", { type: "geojson", data: edge, tolerance: 0.1 });
  map.addSource("perimeter-name", { type: "geojson", data: EMPTY });
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
      "text-offset": ["case", ["get", "above"], ["literal", [0, -1.1]], ["literal", [0, 1.1]]],
      "text-max-width": 60,
      "text-padding": 4,
      // Its place is chosen free of pins; the box of a slanted text would say otherwise.
      "text-allow-overlap": true,
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

function settingFor(map, polygons, wanted, obstacles) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const view = { left: 24, top: 70, right: width - 80, bottom: height - 40 };
  const rings = polygons.map(([exterior]) => exterior).sort((a, b) => b.length - a.length);
  for (const ring of rings.slice(0, 3)) {
    const line = onScreen(map, ring);
    const stretch = bestStretch(line, wanted, view, obstacles);
    if (!stretch || stretch.straightness < STRAIGHT_ENOUGH) continue;
    return nameSetting(line[stretch.start], line[stretch.end], isClockwiseOnScreen(line));
  }
  return null;
}

function featureOf(map, setting) {
  if (!setting) return EMPTY;
  const { lng, lat } = map.unproject([setting.x, setting.y]);
  return {
    type: "Feature",
    properties: { angle: setting.angle, above: setting.above },
    geometry: { type: "Point", coordinates: [lng, lat] },
  };
}

/**
 * Keeps the name on the straightest free stretch in view, outside of the line. It is set
 * when the map rests; `pins()` gives the places [{x, y}] that it must not cover.
 */
export function followPerimeterName(map, polygonsNow, name, pins = () => []) {
  let known = "";
  map.on("style.load", () => (known = ""));
  map.on("idle", () => {
    const source = map.getSource("perimeter-name");
    if (!source || !name) return;
    const view = [map.getCenter(), map.getZoom(), map.getCanvas().width].join();
    if (view === known) return; // a name that was set makes the map rest once more
    known = view;
    const wanted = name.length * NAME_PX * 0.55;
    source.setData(featureOf(map, settingFor(map, polygonsNow(), wanted, pins())));
  });
}
