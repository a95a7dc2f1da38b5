/** The card of a contribution on the map: focus goes in, Esc closes, focus goes back. */
import { fillCount, language } from "geo/words.js";
import { themeSvg } from "geo/map-furniture.js";
import { objectSvg } from "geo/object-mark.js";

function fillCard(card, place, words, address) {
  const set = (name, text) => {
    const part = card.querySelector(`[data-card="${name}"]`);
    if (!part) return null;
    part.textContent = text ?? "";
    part.hidden = !text;
    return part;
  };
  const theme = set("theme", place.themeTitle);
  if (place.themeTitle) theme?.prepend(themeSvg(place, 22));
  const link = set("title", place.title);
  link.href = address(place.id);
  set("kind", words[`kind${(place.kind ?? "").replace(/^./, (c) => c.toUpperCase())}`]);
  const count = Number(place.comments ?? 0);
  const { commentOne, commentOther } = words;
  set("comments", count ? fillCount(commentOne, commentOther, count, language()) : "");
}

/** Several at the very same place: the card lists them. */
function fillMembers(card, { label, members }, address) {
  card.querySelector('[data-card="title"]').replaceWith(label);
  for (const name of ["theme", "kind", "comments"]) {
    card.querySelector(`[data-card="${name}"]`).hidden = true;
  }
  const list = card.querySelector('[data-card="members"]');
  list.hidden = false;
  for (const member of members) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address(member.id);
    link.textContent = member.title;
    item.append(themeSvg(member, 20), link);
    list.append(item);
  }
}

/** An object of a layer: its kind, its name, and its tags once they are there. */
function fillObject(card, { look, kindTitle, title, address, page }) {
  const part = (name) => card.querySelector(`[data-card="${name}"]`);
  part("theme").replaceChildren(objectSvg(look ?? {}, 22), kindTitle);
  part("title").textContent = title;
  part("title").href = address;
  part("kind").hidden = part("comments").hidden = true;
  part("body").hidden = false;
  part("body").setAttribute("aria-busy", "true");
  page.then((told) => {
    if (told.title) part("title").textContent = told.title;
    part("body").replaceChildren(...told.nodes);
    part("body").removeAttribute("aria-busy");
  });
}

/** `words` of the template, `addressOf(id)`; returns {open(place), close()}. */
export function cardOf(element, maplibre, map, words, addressOf) {
  const model = element.querySelector("template[data-card-model]");
  let popup = null;
  let before = null;

  function close(andReturn = true) {
    if (!popup) return;
    const closing = popup;
    popup = null;
    closing.remove();
    if (andReturn) before?.focus({ preventScroll: true });
    element.dispatchEvent(new CustomEvent("card-closed"));
  }

  function open(place) {
    before = popup ? before : document.activeElement;
    close(false);
    const card = model.content.firstElementChild.cloneNode(true);
    if (place.page) fillObject(card, place);
    else if (place.members) fillMembers(card, place, addressOf);
    else fillCard(card, place, words, addressOf);
    card.querySelector("[data-close]").addEventListener("click", () => close());
    card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    popup = new maplibre.Popup({
      closeButton: false,
      closeOnClick: false,
      focusAfterOpen: false,
      maxWidth: "320px",
      offset: 30,
      className: "map-card-holder",
    });
    popup.setLngLat(place.place).setDOMContent(card).addTo(map);
    card.focus({ preventScroll: true });
  }

  return { open, close, isOpen: () => popup !== null };
}
