/** Choosing among many: words that find, places that are shown. */
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.HTMLElement ??= class {};
const { folded, matches } = await import("geo/choice-table.js");
const { boundsOf } = await import("geo/choice-map.js");

test("accents and capitals do not hide a name", () => {
  assert.equal(folded("Saint-Étienne-de-Tinée"), "saint-etienne-de-tinee");
  assert.ok(matches(folded("Èze 06059"), "eze"));
});

test("every word that is typed must be found, in any order", () => {
  assert.ok(matches(folded("La Brigue code 06162"), "06162 brigue"));
  assert.ok(!matches(folded("La Brigue code 06162"), "brigue 06163"));
  assert.ok(matches("anything", ""));
});

test("an outline of several parts is shown whole", () => {
  const square = (x, y) => [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]];
  assert.deepEqual(boundsOf([square(7, 43), square(9, 40)]), [7, 40, 10, 44]);
});
