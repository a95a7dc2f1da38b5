/** A place by its name, in take part: the choice of its part comes from the server as HTML. */
import "geo/place-search.js";
import { latest } from "geo/http.js";

const NAMES = "place place_as place_from place_to".split(" ");

const fetchChosen = latest(async (address, signal) => {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  return response.ok ? response.text() : "";
});

function valuesIn(form) {
  const given = new FormData(form);
  return Object.fromEntries(NAMES.map((name) => [name, String(given.get(name) ?? "")]));
}

/** What to ask the verdict about, or null while the choice is not made to its end. */
export function questionOfPlace(values) {
  const { place, place_as: part, place_from: from, place_to: to } = values;
  if (!place || (part === "between" && !(from && to))) return null;
  const chosen = Object.entries(values).filter(([, value]) => value);
  return { place_way: "place", ...Object.fromEntries(chosen) };
}

export function offerPlaces(form, mapDraw, useWay) {
  const box = form.querySelector("[data-named-place]");
  const holder = box?.querySelector("[data-chosen-place]");
  if (!holder) return;
  const isUsed = () => form.querySelector("#way-place")?.checked;

  function ask() {
    useWay(form, "place");
    mapDraw?.ask?.(questionOfPlace(valuesIn(form)));
  }

  async function show(values) {
    const address = new URL(box.dataset.url, location.href);
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
    }
    const html = await fetchChosen(address).catch(() => "");
    if (!html) return;
    // A draft that came back brought hidden fields of the same names.
    for (const field of [...form.elements]) if (NAMES.includes(field.name)) field.remove();
    const page = new DOMParser().parseFromString(html, "text/html");
    holder.replaceChildren(...page.body.childNodes);
    form.dispatchEvent(new Event("change", { bubbles: true })); // the draft is kept
  }

  box.addEventListener("place-chosen", async ({ detail }) => {
    await show({ place: String(detail.id), place_words: detail.name });
    ask();
  });
  holder.addEventListener("change", (event) => {
    if (NAMES.includes(event.target.name)) ask();
  });
  const known = valuesIn(form);
  if (known.place && !holder.querySelector(".chosen")) {
    const words = form.elements.place_words?.value;
    show({ ...known, place_words: words }).then(() => isUsed() && ask());
  }
  form.addEventListener("draw-ready", () => {
    if (isUsed() && questionOfPlace(valuesIn(form))) ask();
  });
}
