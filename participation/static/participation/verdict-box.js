/** Says the verdict in words, beside the map: sentence, share, measures, name of the button. */
import { wordsOf } from "geo/words.js";

const LOOKS = { inside: "ok", clipped: "", refused: "warn" };

function fillDetails(box, details) {
  const list = box.querySelector("[data-verdict-details]");
  list.replaceChildren(
    ...details.map((text) => {
      const part = document.createElement("span");
      part.textContent = text;
      return part;
    }),
  );
  list.hidden = details.length === 0;
}

function show(box, { sentence, outcome = "", details = [], share_kept: share = 0 }) {
  box.hidden = false;
  box.classList.remove("ok", "warn");
  if (LOOKS[outcome]) box.classList.add(LOOKS[outcome]);
  for (const icon of box.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== outcome;
  const said = box.querySelector("[data-verdict-sentence]");
  if (said.textContent !== sentence) said.textContent = sentence;
  const isClipped = outcome === "clipped";
  const bar = box.querySelector("[data-verdict-share]");
  bar.hidden = !isClipped;
  bar.querySelector("[data-share-kept]").setAttribute("width", String(Math.round(share * 100)));
  fillDetails(box, details);
  const long = box.querySelector("[data-verdict-long]");
  if (long) long.hidden = !isClipped;
}

function nameButtons(outcome) {
  for (const button of document.querySelectorAll("[data-continue]")) {
    const { continueDefault, continueInside, continueClipped } = button.dataset;
    const names = { inside: continueInside, clipped: continueClipped };
    button.textContent = names[outcome] || continueDefault || button.textContent;
  }
}

/** Follows the verdict events of a form. */
export function followVerdict(form) {
  const box = form.querySelector("[data-verdict-box]");
  if (!box) return;
  const words = wordsOf(box);
  form.addEventListener("verdict", ({ detail }) => {
    const { state, verdict, isOffline } = detail;
    if (state === "none") {
      box.hidden = true;
      nameButtons("");
    } else if (state === "checking") {
      box.setAttribute("aria-busy", "true");
      if (box.hidden) show(box, { sentence: words.checking });
    } else if (state === "answer") {
      box.removeAttribute("aria-busy");
      show(box, verdict);
      nameButtons(verdict.may_send ? verdict.outcome : "");
    } else {
      box.removeAttribute("aria-busy");
      show(box, { sentence: isOffline ? words.offline : words.trouble });
      nameButtons("");
    }
  });
}
