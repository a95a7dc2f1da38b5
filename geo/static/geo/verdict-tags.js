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

const ROOM_PX = 190;
const HALF_PX = 75;
const WIDTH_PX = 160;
const HEIGHT_PX = 32;

/** On its point; near the edge of the map it grows towards the middle. */
function onPoint(map, at) {
  const { x } = map.project(at);
  if (x < HALF_PX) return [at, { anchor: "left" }];
  const room = map.getContainer().clientWidth - x;
  return [at, room < HALF_PX ? { anchor: "right" } : {}];
}

/**
 * The removed part's tag stands beside it, on the side away from the kept part; on it where
 * the edge of the map leaves no room.
 */
function besideRemoved(map, removed, keptPoint) {
  const inside = insidePoint(removed);
  const [west, , east] = boundsOf(removed.coordinates);
  const isLeft = inside[0] < keptPoint[0];
  const at = [isLeft ? west : east, inside[1]];
  const { x } = map.project(at);
  const room = isLeft ? x : map.getContainer().clientWidth - x;
  if (room < ROOM_PX) return onPoint(map, inside);
  return [at, { anchor: isLeft ? "right" : "left", offset: [isLeft ? -12 : 12, 0] }];
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
  /** Two tags on one spot would cover each other: then one goes up and the other down. */
  const apart = (places) => {
    const [first, second] = places.map(([at]) => map.project(at));
    const near = Math.abs(first.x - second.x) < WIDTH_PX && Math.abs(first.y - second.y) < HEIGHT_PX;
    if (!near) return places;
    const away = first.y > second.y ? 1 : -1;
    return places.map(([at, { offset: [x, y] = [0, 0], ...options }], index) => {
      const down = (index === 0 ? away : -away) * (HEIGHT_PX / 2);
      return [at, { ...options, offset: [x, y + down] }];
    });
  };
  const show = ({ kept, removed, kept_measure: keptMeasure, removed_measure: removedMeasure }) => {
    clear();
    if (!kept || !removed || kept.type.includes("Point")) return;
    const keptPoint = insidePoint(kept);
    const [onKept, onRemoved] = apart([
      onPoint(map, keptPoint),
      besideRemoved(map, removed, keptPoint),
    ]);
    add(fill(words.kept, { measure: keptMeasure }), "kept", ...onKept);
    add(fill(words.notKept, { measure: removedMeasure }), "cut", ...onRemoved);
  };
  return { show, clear };
}
