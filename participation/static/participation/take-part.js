/** Take part, edit, rate at home: adds map, live verdict, draft and patience with the network. */
import { wordsOf } from "geo/words.js";
import { keepDraft } from "participation/draft-keeping.js";
import { offerPlaces } from "participation/named-place.js";
import { liftSheets } from "participation/sheet.js";
import { followVerdict } from "participation/verdict-box.js";
import { followFields, offerPosition, offerTools, useWay } from "participation/ways.js";

/** Without network nothing is sent and nothing is lost: it goes when the network is back. */
function waitForNetwork(form) {
  const model = document.querySelector("template[data-offline]");
  let waiting = null;
  let notice = null;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    waiting = event.submitter;
    if (notice || !model) return;
    notice = model.content.firstElementChild.cloneNode(true);
    waiting?.before(notice);
  });
  window.addEventListener("online", () => {
    notice?.remove();
    notice = null;
    if (waiting) form.requestSubmit(waiting);
    waiting = null;
  });
}

/** The place of a form: search, map with its live verdict, the other ways. */
export async function dress(form) {
  const mapDraw = form.querySelector("map-draw");
  const words = mapDraw ? wordsOf(mapDraw) : {};
  followVerdict(form, words);
  offerTools(form, mapDraw);
  followFields(form, mapDraw);
  offerPosition(form, words);
  await keepDraft(form); // before the map: it starts from the field
  offerPlaces(form, mapDraw, useWay);
  if (mapDraw) await import("geo/map-draw.js");
}

liftSheets();
const form = document.querySelector("form[data-draft], form.edit");
if (form) {
  waitForNetwork(form);
  dress(form);
}
