/**
 * The panel over the map of a phone, [data-sheet], with three stops. Its handle, [data-grab],
 * is a button; it can also be dragged, which nothing needs. Wide screens see none of this.
 */

const STOPS = ["peek", "half", "full"];
const DRAG_PX = 40;

function goTo(sheet, handle, stop) {
  sheet.dataset.stop = stop;
  handle.setAttribute("aria-expanded", String(stop === "full"));
}

/** Above `stop` when `step` is 1, below when it is -1, never beyond the ends. */
export function nextStop(stop, step) {
  const at = STOPS.indexOf(stop) + step;
  return STOPS[Math.min(STOPS.length - 1, Math.max(0, at))];
}

function lift(sheet) {
  const handle = sheet.querySelector("[data-grab]");
  if (!handle) return;
  let from = null;
  let wasDragged = false;
  handle.hidden = false;
  goTo(sheet, handle, sheet.dataset.stop || "half");

  handle.addEventListener("click", () => {
    if (wasDragged) wasDragged = false; // this click is the end of a drag
    else {
      const stop = sheet.dataset.stop;
      goTo(sheet, handle, stop === "full" ? "peek" : nextStop(stop, 1));
    }
  });
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointerup", (event) => {
    const moved = event.clientY - from;
    wasDragged = Math.abs(moved) >= DRAG_PX;
    if (wasDragged) goTo(sheet, handle, nextStop(sheet.dataset.stop, moved < 0 ? 1 : -1));
  });
}

export function liftSheets(root = document) {
  for (const sheet of root.querySelectorAll("[data-sheet]")) lift(sheet);
}

/** Map | List on the phone: links that work, done in place. */
export function switchViews(root = document) {
  for (const group of root.querySelectorAll("[data-views]")) {
    group.addEventListener("click", (event) => {
      const link = event.target.closest("[data-view-link]");
      if (!link) return;
      event.preventDefault();
      group.closest("[data-view]").dataset.view = link.dataset.viewLink;
      for (const one of group.querySelectorAll("[data-view-link]")) {
        if (one === link) one.setAttribute("aria-current", "true");
        else one.removeAttribute("aria-current");
      }
      const address = new URL(location.href);
      address.searchParams.set("view", link.dataset.viewLink);
      history.replaceState(null, "", address);
    });
  }
}
