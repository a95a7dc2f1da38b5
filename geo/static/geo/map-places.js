/**
 * The pins in view for the keyboard: one listbox, one tab stop. Arrows go from pin to pin,
 * Enter opens a card or a cluster. It follows the map when it rests, and says nothing then.
 */
import { clusterLabel, countsOf } from "geo/cluster-symbols.js";
import { CLICKABLE } from "geo/contributions-layer.js";
import { isObject, objectPoints } from "geo/object-layers.js";
import { language } from "geo/words.js";

const MOST = 60;

function keyOf(feature) {
  const [lng, lat] = feature.geometry.coordinates;
  const { id } = feature.properties;
  return id ? `${feature.source} ${id}` : `${feature.source} ${lng.toFixed(5)},${lat.toFixed(5)}`;
}

/** Pins and clusters drawn now, each once, from left to right. */
function placesInView(map) {
  const layers = [...CLICKABLE.filter((id) => map.getLayer(id)), ...objectPoints(map)];
  const found = new Map();
  if (!layers.length) return [];
  for (const feature of map.queryRenderedFeatures({ layers })) {
    found.set(keyOf(feature), feature);
  }
  const x = (feature) => map.project(feature.geometry.coordinates).x;
  return [...found.values()].sort((a, b) => x(a) - x(b)).slice(0, MOST);
}

/** Where pins stand on the screen: [{x, y}]. */
export function pinsInView(map) {
  return placesInView(map).map((feature) => map.project(feature.geometry.coordinates));
}

export function addPlaces(element, map, { themes, words, nameOfObject, hover, choose }) {
  const box = element.querySelector("[data-places]");
  if (!box) return;
  let places = [];
  let at = 0;

  const nameOf = (feature) => {
    const { properties } = feature;
    if (isObject(feature)) return nameOfObject(feature);
    if (properties.count) {
      const counts = countsOf(properties, themes);
      return clusterLabel(Number(properties.count), counts, themes, words, language());
    }
    const theme = themes.find((one) => one.letter === properties.letter);
    return theme ? `${properties.title}, ${theme.title}` : properties.title;
  };

  function list() {
    places = placesInView(map);
    at = Math.min(at, Math.max(0, places.length - 1));
    box.replaceChildren(
      ...places.map((place, index) => {
        const option = document.createElement("div");
        option.id = `${box.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = nameOf(place);
        return option;
      }),
    );
    box.hidden = places.length === 0 && document.activeElement !== box;
    mark();
    if (document.activeElement === box) point();
  }

  function mark() {
    [...box.children].forEach((option, index) =>
      option.setAttribute("aria-selected", String(index === at)),
    );
    if (places[at]) box.setAttribute("aria-activedescendant", `${box.id}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function point() {
    mark();
    if (places[at]) hover(places[at]);
  }

  box.addEventListener("focus", point);
  box.addEventListener("blur", () => hover(null));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + places.length) % Math.max(1, places.length);
    else if (event.key === "Enter" && places[at]) choose(places[at]);
    else return;
    event.preventDefault();
    if (step) point();
  });
  map.on("idle", list);
}
