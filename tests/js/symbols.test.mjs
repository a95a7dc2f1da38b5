import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clusterImageName,
  clusterLabel,
  clusterSize,
  countsOf,
  readClusterImageName,
  ringParts,
} from "geo/cluster-symbols.js";
import { mapFilters, tilesAddress } from "geo/contributions-layer.js";
import { pinName, readPinName, symbolOf } from "geo/theme-symbols.js";

const THEMES = [
  { letter: "T", shape: "circle", colour: "#2a68d6", title: "Transport", short: "transport" },
  { letter: "N", shape: "square", colour: "#105643", title: "Nature", short: "nature" },
];
const WORDS = {
  clusterOne: "{count} contribution",
  clusterOther: "{count} contributions",
  clusterParts: "{head}: {parts}",
};

test("each shape has a path of its own, an unknown one is a circle", () => {
  const paths = ["circle", "square", "triangle", "lozenge"].map((shape) => symbolOf(shape).path);
  assert.equal(new Set(paths).size, 4);
  assert.equal(symbolOf("star").path, symbolOf("circle").path);
});

test("a symbol stays within the 40 px of its picture", () => {
  for (const shape of ["circle", "square", "triangle", "lozenge"]) {
    const [numbers] = [symbolOf(shape).path.match(/-?\d+(\.\d+)?/g).map(Number)];
    assert.ok(numbers.every((number) => Math.abs(number) <= 21));
  }
});

test("the name of a pin can be read back, without theme too", () => {
  const pin = { state: "chosen", shape: "square", letter: "N", colour: "#105643" };
  assert.deepEqual(readPinName(pinName(pin, "chosen")), pin);
  assert.equal(readPinName(pinName({})).shape, "circle");
  assert.equal(readPinName("hatch"), null);
});

test("clusters grow in three steps", () => {
  assert.deepEqual([2, 9, 10, 29, 30, 5000].map(clusterSize), [34, 34, 40, 40, 48, 48]);
});

test("the ring turns once round, in the order of the themes, with what has no theme last", () => {
  const counts = { "N-square": 3, "T-circle": 3, none: 6 };
  const parts = ringParts(counts, THEMES, 18, "#5c6772");
  assert.deepEqual(parts.map((part) => part.colour), ["#2a68d6", "#105643", "#5c6772"]);
  assert.ok(parts.every((part) => part.to > part.from));
  assert.ok(parts.at(-1).to <= 2 * Math.PI);
  const [only] = ringParts({ "T-circle": 2 }, THEMES, 18, "#000");
  assert.deepEqual([only.from, only.to], [0, 2 * Math.PI]);
});

test("a very small part of the ring never turns backwards", () => {
  const parts = ringParts({ "T-circle": 1, "N-square": 9999 }, THEMES, 18, "#000");
  assert.ok(parts.every((part) => part.to >= part.from));
});

test("counts of a tile and the name of the picture say the same", () => {
  const counts = countsOf({ count: 5, "T-circle": 3 }, THEMES);
  assert.deepEqual(counts, { "T-circle": 3, none: 2 });
  assert.deepEqual(readClusterImageName(clusterImageName(5, counts)), { count: 5, counts });
});

test("a cluster says how many, most frequent theme first", () => {
  const counts = { "T-circle": 6, "N-square": 15 };
  assert.equal(
    clusterLabel(21, counts, THEMES, WORDS, "en"),
    "21 contributions: 15 nature, 6 transport",
  );
  assert.equal(clusterLabel(1, {}, THEMES, WORDS, "en"), "1 contribution");
});

test("only what filters reaches the tiles, not the order nor the page", () => {
  assert.equal(mapFilters("?theme=T,N&sort=oldest&page=3&q=gare&kind=&place=some"), "theme=T%2CN&place=some&q=gare");
  assert.equal(tilesAddress("/t/{z}", "q=gare", "http://x"), "http://x/t/{z}?q=gare");
  assert.equal(tilesAddress("/t/{z}", "", "http://x"), "http://x/t/{z}");
});
