/** The ways of giving a place: an object of the map, drawing tools, my position, coordinates, commune, circle. */
import { askPosition } from "geo/map-furniture.js";

const FIELDS = {
  object: ["about"],
  coordinates: ["coordinates"],
  position: ["position"],
  commune: ["commune"],
  circle: ["circle_centre", "circle_radius_m"],
};

export function useWay(form, way) {
  for (const radio of form.querySelectorAll('[name="place_way"]')) {
    radio.checked = radio.value === way;
  }
  form.dispatchEvent(new CustomEvent("way-used"));
}

/** The way that is chosen; the map's own where none is. */
export function wayOf(form) {
  return form.querySelector('[name="place_way"]:checked')?.value ?? "map";
}

/** What the fields of a way say, or null while one is empty. */
export function questionOf(way, value) {
  const fields = FIELDS[way]?.map((name) => [name, value(name)]) ?? [];
  return fields.length && fields.every(([, text]) => text)
    ? { place_way: way, ...Object.fromEntries(fields) }
    : null;
}

/** The fields of the other ways show their place on the map, with its verdict. */
export function followFields(form, mapDraw) {
  const value = (name) => form.elements.namedItem(name)?.value?.trim() ?? "";
  // Somebody may be quicker than the map's code: `draw-ready`, below, asks then.
  const ask = (way) => mapDraw?.ask?.(questionOf(way, value));
  for (const [way, names] of Object.entries(FIELDS)) {
    for (const name of names) {
      form.elements.namedItem(name)?.addEventListener("input", () => {
        useWay(form, way);
        ask(way);
      });
    }
  }
  for (const radio of form.querySelectorAll('[name="place_way"]')) {
    radio.addEventListener("change", () => ask(radio.value));
  }
  form.addEventListener("drawing-changed", ({ detail }) => {
    if (detail.geometry) useWay(form, "map");
  });
  // A way chosen before the page came back shows its place again.
  form.addEventListener("draw-ready", () => {
    const way = form.querySelector('[name="place_way"]:checked')?.value;
    if (questionOf(way, value)) ask(way);
  });
}

/** The position is asked of the device on a click, and only then. */
export function offerPosition(form, words) {
  for (const part of form.querySelectorAll("[data-needs-script]")) part.hidden = false;
  const button = form.querySelector("[data-ask-position]");
  const said = form.querySelector("[data-position-said]");
  button?.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const place = await askPosition();
    button.removeAttribute("aria-busy");
    if (said) said.textContent = place ? words.positionTaken : words.positionRefused;
    const field = form.elements.namedItem("position");
    if (!place || !field) return;
    field.value = `${place.lat.toFixed(6)}, ${place.lng.toFixed(6)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Point, line, area: which one is drawn. */
export function offerTools(form, mapDraw) {
  const tools = form.querySelector("[data-tools]");
  if (!tools || !mapDraw) return;
  const buttons = [...tools.querySelectorAll("[data-tool]")];
  const hint = form.querySelector("[data-how]");
  const press = (kind) => {
    const isDrawn = wayOf(form) === "map"; // a place by name, a circle … are no tool of the map
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(isDrawn && button.dataset.tool === kind));
    }
    hint.hidden = !isDrawn || !mapDraw.map || !mapDraw.isEmpty;
  };
  const show = (kind) => {
    const { howPoint, howLine, howArea } = mapDraw.words;
    hint.textContent = { point: howPoint, line: howLine, area: howArea }[kind];
    press(kind);
  };
  form.addEventListener("draw-ready", () => {
    const kinds = buttons.map((button) => button.dataset.tool);
    if (mapDraw.isEmpty && !kinds.includes(mapDraw.kind)) mapDraw.choose(kinds[0]);
    tools.hidden = kinds.length < 2;
    show(mapDraw.kind);
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      mapDraw.choose(button.dataset.tool);
      mapDraw.explain();
      useWay(form, "map");
      show(button.dataset.tool);
    });
  }
  form.addEventListener("drawing-changed", () => show(mapDraw.kind));
  for (const event of ["way-used", "change"]) {
    form.addEventListener(event, () => press(mapDraw.kind));
  }
}
