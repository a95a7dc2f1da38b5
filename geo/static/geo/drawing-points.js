/** Vertices and mid-points of the drawing on the map: 14 px to see, 24 px and more to touch. */
import { midpoints, outlineOf } from "geo/drawing.js";
import { polygonsOf } from "geo/perimeter-shape.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Bold", "Atkinson Hyperlegible Next Variable"];
const is = (name) => ["==", ["get", "role"], name];

export function addPointLayers(map, colours) {
  map.addSource("drawing-points", { type: "geojson", data: EMPTY, tolerance: 0 });
  map.addSource("drawing-outline", { type: "geojson", data: EMPTY, tolerance: 0 });
  map.addLayer({
    id: "drawing-outline",
    type: "line",
    source: "drawing-outline",
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colours.draw, "line-width": 2.6 },
  });
  const circle = (id, role, radius, edge) => ({
    id,
    type: "circle",
    source: "drawing-points",
    filter: is(role),
    paint: {
      "circle-radius": radius - edge / 2,
      "circle-color": ["case", ["get", "active"], colours.focus, colours.surface],
      "circle-stroke-color": [
        "case",
        ["get", "active"],
        colours.ink,
        ["get", "outside"],
        colours.cut,
        colours.draw,
      ],
      "circle-stroke-width": edge,
    },
  });
  map.addLayer(circle("drawing-midpoints", "mid", 4, 1.4));
  map.addLayer(circle("drawing-vertices", "vertex", 7, 2.6));
  map.addLayer({
    id: "drawing-number",
    type: "symbol",
    source: "drawing-points",
    filter: ["has", "label"],
    layout: {
      "text-field": ["get", "label"],
      "text-font": FONT,
      "text-size": 18,
      "text-offset": [0, -1.1],
      "text-allow-overlap": true,
    },
    paint: {
      "text-color": colours.cut,
      "text-halo-color": colours.surface,
      "text-halo-width": 2,
    },
  });
}

function isWithin([x, y], polygons) {
  const inRing = (ring) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  };
  return polygons.some(
    ([exterior, ...holes]) => inRing(exterior) && !holes.some((hole) => inRing(hole)),
  );
}

const feature = (point, properties) => ({
  type: "Feature",
  properties: { active: false, outside: false, ...properties },
  geometry: { type: "Point", coordinates: point },
});

/**
 * Shows the drawing's points. `active`: index of the point in hand; `crossing`: number (from 1)
 * of the point to move; `isJudged`: edges are drawn by the verdict, so ours can go.
 */
export function showPoints(map, drawing, { active = -1, crossing = null, perimeter, isJudged }) {
  const polygons = polygonsOf({ type: "MultiPolygon", coordinates: perimeter ?? [] });
  const known = polygons.length > 0;
  const vertices = drawing.points.map((point, index) =>
    feature(point, {
      role: "vertex",
      index,
      active: index === active,
      outside: known && !isWithin(point, polygons),
      ...(crossing === index + 1 ? { label: String(crossing) } : {}),
    }),
  );
  const mids = drawing.isFinished
    ? midpoints(drawing).map(({ index, point }) => feature(point, { role: "mid", index }))
    : [];
  const data = { type: "FeatureCollection", features: [...mids, ...vertices] };
  map.getSource("drawing-points")?.setData(data);
  const outline = isJudged && drawing.isFinished ? null : outlineOf(drawing);
  map
    .getSource("drawing-outline")
    ?.setData(outline ? { type: "Feature", properties: {}, geometry: outline } : EMPTY);
}
