/** Keeps the take-part form as a draft at every change, and brings it back. */
import { afterPause } from "geo/http.js";
import { deviceStorage, draftsIn, isPristine, keptFields } from "participation/draft.js";

const drafts = draftsIn(deviceStorage());

function setField(form, name, value) {
  const field = form.elements.namedItem(name);
  if (!field) {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    form.append(hidden);
  } else field.value = value;
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

function restore(form, draft) {
  for (const [name, value] of Object.entries(draft.fields)) setField(form, name, value);
  const notice = form.querySelector("[data-draft-restored]");
  if (notice) notice.hidden = false;
}

/** Resolves to true when a draft was brought back. */
export async function keepDraft(form) {
  const key = form.dataset.draftKey;
  if (!key) return false;
  const fieldsNow = () => keptFields(new FormData(form).entries());
  const draft = drafts.read(key);
  const isBack = Boolean(draft) && isPristine(fieldsNow());
  if (isBack) restore(form, draft);
  setField(form, "client_id", await ownId(form.elements.namedItem("client_id")?.value));

  const kept = document.querySelector("[data-draft-kept]");
  const show = (isKept) => kept && isKept && (kept.hidden = false);
  const save = () => show(drafts.write(key, fieldsNow()));
  const saveSoon = afterPause(save, 250);
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("drawing-changed", saveSoon);
  form.addEventListener("submit", save);
  save();

  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
    saveSoon.cancel();
    drafts.forget(key);
    location.assign(location.pathname);
  });
  return isBack;
}

/** On the page that says « it is stored »: the draft has done its work. */
export function forgetSent(root = document) {
  for (const mark of root.querySelectorAll("[data-draft-sent]")) {
    drafts.sent(mark.dataset.draftSent, mark.dataset.clientId);
  }
}
