import assert from "node:assert/strict";
import { test } from "node:test";
import { insidePoint } from "geo/inside-point.js";
import {
  bestStretch,
  boundsOf,
  isClockwiseOnScreen,
  nameSetting,
  outside,
  polygonsOf,
} from "geo/perimeter-shape.js";

const square = (west, south, size) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

test("the outside of one part is the world less that part", () => {
  const { coordinates } = outside([[square(0, 0, 10)]]);
  assert.equal(coordinates.length, 1);
  assert.deepEqual(coordinates[0][1], square(0, 0, 10));
});

test("a hole is outside, and an island in the hole is not", () => {
  const withLake = [square(0, 0, 10), square(2, 2, 6)];
  const { coordinates } = outside([withLake, [square(4, 4, 1)], [square(20, 20, 1)]]);
  const [world, lake] = coordinates;
  assert.deepEqual(world.slice(1), [square(0, 0, 10), square(20, 20, 1)]);
  assert.deepEqual(lake, [square(2, 2, 6), square(4, 4, 1)]);
});

test("polygons are found in whatever GeoJSON wraps them", () => {
  const geometry = { type: "MultiPolygon", coordinates: [[square(0, 0, 1)], [square(3, 3, 1)]] };
  const feature = { type: "Feature", geometry, properties: {} };
  assert.equal(polygonsOf({ type: "FeatureCollection", features: [feature, feature] }).length, 4);
  assert.deepEqual(polygonsOf(null), []);
  assert.deepEqual(polygonsOf({ type: "Point", coordinates: [0, 0] }), []);
});

test("the extent of any geometry", () => {
  assert.deepEqual(boundsOf([[square(1, 2, 3)]]), [1, 2, 4, 5]);
  assert.deepEqual(boundsOf([7, 8]), [7, 8, 7, 8]);
});

test("the name stands on the straightest stretch inside the view", () => {
  const zigzag = Array.from({ length: 30 }, (_, at) => ({ x: at * 10, y: at % 2 ? 100 : 160 }));
  const straight = Array.from({ length: 30 }, (_, at) => ({ x: 290 + at * 10, y: 130 }));
  const view = { left: 0, top: 0, right: 800, bottom: 300 };
  const found = bestStretch([...zigzag, ...straight], 100, view);
  assert.ok(found.start >= 29);
  assert.ok(found.straightness > 0.99);
  assert.equal(bestStretch(straight, 100, { ...view, bottom: 100 }), null);
});

test("the name keeps away from pins", () => {
  const straight = Array.from({ length: 40 }, (_, at) => ({ x: at * 10, y: 130 }));
  const view = { left: -1, top: 0, right: 800, bottom: 300 };
  const pins = [{ x: 10, y: 130 }, { x: 90, y: 135 }];
  const found = bestStretch(straight, 100, view, pins);
  assert.ok(straight[found.start].x > 120);
  const everywhere = straight.filter((_, at) => at % 3 === 0);
  assert.equal(bestStretch(straight, 100, view, everywhere), null);
});

test("the name reads from left to right and stands outside of the line", () => {
  const onScreen = square(0, 0, 10).map(([x, y]) => ({ x, y }));
  assert.equal(isClockwiseOnScreen(onScreen), true);
  assert.equal(isClockwiseOnScreen(onScreen.toReversed()), false);
  const top = nameSetting({ x: 0, y: 0 }, { x: 10, y: 0 }, true);
  assert.deepEqual([top.angle, top.above], [0, true]);
  const bottom = nameSetting({ x: 10, y: 10 }, { x: 0, y: 10 }, true);
  assert.deepEqual([Math.abs(bottom.angle), bottom.above], [0, false]);
});

test("the label of a part stands inside it, of the largest where there are several", () => {
  const u = [[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [1, 1], [1, 9], [0, 9], [0, 0]];
  const [x] = insidePoint({ type: "Polygon", coordinates: [u] });
  assert.ok((x > 0 && x < 1) || (x > 8 && x < 9));
  const parts = [[square(0, 0, 1)], [square(10, 10, 5)]];
  assert.deepEqual(insidePoint({ type: "MultiPolygon", coordinates: parts }), [12.5, 12.5]);
  assert.deepEqual(insidePoint({ type: "LineString", coordinates: [[0, 0], [1, 1], [2, 0]] }), [1, 1]);
});
