/** « Kept: 12.5 ha » and « Not kept: 2.8 ha », written on the map where there is room. */
import { insidePoint } from "geo/inside-point.js";
import { boundsOf } from "geo/perimeter-shape.js";
import { fill } from "geo/words.js";

function tag(text, name) {
  const element = document.createElement("div");
  element.className = `draw-tag ${name}`;
  element.setAttribute("aria-hidden", "true"); // the live region says it
  element.textContent = text;
  return element;
}

/** The removed part's tag stands beside it, on the side away from the kept part. */
function besideRemoved(removed, keptPoint) {
  const [x, y] = insidePoint(removed);
  const [west, , east] = boundsOf(removed.coordinates);
  const isLeft = x < keptPoint[0];
  return { at: [isLeft ? west : east, y], anchor: isLeft ? "right" : "left" };
}

export function tagsOf(maplibre, map, words) {
  let shown = [];
  const add = (text, name, at, options) => {
    const element = tag(text, name);
    const marker = new maplibre.Marker({ element, ...options });
    // MapLibre names its markers and makes them focusable; these are only ink.
    marker.setLngLat(at).addTo(map);
    for (const name of ["aria-label", "tabindex", "role"]) element.removeAttribute(name);
    shown.push(marker);
  };
  const clear = () => {
    for (const marker of shown) marker.remove();
    shown = [];
  };
  const show = ({ kept, removed, kept_measure: keptMeasure, removed_measure: removedMeasure }) => {
    clear();
    if (!kept || !removed || kept.type.includes("Point")) return;
    const keptPoint = insidePoint(kept);
    add(fill(words.kept, { measure: keptMeasure }), "kept", keptPoint, {});
    const { at, anchor } = besideRemoved(removed, keptPoint);
    const offset = [anchor === "right" ? -12 : 12, 0];
    add(fill(words.notKept, { measure: removedMeasure }), "cut", at, { anchor, offset });
  };
  return { show, clear };
}
