import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceM, spokenM } from "geo/geodesy.js";
import { lengthText, metresPerPixel, roundLength } from "geo/map-scale.js";
import { fill, fillCount } from "geo/words.js";

test("values go into their places and nothing else changes", () => {
  assert.equal(fill("{a} and {b}, {c}", { a: 1, b: "{a}" }), "1 and {a}, {c}");
  assert.equal(fill(undefined, {}), "");
});

test("French says zero in the singular, Italian in the plural", () => {
  assert.equal(fillCount("{count} point", "{count} points", 0, "fr"), "0 point");
  assert.equal(fillCount("{count} punto", "{count} punti", 0, "it"), "0 punti");
});

test("the scale is a round length that fits", () => {
  const { metres, pixels } = roundLength(metresPerPixel(43.45, 13), 110);
  assert.equal(metres, 500);
  assert.ok(pixels > 60 && pixels <= 110);
  assert.deepEqual(roundLength(1, 100), { metres: 100, pixels: 100 });
});

test("lengths are written in the reader's language", () => {
  assert.match(lengthText(1200, "fr"), /^1,2\s?km$/);
  assert.match(lengthText(200, "en"), /^200\s?m$/);
});

test("a degree of latitude is some 111 km, and spoken lengths are round", () => {
  assert.ok(Math.abs(distanceM([8, 43], [8, 44]) - 111195) < 5);
  assert.deepEqual([3.4, 47.6, 123.4].map(spokenM), [3, 48, 120]);
});
