/**
 * The draft of a contribution, kept on this device and nowhere else. One entry per
 * consultation; removed once it is sent. Storage is passed in, so that node can test it.
 */

const PREFIX = "placette-draft-";
const SENT = "placette-sent-"; // the id of what was sent last: going back to its page makes no draft
// What is never kept: the consent, the trap for robots, where in the form one stands.
const NOT_KEPT = new Set(["consent", "website", "step", "go", "csrfmiddlewaretoken"]);
// What the form fills by itself: alone, it is no draft.
const NOT_TYPED = new Set(["client_id", "place_way", "about", "language", "kind"]);

export function keptFields(pairs) {
  const fields = {};
  for (const [name, value] of pairs) {
    if (!NOT_KEPT.has(name) && typeof value === "string") fields[name] = value;
  }
  return fields;
}

/** Nothing typed, nothing drawn. */
export function isPristine(fields) {
  return Object.entries(fields).every(([name, value]) => NOT_TYPED.has(name) || value === "");
}

/** The same page once more (reloaded, gone back to): what was typed since it was made is in the draft. */
export function isLoadedAgain(draft, shown) {
  return Boolean(shown.client_id) && draft?.fields.client_id === shown.client_id;
}

const OF_THE_PLACE =
  /^(about|place|place_.*|drawing|coordinates|position|commune|circle_centre|circle_radius_m)$/;

/** The fields of a draft that come back into a page that began with a place of its own. */
export function withoutPlace(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OF_THE_PLACE.test(name)));
}

export function draftsIn(storage) {
  const read = (key) => {
    try {
      const draft = JSON.parse(storage.getItem(PREFIX + key));
      return draft && typeof draft.fields === "object" ? draft : null;
    } catch {
      return null;
    }
  };
  const write = (key, fields, now = new Date()) => {
    if (isPristine(fields)) return false;
    try {
      if (fields.client_id && storage.getItem(SENT + key) === fields.client_id) return false;
      storage.setItem(PREFIX + key, JSON.stringify({ fields, savedAt: now.toISOString() }));
      return true;
    } catch {
      return false; // full or forbidden: the form itself still holds everything
    }
  };
  const forget = (key) => {
    try {
      storage.removeItem(PREFIX + key);
    } catch {
      // forbidden storage holds nothing to forget
    }
  };
  /** Removes the draft that was sent, and no newer one. */
  const sent = (key, clientId) => {
    const draft = read(key);
    if (draft && (!clientId || draft.fields.client_id === clientId)) forget(key);
    try {
      if (clientId) storage.setItem(SENT + key, clientId);
    } catch {
      // full or forbidden: a page that is gone back to may become a draft again
    }
  };
  return { read, write, forget, sent };
}

/** The device's storage, or one that keeps nothing where it is forbidden. */
export function deviceStorage() {
  try {
    return globalThis.localStorage ?? nothing();
  } catch {
    return nothing();
  }
}

function nothing() {
  return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
}
