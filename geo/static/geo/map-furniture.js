/** What stands on the map: zoom, my position, legend, scale. The words are in the template. */
import { lengthText, metresPerPixel, roundLength } from "geo/map-scale.js";
import { moveTo } from "geo/map-start.js";
import { symbolOf } from "geo/theme-symbols.js";
import { language } from "geo/words.js";

const SVG = "http://www.w3.org/2000/svg";
const SCALE_WIDEST = 110;

export function addZoom(element, map) {
  const on = (name, step) =>
    element
      .querySelector(`[data-act="${name}"]`)
      ?.addEventListener("click", () => moveTo(map, { zoom: map.getZoom() + step }));
  on("zoom-in", 1);
  on("zoom-out", -1);
}

export function addScale(element, map) {
  const plate = element.querySelector("[data-scale]");
  if (!plate) return;
  const draw = () => {
    const perPixel = metresPerPixel(map.getCenter().lat, map.getZoom());
    const { metres, pixels } = roundLength(perPixel, SCALE_WIDEST);
    plate.textContent = lengthText(metres, language());
    plate.style.setProperty("--w", `${pixels}px`);
    plate.hidden = false;
  };
  map.on("move", draw);
  map.on("resize", draw);
  draw();
}

/** Asks the device where it is; resolves to {lng, lat, accuracy}, or to null. */
export function askPosition() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lng: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

export function addPosition(element, map, { say, words, then }) {
  const button = element.querySelector('[data-act="position"]');
  button?.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const place = await askPosition();
    button.removeAttribute("aria-busy");
    if (!place) {
      say(words.positionRefused, true);
      return;
    }
    moveTo(map, { center: [place.lng, place.lat], zoom: Math.max(map.getZoom(), 15) });
    say(words.positionShown);
    then?.(place);
  });
}

/** A disclosure button: the panel it names opens and closes, Esc closes and gives focus back. */
export function addDisclosure(element, name) {
  const button = element.querySelector(`[data-act="${name}"]`);
  const panel = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!panel) return;
  const set = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(panel.hidden));
  for (const part of [button, panel]) {
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.stopPropagation();
      set(false);
      button.focus();
    });
  }
}

/** The symbol of a theme as an SVG, like the pins. */
export function themeSvg({ shape, letter, colour }, size = 24) {
  const symbol = symbolOf(shape);
  const svg = document.createElementNS(SVG, "svg");
  const part = (name, attributes) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    svg.append(node);
    return node;
  };
  const box = { viewBox: "-20 -21 40 40", width: size, height: size };
  for (const [key, value] of Object.entries(box)) svg.setAttribute(key, value);
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("sym");
  part("path", { d: symbol.path, class: "sym-shape" }).style.fill = colour || "var(--pl-ink-3)";
  part("text", { y: symbol.letterY, "font-size": symbol.letterSize }).textContent = letter ?? "";
  return svg;
}

export function fillLegend(element, themes) {
  const list = element.querySelector("[data-legend-themes]");
  if (!list || list.children.length) return;
  for (const theme of themes) {
    const item = document.createElement("li");
    item.append(themeSvg(theme), theme.title);
    list.append(item);
  }
}

/** One polite live region, and a sentence in view when it must be seen too. */
export function speaker(element) {
  const heard = element.querySelector("[data-live]");
  const seen = element.querySelector("[data-notice]");
  let hiding = null;
  return (sentence, isSeen = false) => {
    if (heard) heard.textContent = sentence ?? "";
    if (!seen) return;
    seen.hidden = !isSeen; // what is said next takes its place
    clearTimeout(hiding);
    if (!isSeen) return;
    seen.textContent = sentence;
    hiding = setTimeout(() => (seen.hidden = true), 8000);
  };
}
