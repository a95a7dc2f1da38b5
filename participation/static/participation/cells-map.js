/**
 * <cells-map>: the cells of a carto-party on the map, each a way to its page; or one cell with the
 * objects that are known in it. The picture that the server drew stays until it is there.
 */
import { colourAndOpacity, coloursOf } from "geo/colours.js";
import { getJson } from "geo/http.js";
import { addPosition, addScale, addZoom, speaker } from "geo/map-furniture.js";
import { startMap, whenNear } from "geo/map-start.js";
import { firstLabel } from "geo/perimeter-layer.js";
import { wordsOf } from "geo/words.js";
import { provideCellImages, signSizes } from "participation/cell-images.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const TOKENS = {
  free: ["--pl-ink-2", "--pl-surface", 0.5],
  taken: ["--pl-info", "--pl-info-soft", 0.82],
  done: ["--pl-accent", "--pl-accent-soft", 0.85],
  checked: ["--pl-ok", "--pl-ok-soft", 0.9],
  to_redo: ["--pl-danger", "--pl-danger-soft", 0.9],
  impossible: ["--pl-warn", "--pl-warn-soft", 0.9],
};

function jsonOf(id) {
  const script = document.getElementById(id ?? "");
  return script ? JSON.parse(script.textContent) : null;
}

/** One value per state, chosen by the map from the property "state". */
const byState = (values) => [
  "match",
  ["get", "state"],
  ...Object.entries(values).flat(),
  Object.values(values)[0],
];

class CellsMap extends HTMLElement {
  #map = null;
  #cells = EMPTY;

  async connectedCallback() {
    this.say = speaker(this);
    await whenNear(this);
    const read = getJson(this.dataset.cells).catch(() => EMPTY);
    const started = await startMap(this, wordsOf(this), async (map) => {
      this.#cells = await read;
      this.#dress(map);
    });
    if (!started) return;
    this.#map = started.map;
    this.#map.once("idle", () => (this.dataset.drawn = "")); // the server's picture goes
    provideCellImages(this.#map, () => this.#colours());
    addZoom(this, this.#map);
    addScale(this, this.#map);
    addPosition(this, this.#map, { say: this.say, words: wordsOf(this) });
    this.#listen();
    this.#follow();
  }

  get map() {
    return this.#map;
  }

  #colours() {
    const style = getComputedStyle(this);
    const token = (name) => style.getPropertyValue(name).trim();
    const states = Object.entries(TOKENS).map(([state, [name]]) => [state, token(name)]);
    return { ...coloursOf(this), ...Object.fromEntries(states) };
  }

  #paints() {
    const style = getComputedStyle(this);
    const token = (name) => style.getPropertyValue(name).trim();
    const of = (read) =>
      byState(Object.fromEntries(Object.entries(TOKENS).map(([state, value]) => [state, read(value)])));
    return {
      fill: of(([, soft]) => token(soft)),
      opacity: of(([, , opacity]) => opacity),
      line: of(([line]) => token(line)),
    };
  }

  #dress(map) {
    if (!map.style || map.getSource("cells")) return;
    map.addSource("cells", { type: "geojson", data: this.#data(), tolerance: 0.1 });
    map.addSource("middles", { type: "geojson", data: this.#middles() });
    if (this.dataset.chosen) this.#dressOne(map);
    else this.#dressAll(map);
  }

  #dressAll(map) {
    const paints = this.#paints();
    const under = firstLabel(map);
    const fill = { "fill-color": paints.fill, "fill-opacity": paints.opacity };
    map.addLayer({ id: "cells", type: "fill", source: "cells", paint: fill }, under);
    const line = { "line-color": paints.line, "line-width": 1.3 };
    map.addLayer({ id: "cells-line", type: "line", source: "cells", paint: line }, under);
    map.addLayer({
      id: "cells-sign",
      type: "symbol",
      source: "middles",
      layout: {
        "icon-image": ["concat", "cell/", ["get", "code"], "/", ["get", "state"]],
        "icon-size": ["interpolate", ["linear"], ["zoom"], ...signSizes(Number(this.dataset.side))],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    });
  }

  #dressOne(map) {
    const chosen = this.dataset.chosen;
    const others = ["!=", ["get", "code"], chosen];
    const under = firstLabel(map);
    const { colour: grey, opacity } = colourAndOpacity(coloursOf(this).mask);
    const veil = { "fill-color": grey, "fill-opacity": opacity };
    map.addLayer({ id: "others", type: "fill", source: "cells", filter: others, paint: veil }, under);
    for (const [id, colour, width] of [
      ["halo", "#ffffff", 7],
      ["edge", "#16202b", 3],
    ]) {
      const paint = { "line-color": colour, "line-width": width };
      const filter = ["==", ["get", "code"], chosen];
      map.addLayer({ id: `cell-${id}`, type: "line", source: "cells", filter, paint });
    }
    map.addSource("objects", { type: "geojson", data: this.#objects() });
    map.addLayer({
      id: "objects",
      type: "symbol",
      source: "objects",
      layout: {
        "icon-image": ["concat", "number/", ["to-string", ["get", "number"]]],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["-", 0, ["get", "number"]],
      },
    });
  }

  #objects() {
    const features = (jsonOf(this.dataset.objects) ?? []).map(({ number, place }) => ({
      type: "Feature",
      properties: { number },
      geometry: { type: "Point", coordinates: place },
    }));
    return { type: "FeatureCollection", features };
  }

  /** The cells with their states as the page says them now. */
  #data() {
    const states = jsonOf("cell-states") ?? {};
    const features = this.#cells.features.map((cell) => {
      const state = states[cell.properties.code] ?? cell.properties.state;
      return { ...cell, properties: { ...cell.properties, state } };
    });
    return { type: "FeatureCollection", features };
  }

  #middles() {
    const features = this.#data().features.map(({ properties }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: properties.middle },
    }));
    return { type: "FeatureCollection", features };
  }

  #listen() {
    const map = this.#map;
    const at = ({ point }) => {
      const layers = ["cells", "others"].filter((id) => map.getLayer(id));
      return layers.length ? map.queryRenderedFeatures(point, { layers })[0] : null;
    };
    map.on("mousemove", (event) => (map.getCanvas().style.cursor = at(event) ? "pointer" : ""));
    map.on("click", (event) => {
      const cell = at(event);
      if (cell) location.assign(this.dataset.address.replace(/0\/$/, `${cell.properties.code}/`));
    });
  }

  /** Repaints when the live part of the page has come anew. */
  #follow() {
    const live = document.getElementById(this.dataset.live ?? "");
    if (!live) return;
    new MutationObserver(() => {
      this.#map.getSource("cells")?.setData(this.#data());
      this.#map.getSource("middles")?.setData(this.#middles());
    }).observe(live, { childList: true });
  }
}

customElements.define("cells-map", CellsMap);
