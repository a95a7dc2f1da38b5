/** Take part: adds map, live verdict, draft and patience with the network to a plain form. */
import { forgetSent, keepDraft } from "participation/draft-keeping.js";
import { followVerdict } from "participation/verdict-box.js";
import { followFields, offerPosition, offerTools } from "participation/ways.js";
import { liftSheets } from "participation/sheet.js";

/** Without network nothing is sent and nothing is lost: it goes when the network is back. */
function waitForNetwork(form) {
  const notice = form.querySelector("[data-offline]");
  let waiting = null;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    waiting = event.submitter;
    if (notice) notice.hidden = false;
  });
  window.addEventListener("online", () => {
    if (notice) notice.hidden = true;
    if (waiting) form.requestSubmit(waiting);
    waiting = null;
  });
}

async function start(form) {
  const mapDraw = form.querySelector("map-draw");
  followVerdict(form);
  offerTools(form, mapDraw);
  followFields(form, mapDraw);
  offerPosition(form);
  waitForNetwork(form);
  await keepDraft(form); // before the map: it starts from the field
  if (mapDraw) await import("geo/map-draw.js");
  if (form.querySelector("map-view")) await import("geo/map-view.js");
}

forgetSent();
liftSheets();
const form = document.getElementById("take-part");
if (form) start(form);
