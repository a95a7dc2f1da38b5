/** Starts a MapLibre map in our manner: local, flat, named, calm; or says that it cannot. */
import { currentScheme, isMotionReduced, onSchemeChange } from "geo/colours.js";

function loadStylesheet(address) {
  if (!address || document.querySelector(`link[href="${CSS.escape(address)}"]`)) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const loaded = new Promise((resolve) => {
    link.onload = link.onerror = resolve;
  });
  // Before our own sheets, so that they win where both speak.
  document.head.prepend(link);
  return loaded;
}

/** The worker and the style, while MapLibre, which would ask for them later, is on its way. */
function fetchAhead(worker, style) {
  fetch(worker, { priority: "low" }).catch(() => {}); // MapLibre says what is wrong
  if (typeof style !== "string") return; // one that is here already
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", href: style, crossOrigin: "anonymous" });
  document.head.append(link);
}

function boundsFrom(text) {
  const numbers = (text ?? "").split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
}

/** Where no basemap was chosen: paper, not the sea that shows before a map is drawn. */
function blank() {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--m-land").trim();
  const paper = { id: "paper", type: "background", paint: { "background-color": colour } };
  return { version: 8, sources: {}, layers: [paper] };
}

function styleOf(element, scheme) {
  return (scheme === "dark" ? element.dataset.styleDark : element.dataset.styleLight) || blank();
}

function localeOf(words, label) {
  return {
    "Map.Title": label,
    "Popup.Close": words.close ?? "",
    "Marker.Title": words.place ?? "",
  };
}

function optionsFor(element, canvasHolder, words) {
  const bounds = boundsFrom(element.dataset.bounds);
  return {
    container: canvasHolder,
    style: styleOf(element, currentScheme()),
    ...(bounds ? { bounds, fitBoundsOptions: { padding: paddingOf(element), maxZoom: 16 } } : {}),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    maxZoom: 20,
    renderWorldCopies: false,
    fadeDuration: isMotionReduced() ? 0 : 200,
    reduceMotion: isMotionReduced(),
    locale: localeOf(words, element.getAttribute("aria-label") ?? ""),
  };
}

function paddingOf(element) {
  const small = Math.min(element.clientWidth, element.clientHeight);
  return small < 420 ? 24 : 40;
}

/** Resolves once the page is readable (nothing is laid out before) and the element is near. */
export function whenNear(element) {
  return new Promise((resolve) => {
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watcher.disconnect();
        resolve();
      },
      { rootMargin: "200px" },
    );
    watcher.observe(element);
  });
}

/** Wheel zooms only after focus or with Ctrl, so that the page can be scrolled past the map. */
function guardWheel(element, holder, hint) {
  let hiding = null;
  holder.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey || holder.contains(document.activeElement)) return;
      event.stopPropagation();
      if (!hint) return;
      hint.hidden = false;
      clearTimeout(hiding);
      hiding = setTimeout(() => (hint.hidden = true), 1600);
    },
    { capture: true, passive: true },
  );
}

function fail(element, error) {
  element.dataset.state = "failed";
  element.dispatchEvent(new CustomEvent("map-failed", { bubbles: true, detail: error }));
}

/**
 * Builds the map inside `[data-map-canvas]`. Resolves to {map, maplibre}, or to null where
 * the code cannot be fetched or WebGL2 is missing: the element then shows its sentence.
 * `dress(map)` adds our layers; it is called again after each change of theme.
 */
export async function startMap(element, words, dress) {
  const holder = element.querySelector("[data-map-canvas]");
  let map = null;
  let maplibre = null;
  try {
    const styles = loadStylesheet(element.dataset.css);
    const worker = import.meta.resolve("maplibre-gl-worker");
    fetchAhead(worker, styleOf(element, currentScheme()));
    maplibre = await import("maplibre-gl");
    maplibre.setWorkerUrl(worker);
    await styles;
    map = new maplibre.Map(optionsFor(element, holder, words));
  } catch (error) {
    holder.replaceChildren();
    fail(element, error);
    return null;
  }
  map.on("error", ({ error }) => console.warn(error)); // a missing tile is no reason to stop
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.on("style.load", () => dress(map));
  guardWheel(element, holder, element.querySelector("[data-wheel-hint]"));
  onSchemeChange((scheme) => map.setStyle(styleOf(element, scheme), { diff: false }));
  new ResizeObserver(() => map.resize()).observe(holder);
  element.dataset.state = "ready";
  return { map, maplibre };
}

/** Moves without flying for those who asked for less motion. */
export function moveTo(map, target) {
  if (isMotionReduced()) map.jumpTo(target);
  else map.easeTo({ ...target, duration: 320 });
}

export function fitTo(map, bounds, options = {}) {
  map.fitBounds(bounds, { padding: 60, maxZoom: 16, animate: !isMotionReduced(), ...options });
}
