/**
 * <crossing-map>: the cells of a crossing on the map, in the way to look and with the filters that
 * the address asks for. Each cell is also a row of the table: the map adds nothing to what it says.
 */
import { coloursOf } from "geo/colours.js";
import { getJson } from "geo/http.js";
import { addScale, addZoom } from "geo/map-furniture.js";
import { metresPerPixel } from "geo/map-scale.js";
import { moveTo, startMap, whenNear } from "geo/map-start.js";
import { addPerimeter, firstLabel, loadPerimeter } from "geo/perimeter-layer.js";
import { wordsOf } from "geo/words.js";
import { addCells, addLabels, paintCells, provideHatch } from "participation/crossing-layers.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const LEAST_LABEL_PX = 34; // width of a cell from which on it bears its letters

/** What the address asks for: the way to look, the classes and statuses that are let through. */
export function askedOf(search) {
  const query = new URLSearchParams(search);
  const list = (name) => (query.get(name) ?? "").split(",").filter(Boolean);
  return { show: query.get("show") || "crossed", classes: list("class"), statuses: list("status") };
}

/** The zoom at which a cell with edges of `edge` metres is as wide as its letters need. */
export function labelZoom(edge, latitude) {
  return Math.log2((metresPerPixel(latitude, 0) * LEAST_LABEL_PX) / (2 * edge));
}

class CrossingMap extends HTMLElement {
  #map = null;
  #cells = EMPTY;
  #colours = {};
  #shown = ""; // the cell whose card was shown last

  async connectedCallback() {
    this.#colours = JSON.parse(document.getElementById("crossing-colours").textContent);
    await whenNear(this);
    const read = getJson(this.dataset.cells).catch(() => EMPTY);
    const perimeter = this.dataset.perimeter ? loadPerimeter(this.dataset.perimeter) : null;
    const started = await startMap(this, wordsOf(this), async (map) => {
      this.#cells = await read;
      this.#dress(map, await perimeter);
    });
    if (!started) return;
    this.#map = started.map;
    provideHatch(this.#map, () => this.#tokens());
    this.#map.once("idle", () => (this.dataset.drawn = "")); // the server's picture goes
    addZoom(this, this.#map);
    addScale(this, this.#map);
    this.#listen();
  }

  get map() {
    return this.#map;
  }

  #tokens() {
    const style = getComputedStyle(this);
    const token = (name) => style.getPropertyValue(name).trim();
    return {
      ...coloursOf(this),
      land: token("--m-land"),
      text: token("--m-text"),
      text2: token("--m-text-2"),
      edge: token("--bv-edge"),
    };
  }

  #dress(map, perimeter) {
    if (!map.style || map.getSource("cells")) return;
    const tokens = this.#tokens();
    const under = firstLabel(map);
    map.addSource("cells", { type: "geojson", data: this.#cells, tolerance: 0.1 });
    map.addSource("middles", { type: "geojson", data: this.#middles() });
    addCells(map, tokens, under);
    if (perimeter?.polygons.length) addPerimeter(map, perimeter, tokens);
    const latitude = map.getCenter().lat;
    addLabels(map, labelZoom(Number(this.dataset.edge), latitude));
    this.#comeNear(map);
    this.follow(map);
  }

  /** Near enough, once, to read the letters on the cells: a phone shows fewer of them. */
  #comeNear(map) {
    if (this.dataset.near !== undefined) return;
    this.dataset.near = "";
    const zoom = labelZoom(Number(this.dataset.edge), map.getCenter().lat);
    if (map.getZoom() < zoom) map.jumpTo({ zoom: zoom + 0.02 });
  }

  /** Goes to the cell whose card is shown, where it is not in view. */
  #comeTo(map, chosen) {
    const cell = this.#cells.features.find(({ properties }) => properties.cell === chosen);
    const center = cell?.properties.middle;
    if (center && !map.getBounds().contains(center)) moveTo(map, { center });
  }

  #middles() {
    const features = this.#cells.features.map(({ properties }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: properties.middle },
    }));
    return { type: "FeatureCollection", features };
  }

  /** Paints what the address asks for now, and the edge of the cell whose card is shown. */
  follow(map = this.#map) {
    if (!map?.getSource("cells")) return;
    const chosen = document.getElementById("card")?.dataset.cell ?? "";
    paintCells(map, askedOf(location.search), this.#colours, this.#tokens(), chosen);
    if (chosen !== this.#shown) this.#comeTo(map, chosen);
    this.#shown = chosen;
  }

  #listen() {
    const map = this.#map;
    const at = ({ point }) => map.queryRenderedFeatures(point, { layers: ["cells"] })[0];
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = map.getLayer("cells") && at(event) ? "pointer" : "";
    });
    map.on("click", (event) => {
      const cell = map.getLayer("cells") && at(event);
      if (!cell) return;
      const detail = cell.properties.cell;
      this.dispatchEvent(new CustomEvent("cell-chosen", { bubbles: true, detail }));
    });
  }
}

customElements.define("crossing-map", CrossingMap);
