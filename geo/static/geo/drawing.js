/**
 * A drawing being made: {kind, points, holes, isFinished}. Every function gives a new one;
 * pointer, touch and keyboard all go through here. No DOM, no map.
 */

export const LEAST = { point: 1, line: 2, area: 3 };
export const MOST = 500;
const TYPES = { Point: "point", LineString: "line", Polygon: "area" };

const rounded = (number) => Math.round(number * 1e7) / 1e7;
const placed = ([lng, lat]) => [rounded(lng), rounded(lat)];

export function emptyDrawing(kind) {
  return { kind, points: [], holes: [], isFinished: false };
}

export function addPoint(drawing, point) {
  if (drawing.kind === "point") {
    return { ...drawing, points: [placed(point)], isFinished: true };
  }
  if (drawing.isFinished || drawing.points.length >= MOST) return drawing;
  return { ...drawing, points: [...drawing.points, placed(point)] };
}

export function movePoint(drawing, index, point) {
  const points = drawing.points.map((known, at) => (at === index ? placed(point) : known));
  return { ...drawing, points };
}

/** A new point after the one at `index`: a mid-point taken up. */
export function insertPoint(drawing, index, point) {
  if (drawing.points.length >= MOST) return drawing;
  return { ...drawing, points: drawing.points.toSpliced(index + 1, 0, placed(point)) };
}

/** Too few points left: the drawing is open again. */
export function removePoint(drawing, index) {
  const points = drawing.points.toSpliced(index, 1);
  const isFinished = drawing.isFinished && points.length >= LEAST[drawing.kind];
  return { ...drawing, points, holes: points.length ? drawing.holes : [], isFinished };
}

export function removeLast(drawing) {
  return drawing.points.length ? removePoint(drawing, drawing.points.length - 1) : drawing;
}

export function isComplete(drawing) {
  return drawing.points.length >= LEAST[drawing.kind];
}

export function finish(drawing) {
  return isComplete(drawing) ? { ...drawing, isFinished: true } : drawing;
}

/** GeoJSON of what is drawn so far, or null while it has too few points. */
export function geometryOf(drawing) {
  if (!drawing || !isComplete(drawing)) return null;
  const { kind, points, holes } = drawing;
  if (kind === "point") return { type: "Point", coordinates: points[0] };
  if (kind === "line") return { type: "LineString", coordinates: points };
  return { type: "Polygon", coordinates: [[...points, points[0]], ...holes] };
}

/** A drawing that can be edited, from GeoJSON; null for what this editor does not edit. */
export function drawingOf(geometry) {
  const kind = TYPES[geometry?.type];
  if (!kind || !geometry.coordinates?.length) return null;
  const { coordinates } = geometry;
  if (kind === "point") return { kind, points: [coordinates], holes: [], isFinished: true };
  if (kind === "line") return { kind, points: coordinates, holes: [], isFinished: true };
  const [exterior, ...holes] = coordinates;
  return { kind, points: exterior.slice(0, -1), holes, isFinished: true };
}

export function readDrawing(text) {
  try {
    return drawingOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What joins the points on the map, from two points on. */
export function outlineOf({ kind, points, isFinished }) {
  if (kind === "point" || points.length < 2) return null;
  const isClosed = kind === "area" && points.length > 2 && isFinished;
  return { type: "LineString", coordinates: isClosed ? [...points, points[0]] : points };
}

/** Middles of the edges: [{index, point}], `index` of the point before. */
export function midpoints({ kind, points, isFinished }) {
  if (kind === "point") return [];
  const isClosed = kind === "area" && points.length > 2 && isFinished;
  const last = isClosed ? points.length : points.length - 1;
  return Array.from({ length: Math.max(0, last) }, (_, index) => {
    const [a, b] = [points[index], points[(index + 1) % points.length]];
    return { index, point: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] };
  });
}
