/**
 * <choice-map>: areas on a map, switched on and off with a click, in step with a <choice-table>.
 *
 * Where there is no map, the picture that the server drew stays, and the table says the same.
 */
import { coloursOf } from "geo/colours.js";
import { addScale, addZoom } from "geo/map-furniture.js";
import { fitTo, startMap, whenNear } from "geo/map-start.js";
import { addPerimeter, firstLabel, loadPerimeter } from "geo/perimeter-layer.js";
import { wordsOf } from "geo/words.js";

const SOURCE = "choice";
const when = (state, yes, no) => ["case", ["boolean", ["feature-state", state], false], yes, no];

const jsonOf = (id) => JSON.parse(document.getElementById(id).textContent);

/** west, south, east, north of the rings of a multipolygon. */
export function boundsOf(coordinates) {
  const places = coordinates.flat(2);
  const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

class ChoiceMap extends HTMLElement {
  #map = null;
  #ids = new Map(); // key → number on the map
  #pointed = null;

  async connectedCallback() {
    this.shapes = jsonOf(this.dataset.shapes);
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

  get map() {
    return this.#map;
  }

  #dress(map) {
    if (map.getSource(SOURCE)) return;
    const colours = coloursOf(this);
    const under = firstLabel(map);
    this.#dressAround(map, colours, under);
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

  /** What cannot be chosen: the perimeter as it is, what several areas claim. */
  #dressAround(map, colours, under) {
    if (this.dataset.perimeter) {
      loadPerimeter(this.dataset.perimeter).then((perimeter) => {
        if (perimeter.polygons.length && !map.getSource("perimeter"))
          addPerimeter(map, perimeter, colours);
      });
    }
    if (!this.dataset.shared) return;
    map.addSource("shared", { type: "geojson", data: jsonOf(this.dataset.shared) });
    const paint = { "line-color": colours.cut, "line-width": 1.2, "line-dasharray": [3, 2] };
    map.addLayer({ id: "shared", type: "line", source: "shared", paint }, under);
  }

  #mark(map, key, state) {
    const id = this.#ids.get(key);
    // before the style is there the table may already speak: it is asked again when it is
    if (id !== undefined && map.getSource(SOURCE)) map.setFeatureState({ source: SOURCE, id }, state);
  }

  #listen() {
    const map = this.#map;
    this.table.addEventListener("choice-changed", ({ detail: { keys, isChosen } }) => {
      for (const key of keys) this.#mark(map, key, { chosen: isChosen });
    });
    this.table.addEventListener("choice-pointed", ({ detail: { key } }) => this.#point(key));
    this.table.addEventListener("choice-shown", ({ detail: { key } }) => {
      const { coordinates } = this.shapes.features[this.#ids.get(key)].geometry;
      fitTo(map, boundsOf(coordinates), { maxZoom: 15 });
      this.#point(key);
    });
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
    const { x, y } = point; // a gap may be thinner than a finger
    const near = [
      [x - 3, y - 3],
      [x + 3, y + 3],
    ];
    const layers = ["choice-fill"].filter((id) => this.#map.getLayer(id));
    const asked = (place) => this.#map.queryRenderedFeatures(place, { layers })[0];
    const found = asked(point) ?? asked(near);
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

if (globalThis.customElements) customElements.define("choice-map", ChoiceMap);
