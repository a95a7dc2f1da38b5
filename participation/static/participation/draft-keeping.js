/** Keeps the take-part form as a draft at every change, and brings it back. */
import { afterPause } from "geo/http.js";
import {
  deviceStorage,
  draftsIn,
  isLoadedAgain,
  isPristine,
  keptFields,
  withoutPlace,
} from "participation/draft.js";

const drafts = draftsIn(deviceStorage());

function setField(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field) field.value = value;
  else {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    form.append(hidden);
  }
}

/**
 * The id under which this tab sends: the draft's own, unless another tab holds it, then a new
 * one, so that two tabs never send two texts under one id.
 */
async function ownId(wished) {
  const id = wished || crypto.randomUUID();
  if (!navigator.locks) return id;
  const isMine = await new Promise((resolve) => {
    navigator.locks.request(`placette-${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : null; // held while the page lives
    });
  });
  return isMine ? id : crypto.randomUUID();
}

function fillIn(form, fields) {
  for (const [name, value] of Object.entries(fields)) setField(form, name, value);
}

function bringBack(form, draft, forget) {
  const hasPlace = Boolean(form.elements.namedItem("about")?.value);
  fillIn(form, hasPlace ? withoutPlace(draft.fields) : draft.fields);
  const model = document.querySelector("template[data-draft-back]");
  const place = form.querySelector("h1");
  if (!model || !place) return;
  place.after(model.content.cloneNode(true));
  form.querySelector("[data-draft-forget]").addEventListener("click", forget);
}

/** Resolves to true when a draft was brought back. */
export async function keepDraft(form) {
  const key = form.dataset.draft;
  if (!key) return false;
  const fieldsNow = () => keptFields(new FormData(form).entries());
  const note = document.querySelector("[data-draft-note]");
  const save = () => {
    if (drafts.write(key, fieldsNow()) && note) note.hidden = false;
  };
  const saveSoon = afterPause(save, 250);
  const forget = () => {
    saveSoon.cancel();
    window.removeEventListener("pagehide", save);
    drafts.forget(key);
    location.assign(location.pathname);
  };
  const draft = drafts.read(key);
  const shown = fieldsNow();
  const isBack = Boolean(draft) && isPristine(shown);
  const { about = "", place_way: way } = draft?.fields ?? {};
  if (isBack && way === "object" && about && !form.elements.namedItem("about")) {
    location.replace(`${location.pathname}?about=${encodeURIComponent(about)}`); // it shows the object
    return false;
  }
  if (isBack) bringBack(form, draft, forget);
  else if (isLoadedAgain(draft, shown)) fillIn(form, draft.fields);
  setField(form, "client_id", await ownId(form.elements.namedItem("client_id")?.value));
  for (const change of ["input", "change", "drawing-changed"]) {
    form.addEventListener(change, saveSoon);
  }
  form.addEventListener("submit", save);
  window.addEventListener("pagehide", save); // somebody may leave within the pause
  save();
  return isBack;
}

/** On the page that says « it is stored »: the draft has done its work. */
export function forgetSent(root = document) {
  for (const mark of root.querySelectorAll("[data-draft-sent]")) {
    drafts.sent(mark.dataset.draftSent, mark.dataset.clientId);
  }
}
