import assert from "node:assert/strict";
import { test } from "node:test";
import {
  draftsIn,
  isLoadedAgain,
  isPristine,
  keptFields,
  withoutPlace,
} from "participation/draft.js";
import { nextStop } from "participation/sheet.js";
import { questionOf } from "participation/ways.js";

function memory() {
  const held = new Map();
  return {
    held,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => held.set(key, value),
    removeItem: (key) => held.delete(key),
  };
}

test("consent, trap and step are never kept", () => {
  const pairs = [["title", "A bench"], ["consent", "on"], ["website", "x"], ["step", "check"]];
  assert.deepEqual(keptFields(pairs), { title: "A bench" });
});

test("a form that nobody touched leaves nothing on the device", () => {
  const storage = memory();
  const untouched = { client_id: "a", place_way: "map", language: "fr", kind: "", title: "" };
  assert.equal(isPristine(untouched), true);
  assert.equal(draftsIn(storage).write("c1", untouched), false);
  assert.equal(storage.held.size, 0);
});

test("an object that a page begins with is no draft, and keeps its place before one", () => {
  const begun = { place_way: "object", about: "osm/n7", title: "" };
  assert.equal(isPristine(begun), true);
  const draft = { place_way: "place", place: "3", place_words: "rue", drawing: "{}", title: "Un" };
  assert.deepEqual(withoutPlace({ ...draft, circle_radius_m: "5", text: "x" }), { title: "Un", text: "x" });
});

test("a draft comes back as it was, and only for its consultation", () => {
  const drafts = draftsIn(memory());
  drafts.write("c1", { client_id: "a", title: "A bench" });
  assert.deepEqual(drafts.read("c1").fields, { client_id: "a", title: "A bench" });
  assert.equal(drafts.read("c2"), null);
});

test("sending removes the draft that was sent, not a newer one", () => {
  const drafts = draftsIn(memory());
  drafts.write("c1", { client_id: "new", title: "Another" });
  drafts.sent("c1", "old");
  assert.notEqual(drafts.read("c1"), null);
  drafts.sent("c1", "new");
  assert.equal(drafts.read("c1"), null);
});

test("a page that is loaded again knows its own draft, and no other", () => {
  const drafts = draftsIn(memory());
  drafts.write("c1", { client_id: "a", title: "A bench" });
  assert.equal(isLoadedAgain(drafts.read("c1"), { client_id: "a", title: "" }), true);
  assert.equal(isLoadedAgain(drafts.read("c1"), { client_id: "b", title: "" }), false);
  assert.equal(isLoadedAgain(drafts.read("c2"), { client_id: "a" }), false);
  assert.equal(isLoadedAgain(null, { title: "" }), false);
});

test("going back to the page of what was sent makes no draft of it again", () => {
  const drafts = draftsIn(memory());
  drafts.sent("c1", "a");
  assert.equal(drafts.write("c1", { client_id: "a", title: "A bench" }), false);
  assert.equal(drafts.write("c1", { client_id: "b", title: "Two benches" }), true);
  assert.equal(drafts.write("c2", { client_id: "a", title: "A bench" }), true);
});

test("a full, forbidden or spoilt storage is no trouble", () => {
  const refuse = () => {
    throw new DOMException("no");
  };
  const drafts = draftsIn({ getItem: () => "{", setItem: refuse, removeItem: refuse });
  assert.equal(drafts.write("c1", { title: "A bench" }), false);
  assert.equal(drafts.read("c1"), null);
  assert.doesNotThrow(() => drafts.forget("c1"));
});

test("a way asks for its verdict once all its fields are filled", () => {
  const filled = { circle_centre: "43.45, 8.35", circle_radius_m: "100" };
  assert.deepEqual(questionOf("circle", (name) => filled[name] ?? ""), {
    place_way: "circle",
    ...filled,
  });
  assert.equal(questionOf("circle", () => ""), null);
  assert.equal(questionOf("map", () => "x"), null);
});

test("the sheet stops at its ends", () => {
  assert.deepEqual([nextStop("peek", -1), nextStop("half", 1), nextStop("full", 1)], ["peek", "full", "full"]);
});
