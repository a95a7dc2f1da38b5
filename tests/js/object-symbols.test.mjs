import assert from "node:assert/strict";
import { test } from "node:test";

import {
  layersOn,
  objectName,
  readObjectName,
  readStripesName,
  searchWith,
  shortCount,
  stripesName,
} from "geo/object-symbols.js";

const LAYERS = [
  { slug: "bancs", isOn: true },
  { slug: "arbres", isOn: false },
];

test("without a word in the address the layers that the page proposes are on", () => {
  assert.deepEqual(layersOn("?theme=T", LAYERS), ["bancs"]);
});

test("the address says which layers are on, and unknown ones are left out", () => {
  assert.deepEqual(layersOn("?layers=arbres,autre", LAYERS), ["arbres"]);
  assert.deepEqual(layersOn("?layers=", LAYERS), []);
});

test("what is as proposed is not said, what is not is, beside the filters", () => {
  assert.equal(searchWith("?theme=T&layers=arbres", LAYERS, ["bancs"]), "?theme=T");
  assert.equal(searchWith("?theme=T,N", LAYERS, ["bancs", "arbres"]), "?theme=T,N&layers=bancs,arbres");
  assert.equal(searchWith("", LAYERS, []), "?layers=");
  assert.equal(searchWith("?layers=", LAYERS, ["bancs"]), "");
});

test("the name of a picture says what is drawn", () => {
  const look = { shape: "square", letter: "b", colour: "#7a4a00" };
  assert.deepEqual(readObjectName(objectName(look)), { ...look, count: 0 });
  assert.deepEqual(readObjectName(`${objectName(look)}12`), { ...look, count: 12 });
  assert.equal(readObjectName("pin|plain|circle|T|#000"), null);
  assert.equal(readStripesName(stripesName("#7a4a00")), "#7a4a00");
  assert.equal(readStripesName("hatch"), null);
});

test("many objects are a short number", () => {
  assert.equal(shortCount(46, "fr"), "46");
  assert.equal(shortCount(1234, "en"), "1.2K");
});
