import assert from "node:assert/strict";
import { test } from "node:test";
import { geometryOf } from "geo/drawing.js";
import { DrawingSession } from "geo/drawing-session.js";

const WORDS = {
  placed: "Point {number} placed.",
  placedFrom: "Point {number} placed, {distance} from the one before.",
  removedOne: "{count} point left.",
  removedOther: "{count} points left.",
  cleared: "Empty.",
  finishedOne: "Finished with {count} point.",
  finishedOther: "Finished with {count} points.",
  tooFew: "{needed} points are needed; there are {count}.",
  moved: "Point {number} moved.",
};

/** A session on a screen where a degree is 1000 px. */
function session(kind) {
  const said = [];
  const made = new DrawingSession({
    words: WORDS,
    language: "en",
    project: ([lng, lat]) => ({ x: lng * 1000, y: lat * 1000 }),
    say: (sentence) => said.push(sentence),
    changed: () => {},
  });
  made.choose(kind);
  return { made, said };
}

const CORNERS = [[8, 43], [8.1, 43], [8.1, 43.1]];

test("every point is said with its number and its distance", () => {
  const { made, said } = session("line");
  made.place([8, 43]);
  made.place([8, 43.01]);
  assert.equal(said[0], "Point 1 placed.");
  assert.match(said[1], /^Point 2 placed, 1.1\s?km from the one before.$/);
});

test("a point on the first corner closes an area", () => {
  const { made, said } = session("area");
  for (const corner of CORNERS) made.place(corner);
  made.place([8.005, 43.005]);
  assert.equal(made.drawing.isFinished, true);
  assert.equal(made.drawing.points.length, 3);
  assert.equal(said.at(-1), "Finished with 3 points.");
});

test("finishing too early says what is missing and keeps what is there", () => {
  const { made, said } = session("area");
  made.place([8, 43]);
  made.finish();
  assert.equal(said.at(-1), "3 points are needed; there are 1.");
  assert.equal(made.drawing.points.length, 1);
});

test("taking back reopens a finished drawing", () => {
  const { made, said } = session("area");
  for (const corner of CORNERS) made.place(corner);
  made.finish();
  made.undo();
  assert.equal(made.drawing.isFinished, false);
  assert.equal(said.at(-1), "2 points left.");
  made.place([8.2, 43.2]);
  assert.equal(made.drawing.points.length, 3);
});

test("Escape gives up what is under way and never what is finished", () => {
  const { made } = session("area");
  for (const corner of CORNERS) made.place(corner);
  made.finish();
  made.cancel();
  assert.equal(made.drawing.points.length, 3);
  made.undo();
  made.cancel();
  assert.equal(made.isEmpty, true);
});

test("a mid-point taken in hand becomes a vertex that can be dragged", () => {
  const { made, said } = session("area");
  for (const corner of CORNERS) made.place(corner);
  made.finish();
  const index = made.take({ role: "mid", index: 2 });
  made.drag(index, [7.9, 43.2]);
  made.drop(index);
  assert.deepEqual(geometryOf(made.drawing).coordinates[0][3], [7.9, 43.2]);
  assert.equal(said.at(-1), "Point 4 moved.");
});

test("another kind of drawing starts afresh, the same kind does not", () => {
  const { made } = session("line");
  made.place([8, 43]);
  made.choose("line");
  assert.equal(made.drawing.points.length, 1);
  made.choose("area");
  assert.equal(made.isEmpty, true);
});
