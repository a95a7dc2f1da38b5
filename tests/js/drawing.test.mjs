import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addPoint,
  drawingOf,
  emptyDrawing,
  finish,
  geometryOf,
  insertPoint,
  midpoints,
  MOST,
  movePoint,
  outlineOf,
  readDrawing,
  removeLast,
  removePoint,
} from "geo/drawing.js";

const drawn = (kind, ...points) => points.reduce(addPoint, emptyDrawing(kind));
const triangle = () => drawn("area", [8, 43], [8.1, 43], [8.1, 43.1]);

test("a point is finished by its first click and moved by the next", () => {
  const drawing = drawn("point", [8, 43], [9, 44]);
  assert.deepEqual(geometryOf(drawing), { type: "Point", coordinates: [9, 44] });
});

test("an area has a geometry from its third corner on, closed, in the order drawn", () => {
  assert.equal(geometryOf(drawn("area", [8, 43], [8.1, 43])), null);
  assert.deepEqual(geometryOf(triangle()).coordinates, [
    [[8, 43], [8.1, 43], [8.1, 43.1], [8, 43]],
  ]);
});

test("a line has a geometry from its second point on", () => {
  assert.equal(geometryOf(drawn("line", [8, 43])), null);
  assert.deepEqual(geometryOf(drawn("line", [8, 43], [9, 44])).type, "LineString");
});

test("coordinates keep seven decimals", () => {
  const { coordinates } = geometryOf(drawn("point", [8.123456789, 43.987654321]));
  assert.deepEqual(coordinates, [8.1234568, 43.9876543]);
});

test("a finished drawing takes no more points, an open one takes five hundred", () => {
  const finished = finish(triangle());
  assert.equal(addPoint(finished, [9, 44]), finished);
  const long = Array.from({ length: MOST + 5 }, (_, at) => [8 + at / 1000, 43]);
  assert.equal(drawn("line", ...long).points.length, MOST);
});

test("a drawing with too few points is not finished", () => {
  assert.equal(finish(drawn("area", [8, 43], [9, 43])).isFinished, false);
});

test("taking points back opens the drawing again", () => {
  const drawing = removePoint(finish(triangle()), 1);
  assert.equal(drawing.isFinished, false);
  assert.deepEqual(drawing.points, [[8, 43], [8.1, 43.1]]);
  assert.deepEqual(removeLast(emptyDrawing("line")).points, []);
});

test("moving and inserting leave the drawing before them as it was", () => {
  const before = triangle();
  assert.deepEqual(movePoint(before, 1, [8.2, 43]).points[1], [8.2, 43]);
  assert.deepEqual(insertPoint(before, 0, [8.05, 43]).points[1], [8.05, 43]);
  assert.deepEqual(before, triangle());
});

test("the last edge of an area has its mid-point once it is finished", () => {
  assert.equal(midpoints(triangle()).length, 2);
  assert.deepEqual(midpoints(finish(triangle())).at(-1).index, 2);
  assert.equal(outlineOf(finish(triangle())).coordinates.length, 4);
  assert.equal(outlineOf(drawn("point", [8, 43])), null);
});

test("what was sent can be edited again, holes included", () => {
  const hole = [[8.01, 43.01], [8.02, 43.01], [8.02, 43.02], [8.01, 43.01]];
  const sent = { type: "Polygon", coordinates: [[[8, 43], [9, 43], [9, 44], [8, 43]], hole] };
  assert.deepEqual(geometryOf(drawingOf(sent)), sent);
  assert.equal(drawingOf({ type: "MultiPolygon", coordinates: [sent.coordinates] }), null);
});

test("a text that is no drawing is no drawing", () => {
  for (const text of ["", "{", "null", "3", '{"type":"Point"}', '{"type":"Point","coordinates":[]}']) {
    assert.equal(readDrawing(text), null);
  }
});
