/** Says the verdict in words, beside the map: sentence, share, measures, name of the button. */

const LOOKS = { inside: "ok", refused: "warn" };

function showIcon(box, name) {
  const model = box.querySelector("template[data-icons]").content;
  const icon = model.querySelector(`[data-for="${name}"]`) ?? model.querySelector("[data-for]");
  box.querySelector("[data-icon]").replaceChildren(...icon.cloneNode(true).childNodes);
}

function showShare(box, { outcome, details = [], share_kept: share = 0 }) {
  const part = box.querySelector("[data-share]");
  part.hidden = outcome !== "clipped";
  if (part.hidden) return;
  part.querySelector("[data-share-bar]").setAttribute("width", `${Math.round(share * 100)}%`);
  for (const [index, name] of ["[data-kept]", "[data-removed]"].entries()) {
    part.querySelector(name).textContent = details[index] ?? "";
  }
}

function show(box, verdict, icon) {
  const said = box.querySelector("[data-sentence]");
  box.hidden = false;
  box.dataset.outcome = verdict.outcome ?? "";
  box.classList.remove("ok", "warn");
  if (LOOKS[verdict.outcome]) box.classList.add(LOOKS[verdict.outcome]);
  showIcon(box, icon);
  showShare(box, verdict);
  // The same sentence is not said twice while a point is being moved.
  const words = verdict.headline ?? verdict.sentence;
  if (said.textContent !== words) said.textContent = words;
}

function nameButtons(outcome) {
  for (const button of document.querySelectorAll("[data-go]")) {
    const { label, labelClipped } = button.dataset;
    button.textContent = (outcome === "clipped" && labelClipped) || label || button.textContent;
  }
}

/** Follows the verdict events of a form; `words` are those of its map. */
export function followVerdict(form, words) {
  const box = form.querySelector(".verdict");
  if (!box) return;
  const states = {
    none: () => {
      box.hidden = true;
      nameButtons("");
    },
    checking: () => {
      if (box.hidden) show(box, { sentence: words.checking }, "checking");
    },
    answer: ({ verdict }) => {
      show(box, verdict, verdict.outcome);
      nameButtons(verdict.may_send ? verdict.outcome : "");
    },
    later: () => {
      show(box, { sentence: words.later }, "checking");
      nameButtons("");
    },
    trouble: ({ isOffline, sentence }) => {
      const plain = isOffline ? words.unchecked : words.trouble;
      show(box, { outcome: "refused", sentence: sentence || plain }, "refused");
      nameButtons("");
    },
  };
  form.addEventListener("verdict", ({ detail }) => {
    box.setAttribute("aria-busy", String(["checking", "later"].includes(detail.state)));
    states[detail.state](detail);
  });
}
