/** A point well inside a geometry, for its label. No DOM. */
import { boundsOf } from "geo/perimeter-shape.js";

function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]];
      if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return found.sort((a, b) => a - b);
}

/** The middle of the widest stretch of a polygon at the middle of its height. */
function insidePolygon(rings) {
  const [, south, , north] = boundsOf(rings[0]);
  const y = (south + north) / 2;
  const xs = crossings(rings, y);
  let best = { width: -1, x: rings[0][0][0] };
  for (let i = 0; i + 1 < xs.length; i += 2) {
    const width = xs[i + 1] - xs[i];
    if (width > best.width) best = { width, x: (xs[i] + xs[i + 1]) / 2 };
  }
  return [best.x, y];
}

function sizeOf(coordinates) {
  const [west, south, east, north] = boundsOf(coordinates);
  return (east - west) * (north - south) || east - west + north - south;
}

const largest = (parts) => parts.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));

export function insidePoint(geometry) {
  const { type, coordinates } = geometry;
  if (type === "Point") return coordinates;
  if (type === "MultiPoint") return coordinates[0];
  if (type === "LineString") return coordinates[Math.floor(coordinates.length / 2)];
  if (type === "MultiLineString") {
    const line = largest(coordinates);
    return line[Math.floor(line.length / 2)];
  }
  return insidePolygon(type === "Polygon" ? coordinates : largest(coordinates));
}
