/**
 * <map-view>: the map beside the list, or a still map of one drawing.
 *
 * The page works without it; it starts once the page is readable and the element is near.
 * Attributes and children: geo/templates/geo/map/_view.html and docs of the same folder.
 */
import { aboutAsking, addAboutShape, showAboutShape, showCredit } from "geo/about-shape.js";
import { coloursOf, currentScheme } from "geo/colours.js";
import { clusterLabel, countsOf } from "geo/cluster-symbols.js";
import {
  addContributions,
  addHighlight,
  addPins,
  CLICKABLE,
  mapFilters,
  showHighlight,
  tilesAddress,
} from "geo/contributions-layer.js";
import { addStillDrawing } from "geo/drawing-layer.js";
import { followRows, hoverRow, markRow, placeOf, revealRow } from "geo/list-link.js";
import { cardOf } from "geo/map-card.js";
import {
  addDisclosure,
  addPosition,
  addScale,
  addZoom,
  fillLegend,
  speaker,
} from "geo/map-furniture.js";
import { addPlaces, pinsInView } from "geo/map-places.js";
import { isObject, objectLayers, objectPoints } from "geo/object-layers.js";
import { fitTo, moveTo, startMap, whenNear } from "geo/map-start.js";
import {
  addPerimeter,
  addPerimeterName,
  firstLabel,
  followPerimeterName,
  loadPerimeter,
} from "geo/perimeter-layer.js";
import { provideImages } from "geo/symbol-images.js";
import { language, wordsOf } from "geo/words.js";

const NIL = "00000000-0000-0000-0000-000000000000";

function jsonOf(id) {
  const script = document.getElementById(id ?? "");
  return script ? JSON.parse(script.textContent) : null;
}

class MapView extends HTMLElement {
  #map = null; // MapLibre's, once it runs
  #card = null;
  #hovered = null;
  #chosen = null;
  #polygons = [];
  #tiles = "";
  #about = null; // what the chosen contribution is about, from its layer
  #askAbout = aboutAsking((object) => this.#tellAbout(object));

  async connectedCallback() {
    this.words = wordsOf(this);
    this.themes = jsonOf(this.dataset.themes) ?? [];
    const drawing = jsonOf(this.dataset.drawing);
    this.drawing = drawing && { ...drawing, place: drawing.anchor };
    this.objects = objectLayers(this, jsonOf(this.dataset.layers) ?? [], this.words);
    this.say = speaker(this);
    fillLegend(this, this.themes);
    addDisclosure(this, "legend");
    await whenNear(this);
    await this.#start();
  }

  get map() {
    return this.#map;
  }

