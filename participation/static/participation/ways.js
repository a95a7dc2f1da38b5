/** The ways of giving a place: drawing tools, my position, coordinates, commune, circle. */
import { askPosition } from "geo/map-furniture.js";
import { wordsOf } from "geo/words.js";

const FIELDS = {
  coordinates: ["coordinates"],
  position: ["position"],
  commune: ["commune"],
  circle: ["circle_centre", "circle_radius_m"],
};

function useWay(form, way) {
  for (const radio of form.querySelectorAll(`[name="place_way"]`)) {
    if (radio.type !== "radio") radio.value = way;
    else radio.checked = radio.value === way;
  }
}

function questionOf(form, way) {
  const value = (name) => form.elements.namedItem(name)?.value?.trim() ?? "";
  const fields = FIELDS[way].map((name) => [name, value(name)]);
  return fields.some(([, text]) => text === "")
    ? null
    : { place_way: way, ...Object.fromEntries(fields) };
}

/** The fields of the other ways show their place on the map, with its verdict. */
export function followFields(form, mapDraw) {
  for (const [way, names] of Object.entries(FIELDS)) {
    for (const name of names) {
      form.elements.namedItem(name)?.addEventListener("input", () => {
        useWay(form, way);
        mapDraw?.ask(questionOf(form, way));
      });
    }
  }
  form.addEventListener("drawing-changed", ({ detail }) => {
    if (detail.geometry) useWay(form, "map");
  });
}

/** The position is asked of the device on a click, and only then. */
export function offerPosition(form) {
  const button = form.querySelector("[data-locate]");
  const refused = form.querySelector("[data-locate-refused]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const place = await askPosition();
    button.removeAttribute("aria-busy");
    if (refused) refused.hidden = place !== null;
    const field = form.elements.namedItem("position") ?? form.elements.namedItem("coordinates");
    if (!place || !field) return;
    field.value = `${place.lat.toFixed(6)}, ${place.lng.toFixed(6)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Point, line, area: which one is drawn. */
export function offerTools(form, mapDraw) {
  const tools = form.querySelector("[data-draw-tools]");
  const how = form.querySelector("[data-draw-how]");
  if (!tools || !mapDraw) return;
  const words = wordsOf(mapDraw);
  const buttons = [...tools.querySelectorAll("[data-tool]")];
  const show = (kind) => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === kind));
    }
    if (how) {
      how.textContent = words[`how${kind.replace(/^./, (c) => c.toUpperCase())}`] ?? "";
      how.hidden = false;
    }
  };
  const start = () => {
    const kinds = buttons.map((button) => button.dataset.tool);
    if (mapDraw.isEmpty && !kinds.includes(mapDraw.kind)) mapDraw.choose(kinds[0]);
    tools.hidden = false;
    show(mapDraw.kind);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      mapDraw.choose(button.dataset.tool);
      useWay(form, "map");
      show(button.dataset.tool);
    });
  }
  form.addEventListener("drawing-changed", () => show(mapDraw.kind));
  form.addEventListener("draw-ready", start);
}
