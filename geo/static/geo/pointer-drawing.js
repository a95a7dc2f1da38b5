/** Drawing with mouse, pen or finger: click to place, drag a point to move it. */

const REACH_PX = { mouse: 9, touch: 18 };
const GRIPS = ["drawing-vertices", "drawing-midpoints"];

function gripAt(map, point, reach) {
  const layers = GRIPS.filter((id) => map.getLayer(id));
  const box = [
    [point.x - reach, point.y - reach],
    [point.x + reach, point.y + reach],
  ];
  const away = (feature) => {
    const { x, y } = map.project(feature.geometry.coordinates);
    const further = feature.properties.role === "mid" ? 4 : 0;
    return Math.hypot(x - point.x, y - point.y) + further;
  };
  const found = map.queryRenderedFeatures(box, { layers });
  return found.sort((a, b) => away(a) - away(b))[0]?.properties ?? null;
}

/**
 * `actions` is a DrawingSession, or whatever has its place, press, take, drag, drop, finish.
 * Returns nothing: the map holds the listeners.
 */
export function drawWithPointer(map, actions) {
  let held = null;
  let hasMoved = false;
  let wasHeld = false;

  function start(event, reach) {
    if (event.originalEvent.touches?.length > 1 || event.originalEvent.button > 0) return;
    const grip = gripAt(map, event.point, reach);
    if (!grip) return;
    event.preventDefault(); // the map must not be dragged with the point
    held = grip;
    hasMoved = false;
  }

  function move(event) {
    const canvas = map.getCanvas();
    if (held) {
      if (!hasMoved) held = { role: "vertex", index: actions.take(held) };
      hasMoved = true;
      actions.drag(held.index, event.lngLat.toArray());
      return;
    }
    canvas.style.cursor = gripAt(map, event.point, REACH_PX.mouse) ? "move" : "crosshair";
  }

  function end() {
    if (!held) return;
    if (hasMoved) actions.drop(held.index);
    else if (held.role === "vertex") actions.press(held.index);
    else actions.drop(actions.take(held));
    held = null;
    wasHeld = true;
    setTimeout(() => (wasHeld = false), 80); // the click that follows is not a new point
  }

  map.on("mousedown", (event) => start(event, REACH_PX.mouse));
  map.on("touchstart", (event) => start(event, REACH_PX.touch));
  map.on("mousemove", move);
  map.on("touchmove", move);
  window.addEventListener("mouseup", end);
  map.on("touchend", end);
  map.on("touchcancel", end);
  map.on("click", (event) => {
    if (!wasHeld) actions.place(event.lngLat.toArray());
  });
  map.on("dblclick", (event) => {
    event.preventDefault();
    actions.finish();
  });
}
