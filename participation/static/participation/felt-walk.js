/**
 * <felt-walk>: one tap rates the place where one stands; thirty stops in a row, with a network or
 * without. Markup: participation/templates/participation/perception/walk.html, which is a form
 * for who has no script.
 */
import { fill, fillCount, language } from "geo/words.js";
import { deviceStorage } from "participation/draft.js";
import { dress } from "participation/take-part.js";
import { followPosition } from "participation/walk-position.js";
import { lastOf, nextOf, stopsIn } from "participation/walk-stops.js";

async function postTo(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const retryAfterS = Number(response.headers.get("Retry-After")) || 0;
  return { status: response.status, body: await response.json().catch(() => ({})), retryAfterS };
}

function hourOf(instant) {
  return new Date(instant).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
}

class FeltWalk extends HTMLElement {
  #words = {};
  #stops = null;
  #position = null;
  #byHand = null; // [longitude, latitude] of a place that was chosen
  #refused = new Set(); // ids of which it was said

  connectedCallback() {
    const { key, url } = this.dataset;
    this.#words = { ...this.#part("walk-words").dataset }; // the map in it has words of its own
    this.#stops = stopsIn(deviceStorage(), key, { url, post: postTo, changed: () => this.#show() });
    this.#position = followPosition((told) => this.#tell(told));
    this.#part("gps").hidden = false;
    this.#part("fix").textContent = this.#words.start;
    this.#part("locate").addEventListener("click", () => this.#locate());
    this.#part("keys").addEventListener("click", (event) => this.#press(event));
    this.#part("undo").querySelector("button").addEventListener("click", () => this.#undo());
    this.#part("clear").addEventListener("click", () => this.#stops.clear());
    this.#dressPlace();
    window.addEventListener("online", () => this.#stops.send());
    this.#show();
    this.#stops.send();
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  /* Where */

  /** The map and its code come when somebody opens them. */
  #dressPlace() {
    const box = this.#part("by-hand");
    const form = this.querySelector("form");
    let isDressed = false;
    const open = () => {
      if (!box.open || isDressed) return;
      isDressed = true;
      dress(form);
    };
    box.addEventListener("toggle", open);
    open();
    form.addEventListener("submit", (event) => {
      const isSearch = event.submitter?.name === "go" && form.elements.place_words.value;
      if (!isSearch) event.preventDefault(); // Enter in another field
    });
    form.addEventListener("verdict", ({ detail: { state, verdict } }) => {
      if (state === "answer") this.#choose(verdict.may_send ? verdict.kept.coordinates : null);
      if (state === "none") this.#choose(null);
    });
    // Without a network there is no verdict; the point itself is enough, it is judged when sent.
    form.addEventListener("drawing-changed", ({ detail: { geometry } }) => {
      this.#choose(geometry?.type === "Point" ? geometry.coordinates : null);
    });
  }

  #choose(coordinates) {
    this.#byHand = coordinates;
    if (coordinates) this.#sayPlace(this.#words.byHand, "ok");
  }

  #locate() {
    this.#byHand = null;
    this.#part("locate").classList.replace("btn-primary", "btn-secondary"); // the keys are next
    this.#position.start();
  }

  #tell(told) {
    if (this.#byHand) return;
    if (typeof told === "string") this.#sayPlace(this.#words[told], told);
    else this.#sayFix(told);
  }

  #isVague(fix) {
    return fix.accuracy > Number(this.dataset.leastAccurate);
  }

  #sayFix({ accuracy }) {
    const isVague = this.#isVague({ accuracy });
    const values = { metres: accuracy.toLocaleString(language()), least: this.dataset.leastAccurate };
    const words = fill(isVague ? this.#words.vague : this.#words.found, values);
    this.#sayPlace(words, isVague ? "warn" : "ok");
  }

  #sayPlace(words, look) {
    const line = this.#part("fix");
    line.dataset.look = look;
    if (line.textContent !== words) line.textContent = words;
  }

  async #placeNow() {
    if (this.#byHand) {
      const [lon, lat] = this.#byHand;
      return { lon, lat, accuracy: null };
    }
    const fix = await this.#position.now();
    return fix && !this.#isVague(fix) ? fix : null;
  }

  /* What */

  async #press(event) {
    const key = event.target.closest("[data-value]");
    if (!key) return;
    event.preventDefault();
    if (key.getAttribute("aria-busy") === "true") return; // a second tap of the same finger
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), 800);
    const place = await this.#placeNow();
    if (!place) {
      this.#say(this.#words.noPlace, "warn");
      return;
    }
    this.#keep(Number(key.dataset.value), place);
  }

  #keep(value, { lon, lat, accuracy }) {
    const { question, most } = this.dataset;
    const id = crypto.randomUUID();
    const at = new Date().toISOString();
    this.#stops.add({ id, question, value, most, at, lon, lat, accuracy });
    const number = this.#stops.all().filter((stop) => stop.state !== "undoing").length;
    this.#say(fill(this.#words.kept, { number, value, most }), "ok");
  }

  #undo() {
    this.#stops.undo();
    this.#say(this.#words.undone, "ok");
  }

  #say(words, look) {
    const line = this.#part("said");
    line.dataset.look = look;
    line.textContent = "";
    line.textContent = words;
  }

  /* This walk */

  #show() {
    const stops = this.#stops?.all() ?? [];
    this.#sayRefused(stops);
    const last = lastOf(stops);
    const held = document.activeElement;
    this.#part("stops").hidden = stops.length === 0;
    this.#part("undo").hidden = !last;
    this.#part("undo-words").textContent = fill(this.#words.undo, { value: last?.value });
    if (!last && this.#part("undo").contains(held)) this.#part("keys").focus();
    this.#part("list").replaceChildren(...stops.map((stop) => this.#row(stop)).reverse());
    this.#part("count").textContent = this.#countWords(stops);
    this.#part("clear").hidden = stops.length === 0 || Boolean(nextOf(stops));
  }

  /** What was kept on the device and then not taken is said where that was said. */
  #sayRefused(stops) {
    for (const { id, state, said } of stops) {
      if (state !== "refused" || this.#refused.has(id)) continue;
      this.#refused.add(id);
      this.#say(said || this.#words.trouble, "warn");
    }
  }

  #countWords(stops) {
    const { countOne, countOther, leftOne, leftOther } = this.#words;
    const left = stops.filter((stop) => stop.state === "waiting").length;
    const all = fillCount(countOne, countOther, stops.length, language());
    return left ? `${all}, ${fillCount(leftOne, leftOther, left, language())}` : all;
  }

  #row(stop) {
    const row = document.createElement("li");
    const words = { sent: "sent", held: "held", waiting: "waiting", undoing: "undoing" };
    const value = document.createElement("b");
    value.textContent = fill(this.#words.row, { value: stop.value, most: stop.most });
    const state = document.createElement("span");
    state.className = "mut";
    state.textContent = stop.said || this.#words[words[stop.state] ?? "trouble"];
    const hour = document.createElement("span");
    hour.className = "tnum mut";
    hour.textContent = hourOf(stop.at);
    row.dataset.state = stop.state;
    row.append(hour, value, state);
    return row;
  }
}

customElements.define("felt-walk", FeltWalk);
