/**
 * <choice-table>: rows with a checkbox each, to be found by their words and chosen together.
 *
 * Everything works without it. It tells `choice-changed` {keys, isChosen} for its map, and is
 * told by the map through `toggle` and `point`.
 */
import { language } from "geo/words.js";

/** Letters without accents and capitals. */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether a text holds every word of what was typed. */
export function matches(text, typed) {
  return folded(typed).split(/\s+/).every((word) => text.includes(word));
}

class ChoiceTable extends HTMLElement {
  #rows = new Map(); // key → {row, box, text}

  connectedCallback() {
    for (const row of this.querySelectorAll("tr[data-key]")) {
      const box = row.querySelector("input[type=checkbox]");
      this.#rows.set(row.dataset.key, { row, box, text: folded(row.textContent) });
    }
    this.querySelector("[data-needs-script]").hidden = false;
    this.#listen();
    this.#count();
  }

  #listen() {
    this.addEventListener("change", ({ target }) => {
      if (target.type === "checkbox") this.#changed([target.value], target.checked);
    });
    this.addEventListener("keydown", (event) => this.#step(event));
    for (const [name, isChosen] of [["all", true], ["none", false]]) {
      this.querySelector(`[data-${name}]`).addEventListener("click", () => this.#set(isChosen));
    }
    this.querySelector("[data-only]")?.addEventListener("click", () => this.#setOnlyShown());
    const filter = this.querySelector("[data-filter]");
    filter.addEventListener("input", () => this.#filter(filter.value));
    filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would send the form
    });
    for (const button of this.querySelectorAll("[data-show]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.#show(button.closest("tr").dataset.key));
    }
    const told = (event) => this.#point(event.target.closest("tr[data-key]")?.dataset.key ?? null);
    for (const name of ["mouseover", "focusin", "mouseleave"]) this.addEventListener(name, told);
  }

  get chosen() {
    const kept = ({ box }) => box.checked;
    return new Set([...this.#rows].filter(([, one]) => kept(one)).map(([key]) => key));
  }

  /** From the map: the other way round. */
  toggle(key) {
    const { row, box } = this.#rows.get(key) ?? {};
    if (!box) return;
    box.checked = !box.checked;
    row.scrollIntoView({ block: "nearest" });
    this.#changed([key], box.checked);
  }

  /** From the map: which area the pointer is on. */
  point(key) {
    for (const row of this.querySelectorAll(".is-pointed")) row.classList.remove("is-pointed");
    this.#rows.get(key)?.row.classList.add("is-pointed");
  }

  #point(key) {
    this.point(key);
    this.dispatchEvent(new CustomEvent("choice-pointed", { detail: { key } }));
  }

  #show(key) {
    this.dispatchEvent(new CustomEvent("choice-shown", { detail: { key } }));
  }

  get #shown() {
    return [...this.#rows].filter(([, { row }]) => !row.hidden);
  }

  #set(isChosen) {
    const shown = this.#shown;
    for (const [, { box }] of shown) box.checked = isChosen;
    this.#changed(shown.map(([key]) => key), isChosen);
  }

  #setOnlyShown() {
    const hidden = [...this.#rows].filter(([, { row }]) => row.hidden);
    for (const [, { box }] of hidden) box.checked = false;
    this.#changed(hidden.map(([key]) => key), false);
    this.#set(true);
  }

  #changed(keys, isChosen) {
    this.#count();
    this.dispatchEvent(new CustomEvent("choice-changed", { detail: { keys, isChosen } }));
  }

  #count() {
    const place = this.querySelector("[data-count]");
    const number = new Intl.NumberFormat(language());
    const words = { count: this.chosen.size, all: this.#rows.size };
    place.textContent = place.dataset.words.replace(/\{(\w+)\}/g, (_, name) =>
      number.format(words[name]),
    );
  }

  #filter(typed) {
    for (const { row, text } of this.#rows.values()) row.hidden = !matches(text, typed.trim());
    for (const group of this.querySelectorAll("tbody")) {
      group.hidden = !group.querySelector("tr[data-key]:not([hidden])");
    }
    this.querySelector("[data-nothing]").hidden = this.#shown.length > 0;
  }

  /** Arrows walk over the boxes: several hundred of them are a long way with Tab. */
  #step(event) {
    const ways = { ArrowDown: 1, ArrowUp: -1 };
    if (!(event.key in ways) || event.target.type !== "checkbox") return;
    event.preventDefault();
    const boxes = this.#shown.map(([, { box }]) => box);
    boxes[boxes.indexOf(event.target) + ways[event.key]]?.focus();
  }
}

if (globalThis.customElements) customElements.define("choice-table", ChoiceTable);
