/** Contributions from vector tiles: lines and areas, clusters, pins, and the chosen one on top. */
import { themeKey } from "geo/cluster-symbols.js";
import { pinName } from "geo/theme-symbols.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const text = (name) => ["to-string", ["coalesce", ["get", name], ""]];
const colour = (plain) => ["case", ["==", text("colour"), ""], plain, ["get", "colour"]];
export const CLICKABLE = ["contribution-points", "contribution-clusters"];
export const SHAPES = ["contribution-areas", "contribution-lines"];

/** Address of the tiles with the filters of the list. */
export function tilesAddress(tiles, filters, origin) {
  const query = filters.replace(/^\?/, "");
  return `${origin}${tiles}${query ? `?${query}` : ""}`;
}

const KEPT = ["theme", "kind", "place", "near", "q"];

/** What of the page's address filters the map: not the order, not the page. */
export function mapFilters(search) {
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of KEPT) {
    for (const value of given.getAll(name)) if (value) kept.append(name, value);
  }
  return kept.toString();
}

function clusterIcon(themes) {
  const parts = themes.map(themeKey).map((key) => [
    "case",
    [">", ["coalesce", ["get", key], 0], 0],
    ["concat", key, ":", ["to-string", ["get", key]], ","],
    "",
  ]);
  return ["concat", "cluster|", ["to-string", ["get", "count"]], "|", ...parts];
}

const PIN = ["concat", "pin|plain|", text("shape"), "|", text("letter"), "|", text("colour")];

export function addContributions(map, address, themes, colours, before) {
  map.addSource("contributions", { type: "vector", tiles: [address], minzoom: 0, maxzoom: 18 });
  const layer = (id, type, sourceLayer, rest) =>
    map.addLayer(
      { id, type, source: "contributions", "source-layer": sourceLayer, ...rest },
      before,
    );
  layer("contribution-areas", "fill", "shapes", {
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": colour(colours.ink3), "fill-opacity": 0.2 },
  });
  layer("contribution-casing", "line", "shapes", {
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colours.halo, "line-width": 5, "line-opacity": 0.85 },
  });
  layer("contribution-lines", "line", "shapes", {
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colour(colours.ink3), "line-width": 2.6 },
  });
}

const ON_TOP = {
  "icon-allow-overlap": true,
  "icon-padding": 0,
  "symbol-z-order": "source",
};

export function addPins(map, themes) {
  const layer = (id, sourceLayer, icon) =>
    map.addLayer({
      id,
      type: "symbol",
      source: "contributions",
      "source-layer": sourceLayer,
      layout: { ...ON_TOP, "icon-image": icon },
    });
  layer("contribution-points", "points", PIN);
  layer("contribution-clusters", "clusters", clusterIcon(themes));
}

/** The hovered and the chosen contribution, drawn last; known from the list or from a pin. */
export function addHighlight(map) {
  map.addSource("highlight", { type: "geojson", data: EMPTY });
  map.addLayer({
    id: "highlight",
    type: "symbol",
    source: "highlight",
    layout: {
      ...ON_TOP,
      "icon-image": ["get", "icon"],
      "icon-ignore-placement": true,
      "symbol-sort-key": ["get", "order"],
    },
  });
}

export function showHighlight(map, { hovered, chosen }) {
  const feature = (place, state, order) => ({
    type: "Feature",
    properties: { icon: place.icon ?? pinName(place, state), order },
    geometry: { type: "Point", coordinates: place.place },
  });
  const features = [];
  if (hovered && hovered.id !== chosen?.id) features.push(feature(hovered, "hovered", 1));
  if (chosen) features.push(feature(chosen, "chosen", 2));
  map.getSource("highlight")?.setData({ type: "FeatureCollection", features });
}
