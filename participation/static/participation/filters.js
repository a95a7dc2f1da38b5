/**
 * Filters in place: the same addresses as without a script, fetched and put into the list, so
 * that the map stays where it is. Back, share and reload work on the address alone.
 */
import { latest } from "geo/http.js";

const FRAME = "[data-scroll-frame]";
const LINKS = "[data-filter-link], .pager a";

const fetchPage = latest(async (address, signal) => {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
});

const searched = (frame) => frame.querySelector("[type=search]")?.value;

/** What had the focus, to find it again after the swap, with what was typed since the question. */
function focusMark(frame, asked) {
  const held = document.activeElement;
  if (!frame.contains(held)) return null;
  const links = [...frame.querySelectorAll(LINKS)];
  const typed = held.matches("[type=search]") && held.value !== asked ? held.value : null;
  return { id: held.id, name: held.name, at: links.indexOf(held), from: held.selectionStart, typed };
}

function focusAgain(frame, mark) {
  if (!mark) return;
  const links = frame.querySelectorAll(LINKS);
  const found =
    (mark.id && frame.querySelector(`#${CSS.escape(mark.id)}`)) ||
    (mark.name && frame.querySelector(`[name="${CSS.escape(mark.name)}"]:not([type="hidden"])`)) ||
    (mark.name === "near_words" && frame.querySelector(".near-on")) ||
    links[mark.at] ||
    frame.querySelector("#list");
  found?.focus({ preventScroll: true });
  if (mark.typed !== null && found?.matches("[type=search]")) found.value = mark.typed;
  if (typeof mark.from === "number") found?.setSelectionRange?.(mark.from, mark.from);
}

async function show(frame, address) {
  frame.setAttribute("aria-busy", "true");
  const asked = searched(frame);
  let page;
  try {
    page = await fetchPage(address);
  } catch {
    location.assign(address);
    return;
  }
  if (!page) return; // a later question is under way
  const mark = focusMark(frame, asked);
  frame.replaceChildren(...page.querySelector(FRAME).childNodes);
  frame.removeAttribute("aria-busy");
  frame.scrollTop = 0;
  const count = page.querySelector(".switch .mut");
  document.querySelector(".switch .mut")?.replaceChildren(...(count?.childNodes ?? []));
  for (const link of document.querySelectorAll("[data-view-link]")) {
    const fresh = page.querySelector(`[data-view-link="${link.dataset.viewLink}"]`);
    if (fresh) link.setAttribute("href", fresh.getAttribute("href"));
  }
  focusAgain(frame, mark);
}

/** The themes are those of the address: the form may still be that of an earlier answer. */
function addressOf(form) {
  const given = new URLSearchParams(new FormData(form));
  given.set("theme", new URLSearchParams(location.search).get("theme") ?? "");
  for (const [name, value] of [...given]) if (value === "") given.delete(name);
  return `${location.pathname}?${given}`;
}

/** Which layers the map shows is said in the address by the map alone: links of the list keep it. */
function keepingLayers(address) {
  const shown = new URLSearchParams(location.search).get("layers");
  if (shown === null) return address;
  const kept = new URL(address, location.href);
  kept.searchParams.set("layers", shown);
  return kept.pathname + kept.search.replaceAll("%2C", ",");
}

export function filterInPlace() {
  const frame = document.querySelector(FRAME);
  if (!frame) return;
  const go = (asked) => {
    const address = keepingLayers(asked);
    history.pushState(null, "", address);
    show(frame, address);
  };
  frame.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href") || location.pathname);
  });
  frame.addEventListener("submit", (event) => {
    event.preventDefault();
    go(addressOf(event.target));
  });
  frame.addEventListener("change", (event) => {
    if (event.target.matches("select")) event.target.form.requestSubmit();
  });
  window.addEventListener("popstate", () => show(frame, location.href));
}
