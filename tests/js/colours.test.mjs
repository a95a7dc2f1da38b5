import assert from "node:assert/strict";
import { test } from "node:test";
import { colourAndOpacity } from "geo/colours.js";

test("a token is taken apart into colour and opacity", () => {
  const mask = colourAndOpacity("rgba(240, 241, 240, .68)");
  assert.deepEqual(mask, { colour: "rgb(240, 241, 240)", opacity: 0.68 });
  assert.equal(colourAndOpacity("rgb(1, 2, 3)").opacity, 1);
});
