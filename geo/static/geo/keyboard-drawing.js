/**
 * Drawing without pointing: a cross stands in the middle of the map, arrows move the map
 * under it, Enter places a point there, Backspace takes the last one back, Escape gives up.
 */

const STEP_PX = 24;
const FAR_PX = 120;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function drawWithKeyboard(map, crosshair, actions) {
  const canvas = map.getCanvas();
  let isKeyboard = false;

  const show = (isOn) => {
    if (isOn && crosshair.hidden) actions.crosshair();
    crosshair.hidden = !isOn;
  };
  canvas.addEventListener("pointerdown", () => show((isKeyboard = false)));
  canvas.addEventListener("focus", () => {
    isKeyboard = canvas.matches(":focus-visible");
    show(isKeyboard);
  });
  canvas.addEventListener("blur", () => show(false));

  const keys = {
    Enter: () => actions.place(map.getCenter().toArray()),
    Backspace: () => actions.undo(),
    Delete: () => actions.undo(),
    Escape: () => actions.cancel(),
  };

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const act = keys[event.key];
    if (!arrow && !act) return;
    show((isKeyboard = true));
    event.preventDefault();
    event.stopPropagation(); // MapLibre's own arrows take far bigger steps
    if (act) act();
    else {
      const far = event.shiftKey ? FAR_PX : STEP_PX;
      const by = arrow.map((part) => part * far);
      map.panBy(by, { animate: false });
    }
  }
  canvas.addEventListener("keydown", press, { capture: true });
}
