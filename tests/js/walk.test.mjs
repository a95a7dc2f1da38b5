import assert from "node:assert/strict";
import { test } from "node:test";
import { featureOf, lastOf, stopsIn } from "participation/walk-stops.js";

function memory() {
  const held = new Map();
  return {
    held,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => held.set(key, value),
    removeItem: (key) => held.delete(key),
  };
}

const KEY = "placette-walk-c1";
const stop = (id, value = 7) => ({
  id,
  question: "q",
  value,
  most: 10,
  at: "2026-04-03T10:00:00Z",
  lon: 8.35,
  lat: 43.45,
  accuracy: 8,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A service that answers in turn what it is told to; "away" is no network at all. */
function service(...answers) {
  const asked = [];
  const post = async (address, body) => {
    asked.push([address, body]);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === "away") throw new TypeError("no network");
    return { retryAfterS: 0, body: {}, ...answer };
  };
  return { asked, post };
}

const STORED = { status: 201, body: { visibility: "published", withdraw: "/w" } };

function walk(post, storage = memory()) {
  const timers = [];
  const wait = (act, milliseconds) => timers.push([act, milliseconds]);
  const stops = stopsIn(storage, "c1", { url: "/r", post, changed: () => {}, wait });
  return { stops, storage, timers };
}

test("a stop is sent under its own id, and its place is forgotten on the device", async () => {
  const { asked, post } = service(STORED);
  const { stops, storage } = walk(post);
  stops.add(stop("a"));
  await settled();
  assert.deepEqual(asked, [["/r", featureOf(stop("a"))]]);
  const [kept] = JSON.parse(storage.held.get(KEY));
  assert.equal(kept.state, "sent");
  assert.equal("lon" in kept || "lat" in kept || "accuracy" in kept, false);
});

test("without a network thirty stops wait on the device, and leave once each in their order", async () => {
  const answers = ["away"];
  const { asked, post } = service(...answers);
  const { stops, storage } = walk(post);
  for (let n = 0; n < 30; n += 1) stops.add(stop(`s${n}`));
  await settled();
  assert.equal(JSON.parse(storage.held.get(KEY)).length, 30);
  const back = service(STORED);
  const later = walk(back.post, storage); // the page was opened again
  await later.stops.send();
  const ids = back.asked.map(([, body]) => body.id);
  assert.deepEqual(ids, [...Array(30).keys()].map((n) => `s${n}`));
  assert.ok(later.stops.all().every((one) => one.state === "sent"));
  assert.ok(asked.length > 0);
});

test("an answer that was lost is asked again under the same id", async () => {
  const { asked, post } = service("away", STORED);
  const { stops } = walk(post);
  stops.add(stop("a"));
  await settled();
  await stops.send();
  assert.deepEqual(asked.map(([, body]) => body.id), ["a", "a"]);
  assert.equal(stops.all()[0].state, "sent");
});

test("too many: it waits as long as it is told, and nothing is lost", async () => {
  const { post } = service({ status: 429, retryAfterS: 90, body: { title: "Trop" } });
  const { stops, timers } = walk(post);
  stops.add(stop("a"));
  await settled();
  assert.equal(stops.all()[0].state, "waiting");
  assert.equal(timers.at(-1)[1], 90_000);
});

test("a place outside is refused with the sentence of the service, the others leave", async () => {
  const refused = { status: 422, body: { errors: { geometry: ["Ce point est dehors."] } } };
  const { post } = service(refused, STORED);
  const { stops } = walk(post);
  stops.add(stop("a"));
  stops.add(stop("b"));
  await settled();
  const [first, second] = stops.all();
  assert.deepEqual([first.state, first.said], ["refused", "Ce point est dehors."]);
  assert.equal(second.state, "sent");
});

test("the last one is taken back: at once where it never left, by its link where it did", async () => {
  const { asked, post } = service(STORED, STORED, { status: 200 });
  const { stops } = walk(post);
  stops.add(stop("a"));
  stops.add(stop("b"));
  await settled();
  stops.undo();
  await settled();
  assert.deepEqual(stops.all().map(({ id }) => id), ["a"]);
  assert.equal(asked.at(-1)[0], "/w");
  const away = walk(service("away").post);
  away.stops.add(stop("c"));
  await settled();
  away.stops.undo();
  assert.deepEqual(away.stops.all(), []);
});

test("a stop that was taken back while its answer was lost is found and withdrawn", async () => {
  const { asked, post } = service("away", STORED, { status: 200 });
  const storage = memory();
  storage.setItem(KEY, JSON.stringify([{ ...stop("a"), state: "undoing" }]));
  const { stops } = walk(post, storage);
  await stops.send();
  await stops.send();
  assert.deepEqual(asked.map(([address]) => address), ["/r", "/r", "/w"]);
  assert.deepEqual(stops.all(), []);
});

test("what is refused is never the one to take back", () => {
  const states = ["sent", "refused", "undoing"].map((state) => ({ id: state, state }));
  assert.equal(lastOf(states).id, "sent");
});
