/**
 * <place-search>: a search field for places, as a combobox (ARIA 1.2, list with manual choice).
 *
 * Holds an input and what geo/places/_search.html brings; data-places is the address to ask.
 * Dispatches `place-chosen` {the place as the address tells it}. Without it, the field is a
 * plain one, and its button searches on the server.
 */
import { afterPause, getJson, latest } from "geo/http.js";
import { fill, fillCount, language, wordsOf } from "geo/words.js";

const LEAST = 2; // letters
const LEAST_OF_SERVICE = 3;
const PAUSE_MS = 180;

function nameOf({ host, attribution }) {
  return `${host} (${attribution})`;
}

class PlaceSearch extends HTMLElement {
  #places = [];
  #active = -1;
  #asked = "";
  #ask = latest((words, service, signal) => getJson(this.#address(words, service), signal));
  #askSoon = afterPause(() => this.#search(), PAUSE_MS);

  connectedCallback() {
    this.words = wordsOf(this);
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.voice = this.querySelector("[data-found]");
    this.service = this.querySelector("[data-service]");
    this.#button?.addEventListener("click", () => {
      this.input.focus(); // the button goes when there is an answer
      this.#askSoon.cancel();
      this.#search("service");
    });
    this.list.id ||= `${this.input.id}-places`;
    const { input } = this;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // The field keeps the focus while a finger or a mouse chooses.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose([...this.list.children].indexOf(option));
    });
  }

  #address(words, service) {
    const address = new URL(this.dataset.places, location.href);
    address.searchParams.set("q", words);
    if (service) address.searchParams.set("ask", "service");
    return address;
  }

  get #button() {
    return this.service?.querySelector("[data-ask-service]");
  }

  get #isOpen() {
    return !this.list.hidden;
  }

  #typed() {
    this.#point(-1);
    if (this.input.value.trim().length < LEAST) {
      this.#askSoon.cancel();
      this.#asked = "";
      this.#show([]);
      this.#say("");
      this.#offerService();
    } else this.#askSoon();
  }

  async #search(service = "") {
    const words = this.input.value.trim();
    if (words.length < LEAST) return;
    if (words === this.#asked && this.#places.length) {
      this.#open();
      return;
    }
    this.#asked = words;
    let answer;
    try {
      answer = await this.#ask(words, service);
    } catch {
      this.#asked = "";
      this.#show([]);
      this.#say(this.words.trouble, true);
      return;
    }
    if (!answer || words !== this.input.value.trim()) return; // a later question is under way
    this.#show(answer.places);
    const { foundOne, foundOther, none } = this.words;
    const count = answer.places.length;
    const said = this.#offerService(count, words, answer.service);
    const found = count ? fillCount(foundOne, foundOther, count, language()) : none;
    this.#say(`${found} ${said}`.trim(), !count && !said);
  }

  /** The button where nothing was found; once asked, whose answer it is. Returns what is said. */
  #offerService(count = 1, words = "", asked = null) {
    if (!this.service) return "";
    const said = this.service.querySelector("[data-service-said]");
    this.#button.hidden = count > 0 || Boolean(asked) || words.length < LEAST_OF_SERVICE;
    const about = asked && (asked.answers ? nameOf(asked) : said.dataset.silent);
    said.textContent = asked?.answers && !count ? `${this.words.none} ${about}` : (about ?? "");
    said.hidden = !asked;
    return about ?? "";
  }

  /** What was found is heard, and seen in the list; what was not is heard and seen here. */
  #say(sentence, isSeen = false) {
    this.voice.classList.toggle("vh", !isSeen);
    if (this.voice.textContent !== sentence) this.voice.textContent = sentence;
    else if (sentence) {
      this.voice.textContent = ""; // the same answer to a second question is heard again
      requestAnimationFrame(() => (this.voice.textContent ||= sentence));
    }
  }

  #show(places) {
    this.#places = places;
    this.list.replaceChildren(...places.map((place, at) => this.#option(place, at)));
    if (places.length && document.activeElement === this.input) this.#open();
    else this.#close();
  }

  #option(place, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = place.also ? `${place.name} (${place.also})` : place.name;
    const context = document.createElement("small");
    const parts = [place.kind_label, place.commune, place.inside ? "" : this.words.outside];
    context.textContent = parts.filter(Boolean).join(", ");
    option.append(name, " ", context);
    return option;
  }

  #open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#point(-1);
  }

  #point(at) {
    this.#active = at;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
    });
    const option = this.list.children[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = {
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#enter(),
      Escape: () => this.#escape(),
    }[event.key];
    if (act && act() !== false) event.preventDefault();
  }

  #step(by) {
    const count = this.#places.length;
    if (!this.#isOpen) {
      if (count) this.#open();
      else this.#search();
    }
    if (!count) return;
    const from = this.#active < 0 && by < 0 ? 0 : this.#active;
    this.#point((from + by + count) % count);
  }

  /** Takes the marked place; where none is marked yet, marks the first. Never sends the form. */
  #enter() {
    if (this.#isOpen && this.#active >= 0) this.#choose(this.#active);
    else if (this.#places.length && this.#asked === this.input.value.trim()) this.#step(1);
    else this.#search();
  }

  #escape() {
    if (this.#isOpen) this.#close();
    else if (this.input.value) {
      this.input.value = "";
      this.#typed();
    } else return false;
    return true;
  }

  #choose(at) {
    const place = this.#places[at];
    if (!place) return;
    this.input.value = place.name;
    this.#asked = place.name;
    this.#places = [];
    this.#close();
    this.list.replaceChildren();
    this.#say(fill(this.words.chosen, { name: place.name }));
    this.dispatchEvent(new CustomEvent("place-chosen", { bubbles: true, detail: place }));
  }
}

customElements.define("place-search", PlaceSearch);
