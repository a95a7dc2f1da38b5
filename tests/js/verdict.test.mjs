import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { HttpError } from "geo/http.js";
import { judgeOf } from "geo/verdict-asking.js";

const soon = () => new Promise((resolve) => setTimeout(resolve, 15));

function judged(post) {
  const told = [];
  const judge = judgeOf("/verdict", (what) => told.push(what), { post, pause: 1 });
  return { judge, told, states: () => told.map(({ state }) => state) };
}

test("the server is asked once, a moment after the last move", async () => {
  const post = mock.fn(async () => ({ outcome: "inside" }));
  const { judge, told } = judged(post);
  for (const at of [1, 2, 3]) judge.ask({ type: "Point", coordinates: [at, 0] });
  await soon();
  assert.equal(post.mock.callCount(), 1);
  assert.deepEqual(post.mock.calls[0].arguments[1].coordinates, [3, 0]);
  assert.equal(told.at(-1).verdict.outcome, "inside");
});

test("an answer that comes after a newer question is dropped", async () => {
  const answers = [];
  const post = () => new Promise((resolve) => answers.push(resolve));
  const { judge, told } = judged(post);
  judge.ask("first");
  await soon();
  judge.ask("second");
  await soon();
  answers[1]({ outcome: "clipped" });
  answers[0]({ outcome: "inside" });
  await soon();
  const outcomes = told.filter(({ state }) => state === "answer").map((one) => one.verdict.outcome);
  assert.deepEqual(outcomes, ["clipped"]);
});

test("nothing is heard after the drawing is gone", async () => {
  const { judge, states } = judged(async () => ({ outcome: "inside" }));
  judge.ask("a drawing");
  judge.forget();
  await soon();
  assert.deepEqual(states(), ["checking", "none"]);
});

test("no network and a failing server are told apart", async () => {
  for (const [error, isOffline] of [[new TypeError("failed"), true], [new HttpError(500), false]]) {
    const { judge, told } = judged(async () => Promise.reject(error));
    judge.ask("a drawing");
    await soon();
    assert.deepEqual([told.at(-1).state, told.at(-1).isOffline], ["trouble", isOffline]);
  }
});

test("a server that asks for patience is asked again, and the verdict comes later", async () => {
  const answers = [new HttpError(429, 8), { outcome: "inside" }];
  const post = mock.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const told = [];
  const judge = judgeOf("/verdict", (what) => told.push(what), { post, pause: 1, second: 5 });
  judge.ask("a drawing");
  await soon();
  assert.deepEqual(told.map(({ state }) => state), ["checking", "later"]);
  for (const _ of [1, 2, 3, 4]) await soon();
  assert.equal(told.at(-1).verdict.outcome, "inside");
});

test("what was drawn since is asked about in place of what had to wait", async () => {
  const asked = [];
  const post = async (_address, question) => {
    asked.push(question);
    if (question === "old") throw new HttpError(429, 8);
    return { outcome: "inside" };
  };
  const judge = judgeOf("/verdict", () => {}, { post, pause: 1, second: 5 });
  judge.ask("old");
  await soon();
  judge.ask("new");
  for (const _ of [1, 2, 3, 4]) await soon();
  assert.deepEqual(asked, ["old", "new"]);
});
