/**
 * The page “Measured and felt”: what its buttons, links and cells ask for is fetched from the same
 * addresses as without a script and put into the parts of the page, so that the map stays.
 */
import { latest } from "geo/http.js";

const PARTS = "[data-part]";
const NARROW = "(max-width: 899px)";

const fetchPage = latest(async (address, signal) => {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
});

function put(page) {
  const held = document.activeElement?.id;
  for (const part of document.querySelectorAll(PARTS)) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    part.replaceChildren(...fresh.childNodes);
    if (fresh.dataset.cell !== undefined) part.dataset.cell = fresh.dataset.cell;
  }
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

/** The card of the chosen cell is seen, and where there is room its row; nothing moves that is. */
function reveal() {
  const isNarrow = matchMedia(NARROW).matches;
  if (!isNarrow) document.querySelector("#list tr.on")?.scrollIntoView({ block: "nearest" });
  document.getElementById("card")?.scrollIntoView({ block: "nearest" });
}

async function show(address, isCell) {
  const main = document.getElementById("content");
  main.setAttribute("aria-busy", "true");
  let page;
  try {
    page = await fetchPage(address);
  } catch {
    location.assign(address);
    return;
  }
  if (!page) return; // a later question is under way
  put(page);
  main.removeAttribute("aria-busy");
  if (isCell) reveal();
  document.querySelector("crossing-map")?.follow();
}

function go(address, isCell = false) {
  history.pushState(null, "", address);
  show(address, isCell);
}

/** The address that a form asks for, without what it leaves empty. */
function addressOf(form, button) {
  const given = new URLSearchParams(new FormData(form, button));
  for (const [name, value] of [...given]) if (value === "") given.delete(name);
  return `?${given}`.replaceAll("%2C", ",");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in-place]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.getAttribute("href"), link.dataset.to === "card");
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-in-place]")) return;
  event.preventDefault();
  go(addressOf(event.target, event.submitter));
});
document.addEventListener("cell-chosen", ({ detail: cell }) => {
  const address = new URL(location.href);
  address.searchParams.set("cell", cell);
  go(address.search.replaceAll("%2C", ","), true);
});
window.addEventListener("popstate", () => show(location.href));

if (document.querySelector("crossing-map")) import("participation/crossing-map.js");
