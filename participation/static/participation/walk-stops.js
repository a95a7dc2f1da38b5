/**
 * The stops of a walk, kept on this device until they are sent, and sent once each under the id
 * that they got when they were made. Storage and sending are passed in, so that node can test it.
 *
 * A stop: {id, question, value, at, lon, lat, accuracy, state, said, withdraw}; state is waiting,
 * sent, held (staff look first), refused or undoing. Once sent, its place is forgotten here.
 */

const PREFIX = "placette-walk-";
const TOO_MANY = 429;
const CLOSED = 403;
const NOT_FOUND = 404;
const LATER_MS = 30_000;

export function featureOf({ id, question, value, at, lon, lat, accuracy }) {
  const properties = { question, value, at, walk: true };
  if (accuracy !== null) properties.accuracy_m = accuracy;
  const geometry = { type: "Point", coordinates: [lon, lat] };
  return { type: "Feature", id, geometry, properties };
}

function withoutPlace({ lon: _lon, lat: _lat, accuracy: _accuracy, ...rest }) {
  return rest;
}

/** `post(address, body)` answers {status, body, retryAfterS}, or throws without a network. */
export function stopsIn(storage, key, { url, post, changed, wait = setTimeout }) {
  let stops = read();
  let isSending = false;
  let timer = null;

  function read() {
    try {
      const found = JSON.parse(storage.getItem(PREFIX + key));
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  function keep(next) {
    stops = next;
    try {
      if (stops.length) storage.setItem(PREFIX + key, JSON.stringify(stops));
      else storage.removeItem(PREFIX + key);
    } catch {
      // full or forbidden: this page still holds them
    }
    changed(stops);
  }

  const change = (id, what) => keep(stops.map((stop) => (stop.id === id ? what(stop) : stop)));
  const remove = (id) => keep(stops.filter((stop) => stop.id !== id));

  function add(stop) {
    keep([...stops, { ...stop, state: "waiting", said: "" }]);
    send();
  }

  /** Takes the last one back: at once where it never left, else as soon as the network allows. */
  function undo() {
    const last = lastOf(stops);
    if (!last) return;
    if (last.state === "waiting" && !last.isLeaving) remove(last.id);
    else change(last.id, (stop) => ({ ...stop, state: "undoing" }));
    send();
  }

  function clear() {
    keep(stops.filter((stop) => ["waiting", "undoing"].includes(stop.state)));
  }

  function sendIn(milliseconds) {
    clearTimeout(timer);
    timer = wait(send, milliseconds);
  }

  /** One after the other; false: later. */
  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      let next = nextOf(stops);
      while (next && (await (next.state === "undoing" ? takeBack(next) : leave(next)))) {
        next = nextOf(stops);
      }
    } catch {
      sendIn(LATER_MS); // no network: `online` asks sooner
    } finally {
      isSending = false;
    }
  }

  async function leave({ id }) {
    change(id, (stop) => ({ ...stop, isLeaving: true }));
    const stop = stops.find((one) => one.id === id);
    try {
      return heard(stop, await post(url, featureOf(stop)));
    } finally {
      change(id, ({ isLeaving: _leaving, ...rest }) => rest);
    }
  }

  function heard({ id }, { status, body, retryAfterS }) {
    if (status === 200 || status === 201) {
      const state = body.visibility === "published" ? "sent" : "held";
      change(id, (stop) => {
        const kept = stop.state === "undoing" ? "undoing" : state;
        return { ...withoutPlace(stop), state: kept, said: "", withdraw: body.withdraw };
      });
      return true;
    }
    const said = Object.values(body.errors ?? {})[0]?.[0] ?? body.detail ?? body.title ?? "";
    if (status === TOO_MANY || status === CLOSED || status >= 500) {
      change(id, (stop) => ({ ...stop, said }));
      sendIn(status === TOO_MANY ? Math.max(retryAfterS, 1) * 1000 : LATER_MS);
      return false;
    }
    if (stops.find((stop) => stop.id === id)?.state === "undoing") remove(id);
    else change(id, (stop) => ({ ...stop, said, state: "refused" }));
    return true;
  }

  async function takeBack({ id, withdraw }) {
    if (!withdraw) return leave({ id }); // its answer was lost: sent again, it says the link
    const { status } = await post(withdraw, {});
    const isGone = status === 200 || status === NOT_FOUND;
    if (isGone) remove(id);
    else sendIn(LATER_MS);
    return isGone;
  }

  return { add, undo, clear, send, all: () => stops };
}

export function lastOf(stops) {
  return stops.findLast((stop) => ["waiting", "sent", "held"].includes(stop.state));
}

export function nextOf(stops) {
  return stops.find((stop) => ["waiting", "undoing"].includes(stop.state));
}
