/** Map and list answer each other; moving the map never moves the list. */

export function placeOf(row) {
  const { contributionId, place, themeLetter, themeShape, themeColour } = row.dataset;
  const [lng, lat] = (place ?? "").split(",").map(Number);
  if (!contributionId || !Number.isFinite(lng) || !Number.isFinite(lat)) return null;
  return {
    id: contributionId,
    place: [lng, lat],
    letter: themeLetter ?? "",
    shape: themeShape ?? "",
    colour: themeColour ?? "",
  };
}

function rowAt(target) {
  return target instanceof Element ? target.closest("[data-contribution-id]") : null;
}

/** Marks the row of a contribution as the chosen one; no row, no mark. */
export function markRow(list, id) {
  for (const row of list.querySelectorAll("[data-contribution-id]")) {
    const isOn = row.dataset.contributionId === id;
    row.classList.toggle("on", isOn);
    if (isOn) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

export function hoverRow(list, id) {
  for (const row of list.querySelectorAll("[data-contribution-id]")) {
    row.classList.toggle("over", row.dataset.contributionId === id);
  }
}

/** Brings a row into view inside its own list, without moving the page or the map. */
export function revealRow(list, id) {
  const row = list.querySelector(`[data-contribution-id="${CSS.escape(id)}"]`);
  const frame = row?.closest("[data-scroll-frame]");
  if (!frame) return;
  const [inner, outer] = [row.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    frame.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

/** Calls `over(place | null)` while a row is pointed at or holds the focus. */
export function followRows(list, over) {
  const enter = (event) => {
    const row = rowAt(event.target);
    over(row ? placeOf(row) : null);
  };
  const leave = (event) => {
    if (!rowAt(event.relatedTarget)) over(null);
  };
  list.addEventListener("pointerover", enter);
  list.addEventListener("focusin", enter);
  list.addEventListener("pointerout", leave);
  list.addEventListener("focusout", leave);
}
