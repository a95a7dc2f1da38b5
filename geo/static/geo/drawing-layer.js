/** A drawing on the map: the kept part full, the removed part hatched, with their edges. */

const EMPTY = { type: "FeatureCollection", features: [] };
const isArea = ["==", ["geometry-type"], "Polygon"];
const isPoint = ["==", ["geometry-type"], "Point"];
const isNotPoint = ["!=", ["geometry-type"], "Point"];

const asData = (geometry) =>
  geometry ? { type: "Feature", properties: {}, geometry } : EMPTY;

/** Adds the layers of a drawing, empty, under the layer `before`. */
export function addDrawingLayers(map, colours, before) {
  for (const id of ["drawing-kept", "drawing-removed"]) {
    map.addSource(id, { type: "geojson", data: EMPTY, tolerance: 0 });
  }
  const layer = (id, type, source, filter, paint, layout = {}) =>
    map.addLayer({ id, type, source, filter, paint, layout }, before);
  const round = { "line-join": "round" };
  layer("drawing-kept-fill", "fill", "drawing-kept", isArea, { "fill-color": colours.kept });
  layer("drawing-hatch", "fill", "drawing-removed", isArea, { "fill-pattern": "hatch" });
  layer(
    "drawing-removed-edge",
    "line",
    "drawing-removed",
    isNotPoint,
    { "line-color": colours.cut, "line-width": 2, "line-dasharray": [3, 2] },
    round,
  );
  layer(
    "drawing-kept-edge",
    "line",
    "drawing-kept",
    isNotPoint,
    { "line-color": colours.draw, "line-width": 2.6 },
    round,
  );
  // From far away many places are drawn at once, and small rings keep them apart.
  const byZoom = (far, near) => ["interpolate", ["linear"], ["zoom"], 10, far, 14, near];
  const dot = (colour) => ({
    "circle-radius": byZoom(2.5, 7),
    "circle-color": colours.surface,
    "circle-stroke-color": colour,
    "circle-stroke-width": byZoom(1.8, 4),
  });
  layer("drawing-removed-point", "circle", "drawing-removed", isPoint, dot(colours.cut));
  layer("drawing-kept-point", "circle", "drawing-kept", isPoint, dot(colours.draw));
}

export function showParts(map, { kept, removed }) {
  map.getSource("drawing-kept")?.setData(asData(kept));
  map.getSource("drawing-removed")?.setData(asData(removed));
}

/** One drawing that does not change: the page of a contribution, the last check. */
export function addStillDrawing(map, drawing, colours, before) {
  addDrawingLayers(map, colours, before);
  showParts(map, drawing);
}
