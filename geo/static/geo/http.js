/** JSON over HTTP: one place for errors, and no answer that comes too late. */

export class HttpError extends Error {
  constructor(status, retryAfterS = 0) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

async function readJson(response) {
  const retryAfterS = Number(response.headers.get("Retry-After")) || 0;
  if (!response.ok) throw new HttpError(response.status, retryAfterS);
  return response.json();
}

export async function getJson(address, signal) {
  return readJson(await fetch(address, { signal, headers: { Accept: "application/json" } }));
}

export async function postJson(address, body, signal) {
  const response = await fetch(address, {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  return readJson(response);
}

/**
 * Wraps a request so that only the answer to the last question counts:
 * a new question aborts the one under way, which then answers nothing.
 */
export function latest(ask) {
  let running = null;
  return async (...question) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const answer = await ask(...question, mine.signal);
      return mine.signal.aborted ? undefined : answer;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    }
  };
}

/** Calls `act` once, `wait` milliseconds after the last call. */
export function afterPause(act, wait) {
  let timer = null;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
