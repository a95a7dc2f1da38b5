/** Asks the server for the verdict a moment after the last move; late answers are dropped. */
import { afterPause, latest, postJson } from "geo/http.js";

const PAUSE_MS = 300;
const SECOND_MS = 1000;
const TOO_MANY = 429;

/** `tell` hears {state: "none"}, {state: "checking"}, {state: "answer", verdict, question},
 * {state: "trouble", isOffline}, {state: "later"}: the server asked for patience, and is asked again. */
export function judgeOf(
  address,
  tell,
  { post = postJson, pause = PAUSE_MS, second = SECOND_MS } = {},
) {
  const ask = latest((question, signal) => post(address, question, signal));
  let asked = 0;

  async function askNow(question, number) {
    try {
      const verdict = await ask(question);
      if (verdict && number === asked) tell({ state: "answer", verdict, question });
    } catch (error) {
      if (number !== asked) return;
      if (error.status !== TOO_MANY) tell({ state: "trouble", isOffline: !error.status, error });
      else askLater(question, number, error.retryAfterS);
    }
  }
  const later = afterPause(askNow, pause);

  function askLater(question, number, seconds) {
    tell({ state: "later" });
    setTimeout(() => number === asked && askNow(question, number), Math.max(seconds, 1) * second);
  }

  return {
    ask(question) {
      if (!address) return;
      asked += 1;
      tell({ state: "checking" });
      later(question, asked);
    },
    forget() {
      asked += 1;
      later.cancel();
      tell({ state: "none" });
    },
  };
}
