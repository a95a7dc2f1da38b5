/** The codes of cells are as large as their cells let them be. */
import assert from "node:assert/strict";
import { test } from "node:test";

const { signSizes } = await import("participation/cell-images.js");

test("codes of cells twice as wide are as large one zoom further out", () => {
  assert.deepEqual(signSizes(250), [12, 0.4, 13, 0.52, 14, 0.8, 15, 1]);
  assert.deepEqual(signSizes(1000), [10, 0.4, 11, 0.52, 12, 0.8, 13, 1]);
  assert.deepEqual(signSizes(NaN), signSizes(250));
});