  async #start() {
    const perimeter = this.dataset.perimeter
      ? loadPerimeter(this.dataset.perimeter)
      : Promise.resolve({ id: null, polygons: [] });
    this.#tiles = this.#tilesNow();
    const started = await startMap(this, this.words, (map) => this.#dress(map, perimeter));
    if (!started) return;
    this.#map = started.map;
    provideImages(this.#map, () => this.#context());
    addZoom(this, this.#map);
    addScale(this, this.#map);
    addPosition(this, this.#map, { say: this.say, words: this.words });
    const name = this.dataset.perimeterName ?? "";
    followPerimeterName(this.#map, () => this.#polygons, name, () => pinsInView(this.#map));
    if (this.dataset.tiles) this.#listen(started.maplibre);
    if (this.dataset.object) this.#askAbout(this.dataset.object);
  }

  #tellAbout(object) {
    this.#about = object;
    if (this.#map) showAboutShape(this.#map, object);
    showCredit(this, object?.attribution ?? "");
  }

  #context() {
    return {
      colours: coloursOf(this),
      scheme: currentScheme(),
      themes: this.themes,
      language: language(),
    };
  }

  /** Adds our layers to the basemap; run again when the theme changes. */
  async #dress(map, perimeter) {
    const known = await perimeter;
    this.#polygons = known.polygons;
    if (!map.style || map.getSource("outside")) return;
    const colours = coloursOf(this);
    const under = firstLabel(map);
    if (this.#polygons.length) addPerimeter(map, known, colours);
    if (this.#tiles) addContributions(map, this.#tiles, this.themes, colours, under);
    this.objects.dress(map, colours, under);
    if (this.#polygons.length) addPerimeterName(map, this.dataset.perimeterName ?? "", colours);
    addAboutShape(map, colours, under);
    showAboutShape(map, this.#about);
    if (this.drawing) addStillDrawing(map, this.drawing, colours, under);
    if (this.#tiles) addPins(map, this.themes);
    addHighlight(map);
    this.#showHighlight();
  }

  #showHighlight() {
    if (!this.#map) return;
    const chosen = this.#chosen ?? this.drawing;
    showHighlight(this.#map, { hovered: this.#hovered, chosen });
  }

  get #list() {
    return document.getElementById(this.dataset.list ?? "");
  }

  #tilesNow() {
    if (!this.dataset.tiles) return "";
    const [path, own = ""] = this.dataset.tiles.split("?");
    const frame = document.querySelector("[data-filters]");
    const given = frame ? frame.dataset.filters : own || location.search;
    return tilesAddress(path, mapFilters(given), location.origin);
  }

  /** After a change of filters: other tiles, the same view. */
  #refresh() {
    const tiles = this.#tilesNow();
    if (tiles !== this.#tiles) {
      this.#tiles = tiles;
      this.#map.getSource("contributions")?.setTiles([tiles]);
      this.#card.close(false);
    }
    if (this.#chosen && this.#list) markRow(this.#list, this.#chosen.id);
  }

  #listen(maplibre) {
    const map = this.#map;
    const { words, themes } = this;
    this.#card = cardOf(this, maplibre, map, words, (id) =>
      (this.dataset.contributionUrl ?? "").replace(NIL, id),
    );
    this.addEventListener("card-closed", () => this.#choose(null));
    map.on("click", (event) => this.#click(event));
    map.on("mousemove", (event) => this.#point(event));
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#card.isOpen()) this.#card.close();
    });
    addPlaces(this, map, {
      themes,
      words,
      nameOfObject: this.objects.nameOf,
      hover: (feature) => this.#hover(feature && this.#placeOfFeature(feature)),
      choose: (feature) => this.#open(feature),
    });
    if (!this.#list) return;
    const frame = this.#list.closest("[data-scroll-frame]") ?? this.#list.parentElement;
    followRows(frame, (place) => this.#hover(place));
    new MutationObserver(() => this.#refresh()).observe(frame, { childList: true, subtree: true });
  }

  #at(event) {
    const ours = ["highlight", ...CLICKABLE].filter((id) => this.#map.getLayer(id));
    const layers = [...ours, ...objectPoints(this.#map)];
    const { x, y } = event.point;
    const near = [
      [x - 4, y - 4],
      [x + 4, y + 4],
    ];
    return this.#map
      .queryRenderedFeatures(near, { layers })
      .find((feature) => feature.layer.id !== "highlight");
  }

  #placeOfFeature(feature) {
    const { properties, geometry } = feature;
    if (properties.count || isObject(feature)) return null;
    const theme = this.themes.find(
      (one) => one.letter === properties.letter && one.shape === properties.shape,
    );
    return { ...properties, place: geometry.coordinates, themeTitle: theme?.title ?? "" };
  }

  #click(event) {
    const feature = this.#at(event);
    if (feature) this.#open(feature);
    else if (this.#card.isOpen()) this.#card.close(false);
  }

  #open(feature) {
    const { properties, geometry } = feature;
    if (isObject(feature)) {
      this.#openObject(feature);
      return;
    }
    if (properties.count) {
      this.#openCluster(properties, geometry.coordinates);
      return;
    }
    const place = this.#placeOfFeature(feature);
    this.#card.open(place);
    this.#choose(place);
  }

  #openObject(feature) {
    if (feature.properties.count) {
      this.say(this.objects.nameOf(feature));
      this.#comeCloser({}, feature.geometry.coordinates);
    } else this.#card.open(this.objects.cardOf(feature));
  }

  #openCluster(properties, place) {
    const { words, themes } = this;
    const counts = countsOf(properties, themes);
    const label = clusterLabel(Number(properties.count), counts, themes, words, language());
    const members = JSON.parse(properties.members || "null");
    if (members) this.#card.open({ place, label, members });
    else {
      this.say(label);
      this.#comeCloser(properties, place);
    }
  }

  /** To where the members of a cluster stand apart. */
  #comeCloser({ west, south, east, north, together }, center) {
    const isWide = [west, south, east, north].every(Number.isFinite) && !together && west < east;
    if (isWide) fitTo(this.#map, [west, south, east, north], { maxZoom: 18 });
    else moveTo(this.#map, { center, zoom: Math.min(18, this.#map.getZoom() + 2) });
  }

  #choose(place) {
    this.#chosen = place;
    this.#askAbout(place?.object ? (this.dataset.objectUrl ?? "").replace(NIL, place.id) : "");
    this.#showHighlight();
    if (!this.#list) return;
    markRow(this.#list, place?.id ?? null);
    if (place) revealRow(this.#list, place.id);
  }

  #point(event) {
    const feature = this.#at(event);
    this.#map.getCanvas().style.cursor = feature ? "pointer" : "";
    const place = feature && this.#placeOfFeature(feature);
    if (place?.id !== this.#hovered?.id) this.#hover(place ?? null);
  }

  #hover(place) {
    this.#hovered = place;
    this.#showHighlight();
    if (this.#list) hoverRow(this.#list, place?.id ?? null);
  }

  /** Goes to a box in degrees that was chosen elsewhere: [west, south, east, north]. */
  goTo(box) {
    if (this.#map) fitTo(this.#map, box, { padding: 30, maxZoom: 17 });
  }

  /** Shows a place chosen elsewhere on the page. */
  show(row) {
    const place = placeOf(row);
    if (place && this.#map) moveTo(this.#map, { center: place.place });
  }
}

customElements.define("map-view", MapView);
