/** Perimeter geometry on plain arrays: what lies outside, and where to write its name. */

const WORLD = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];

export function polygonsOf(geojson) {
  if (!geojson) return [];
  if (geojson.type === "FeatureCollection") return geojson.features.flatMap(polygonsOf);
  if (geojson.type === "Feature") return polygonsOf(geojson.geometry);
  if (geojson.type === "Polygon") return [geojson.coordinates];
  return geojson.type === "MultiPolygon" ? geojson.coordinates : [];
}

function isInRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** All that is outside, as polygons: the world less the parts, and the holes less what lies in them. */
export function outside(polygons) {
  const holes = polygons.flatMap((rings) => rings.slice(1));
  const veils = [WORLD, ...holes].map((ring) => [ring]);
  for (const [exterior] of polygons) {
    const around = holes.findIndex((hole) => isInRing(exterior[0], hole));
    veils[around + 1].push(exterior);
  }
  return { type: "MultiPolygon", coordinates: veils };
}

export function boundsOf(coordinates, box = [Infinity, Infinity, -Infinity, -Infinity]) {
  if (typeof coordinates[0] === "number") {
    const [x, y] = coordinates;
    return [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return coordinates.reduce((known, part) => boundsOf(part, known), box);
}

function stretchFrom(line, start, wanted) {
  let length = 0;
  for (let end = start + 1; end < line.length; end++) {
    length += Math.hypot(line[end].x - line[end - 1].x, line[end].y - line[end - 1].y);
    if (length >= wanted) return { end, length };
  }
  return null;
}

const CLEARANCE_PX = 34;

/** Inside the view, and away from what stands on the map already. */
function isFree(points, view, obstacles) {
  const { left, top, right, bottom } = view;
  return points.every(
    ({ x, y }) =>
      x > left &&
      x < right &&
      y > top &&
      y < bottom &&
      obstacles.every((one) => Math.hypot(one.x - x, one.y - y) > CLEARANCE_PX),
  );
}

/**
 * The straightest stretch of a line on the screen that can carry a name of `wanted` px, inside
 * the view and free of obstacles [{x, y}]: {start, end, straightness 0-1}, or null.
 */
export function bestStretch(line, wanted, view, obstacles = []) {
  let best = null;
  const stride = Math.max(1, Math.floor(line.length / 400));
  for (let start = 0; start < line.length - 1; start += stride) {
    const found = stretchFrom(line, start, wanted);
    if (!found) break;
    const [a, b] = [line[start], line[found.end]];
    const straightness = Math.hypot(b.x - a.x, b.y - a.y) / found.length;
    if (best && straightness <= best.straightness) continue;
    const along = [0, 0.25, 0.5, 0.75, 1].map((share) => ({
      x: a.x + share * (b.x - a.x),
      y: a.y + share * (b.y - a.y),
    }));
    if (isFree(along, view, obstacles)) best = { start, end: found.end, straightness };
  }
  return best;
}

/**
 * Angle in degrees (text reads left to right) and side: which way is out.
 * A name above its line is offset by a negative y.
 */
export function nameSetting(a, b, isClockwiseOnScreen) {
  const flip = b.x < a.x;
  const [from, to] = flip ? [b, a] : [a, b];
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const above = isClockwiseOnScreen !== flip;
  return { angle, above, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** Sign of a ring on the screen (y downwards). */
export function isClockwiseOnScreen(line) {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    sum += (line[i].x - line[i - 1].x) * (line[i].y + line[i - 1].y);
  }
  return sum < 0;
}
