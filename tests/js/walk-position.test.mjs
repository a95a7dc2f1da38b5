import assert from "node:assert/strict";
import { test } from "node:test";
import { followPosition } from "participation/walk-position.js";

const REFUSED = { code: 1, PERMISSION_DENIED: 1 };
const LOST = { code: 2, PERMISSION_DENIED: 1 };
const LONG_AGO = 0; // what a device says whose clock is wrong

/** A device whose positions and errors are said by the test. */
function device() {
  const heard = {};
  return {
    give: (longitude, accuracy = 8.2) =>
      heard.position({ coords: { longitude, latitude: 43.45, accuracy }, timestamp: LONG_AGO }),
    fail: (error) => heard.error(error),
    watchPosition: (position, error) => {
      Object.assign(heard, { position, error });
      return 7;
    },
    clearWatch: (id) => Object.assign(heard, { cleared: id }),
    getCurrentPosition: (_position, error) => error(LOST),
    heard,
  };
}

function walker() {
  const told = [];
  const own = device();
  return { told, own, position: followPosition((words) => told.push(words), own) };
}

test("the position is the last one that the device gave, whatever its clock says", async () => {
  const { own, position } = walker();
  position.start();
  own.give(8.35);
  own.give(8.36);
  const { lon, accuracy } = await position.now();
  assert.deepEqual([lon, accuracy], [8.36, 9]);
});

test("a signal that is lost for a moment does not stop the walk", async () => {
  const { own, told, position } = walker();
  position.start();
  own.give(8.35);
  own.fail(LOST);
  assert.equal((await position.now()).lon, 8.35);
  own.give(8.37);
  assert.equal((await position.now()).lon, 8.37);
  assert.equal(own.heard.cleared, undefined);
  assert.equal(told.includes("refused"), false);
});

test("a refusal is said, also where there was a position before", async () => {
  const { own, told, position } = walker();
  position.start();
  own.give(8.35);
  own.fail(REFUSED);
  assert.equal(await position.now(), null);
  assert.equal(told.at(-1), "refused");
  assert.equal(own.heard.cleared, 7);
});

test("a device that never gives a position says so, and may be asked again", async () => {
  const { own, told, position } = walker();
  position.start();
  own.fail(LOST);
  position.start();
  own.give(8.35);
  assert.deepEqual(told.slice(0, 3), ["searching", "refused", "searching"]);
  assert.equal((await position.now()).lon, 8.35);
});

test("without any means to locate it is said at once", async () => {
  const told = [];
  const position = followPosition((words) => told.push(words), null);
  position.start();
  assert.deepEqual([told, await position.now()], [["refused"], null]);
});
