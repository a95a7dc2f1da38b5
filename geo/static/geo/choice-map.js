/**
 * <choice-map>: areas on a map, switched on and off with a click, in step with a <choice-table>.
 *
 * Where there is no map, the picture that the server drew stays, and the table says the same.
 */
import { coloursOf } from "geo/colours.js";
import { addScale, addZoom } from "geo/map-furniture.js";
import { startMap, whenNear } from "geo/map-start.js";
import { firstLabel } from "geo/perimeter-layer.js";
import { wordsOf } from "geo/words.js";

const SOURCE = "choice";
const when = (state, yes, no) => ["case", ["boolean", ["feature-state", state], false], yes, no];

class ChoiceMap extends HTMLElement {
  #map = null;
  #ids = new Map(); // key → number on the map
  #pointed = null;

  async connectedCallback() {
    this.shapes = JSON.parse(document.getElementById(this.dataset.shapes).textContent);
    for (const { id, properties } of this.shapes.features) this.#ids.set(properties.key, id);
    this.table = document.querySelector(`[data-map="${CSS.escape(this.id)}"]`);
    await customElements.whenDefined("choice-table");
    await whenNear(this);
    const started = await startMap(this, wordsOf(this), (map) => this.#dress(map));
    if (!started) return;
    this.#map = started.map;
    addZoom(this, this.#map);
    addScale(this, this.#map);
    this.#listen();
  }

  #dress(map) {
    if (map.getSource(SOURCE)) return;
    const colours = coloursOf(this);
    const under = firstLabel(map);
    map.addSource(SOURCE, { type: "geojson", data: this.shapes, tolerance: 0.2 });
    const fill = { "fill-color": when("chosen", colours.draw, colours.ink3) };
    const opacity = ["+", when("chosen", 0.34, 0.06), when("pointed", 0.18, 0)];
    map.addLayer(
      { id: "choice-fill", type: "fill", source: SOURCE, paint: { ...fill, "fill-opacity": opacity } },
      under,
    );
    const line = {
      "line-color": when("chosen", colours.draw, colours.ink3),
      "line-width": when("pointed", 3, when("chosen", 1.4, 0.5)),
      "line-opacity": when("chosen", 1, 0.6),
    };
    map.addLayer({ id: "choice-line", type: "line", source: SOURCE, paint: line }, under);
    for (const key of this.table.chosen) this.#mark(map, key, { chosen: true });
  }

  #mark(map, key, state) {
    const id = this.#ids.get(key);
    if (id !== undefined) map.setFeatureState({ source: SOURCE, id }, state);
  }

  #listen() {
    const map = this.#map;
    this.table.addEventListener("choice-changed", ({ detail: { keys, isChosen } }) => {
      for (const key of keys) this.#mark(map, key, { chosen: isChosen });
    });
    this.table.addEventListener("choice-pointed", ({ detail: { key } }) => this.#point(key));
    map.on("click", (event) => {
      const key = this.#at(event);
      if (key) this.table.toggle(key);
    });
    map.on("mousemove", (event) => {
      const key = this.#at(event);
      map.getCanvas().style.cursor = key ? "pointer" : "";
      if (key === this.#pointed) return;
      this.#point(key);
      this.table.point(key);
    });
    map.on("mouseout", () => this.#point(null));
  }

  #at({ point }) {
    const [found] = this.#map.queryRenderedFeatures(point, { layers: ["choice-fill"] });
    return found?.properties.key ?? null;
  }

  #point(key) {
    if (this.#pointed) this.#mark(this.#map, this.#pointed, { pointed: false });
    this.#pointed = key;
    if (key) this.#mark(this.#map, key, { pointed: true });
    const plate = this.querySelector("[data-name]");
    plate.hidden = !key;
    if (key) plate.textContent = this.shapes.features[this.#ids.get(key)].properties.name;
  }
}

customElements.define("choice-map", ChoiceMap);
