/**
 * <map-draw>: draw a point, a line or an area with pointer, finger or keyboard, and see the
 * verdict while drawing. Markup: geo/templates/geo/map/_draw.html.
 *
 * Writes GeoJSON into the field named by data-field. Tells the page by events: `draw-ready`,
 * `drawing-changed` {geometry}, `verdict` {state: none | checking | answer | later | trouble, …}.
 */
import { showCredit } from "geo/about-shape.js";
import { coloursOf, currentScheme } from "geo/colours.js";
import { emptyDrawing, geometryOf, readDrawing } from "geo/drawing.js";
import { addDrawingLayers, showParts } from "geo/drawing-layer.js";
import { addPointLayers, showPoints } from "geo/drawing-points.js";
import { DrawingSession } from "geo/drawing-session.js";
import { drawWithKeyboard } from "geo/keyboard-drawing.js";
import { addPosition, addScale, addZoom, speaker } from "geo/map-furniture.js";
import { fitTo, startMap, whenNear } from "geo/map-start.js";
import {
  addPerimeter,
  addPerimeterName,
  firstLabel,
  followPerimeterName,
  loadPerimeter,
} from "geo/perimeter-layer.js";
import { boundsOf } from "geo/perimeter-shape.js";
import { drawWithPointer } from "geo/pointer-drawing.js";
import { provideImages } from "geo/symbol-images.js";
import { judgeOf } from "geo/verdict-asking.js";
import { tagsOf } from "geo/verdict-tags.js";
import { language, wordsOf } from "geo/words.js";

const NO_PARTS = { kept: null, removed: null };

class MapDraw extends HTMLElement {
  #map = null; // MapLibre's, once it runs
  #session = null;
  #judge = null;
  #tags = null;
  #perimeter = [];
  #parts = NO_PARTS;
  #marks = { active: -1, crossing: null, isJudged: false };

  async connectedCallback() {
    this.words = wordsOf(this);
    this.say = speaker(this);
    this.field = this.closest("form")?.elements.namedItem(this.dataset.field ?? "drawing") ?? null;
    this.#judge = judgeOf(this.dataset.verdict ?? "", (told) => this.#hear(told));
    this.#session = new DrawingSession({
      words: this.words,
      language: language(),
      project: (point) => this.#map.project(point),
      say: this.say,
      changed: (active) => this.#changed(active),
    });
    const known = readDrawing(this.field?.value ?? "");
    if (known) this.#session.drawing = known;
    await whenNear(this);
    await this.#start(known);
  }

  async #start(known) {
    const perimeter = loadPerimeter(this.dataset.perimeter);
    const started = await startMap(this, this.words, (map) => this.#dress(map, perimeter));
    if (started) this.#furnish(started);
    this.dispatchEvent(new CustomEvent("draw-ready", { bubbles: true }));
    if (!known) return; // what this editor cannot edit stays in the field as it is
    if (started) fitTo(this.#map, boundsOf(geometryOf(known).coordinates), { animate: false });
    this.#changed(-1);
  }

  #furnish({ map, maplibre }) {
    this.#map = map;
    this.#tags = tagsOf(maplibre, map, this.words);
    provideImages(map, () => ({
      colours: coloursOf(this),
      scheme: currentScheme(),
      themes: [],
      language: language(),
    }));
    map.doubleClickZoom.disable();
    addZoom(this, map);
    addScale(this, map);
    addPosition(this, map, { say: this.say, words: this.words });
    this.#listen(map);
  }

  /** Only what can be done now is offered; focus does not fall with a button that goes. */
  #offerActs() {
    const { kind, isFinished } = this.#session.drawing;
    const acts = this.querySelector("[data-draw-acts]");
    const finish = acts.querySelector('[data-act="finish"]');
    const held = document.activeElement;
    acts.hidden = this.isEmpty;
    finish.hidden = kind === "point" || isFinished;
    if ((acts.hidden && acts.contains(held)) || (finish.hidden && held === finish)) {
      this.#map.getCanvas().focus({ preventScroll: true });
    }
  }

  #listen(map) {
    const session = this.#session;
    map.getCanvas().setAttribute("aria-describedby", "map-keys");
    followPerimeterName(map, () => this.#perimeter, this.dataset.perimeterName ?? "");
    drawWithPointer(map, session);
    drawWithKeyboard(map, this.querySelector("[data-crosshair]"), {
      place: (point) => session.place(point),
      undo: () => session.undo(),
      cancel: () => session.cancel(),
      crosshair: () => this.say(this.words.crosshairOn),
    });
    for (const name of ["undo", "clear", "finish"]) {
      const button = this.querySelector(`[data-act="${name}"]`);
      button?.addEventListener("click", () => session[name]());
    }
  }

  /** Adds our layers to the basemap; run again when the theme changes. */
  async #dress(map, perimeter) {
    const known = await perimeter;
    this.#perimeter = known.polygons;
    if (!map.style || map.getSource("drawing-kept")) return;
    const colours = coloursOf(this);
    const under = firstLabel(map);
    const hasPerimeter = this.#perimeter.length > 0;
    if (hasPerimeter) addPerimeter(map, known, colours);
    addDrawingLayers(map, colours, under);
    if (hasPerimeter) addPerimeterName(map, this.dataset.perimeterName ?? "", colours);
    addPointLayers(map, colours);
    this.#render();
  }

  /* What the page can ask for */

  get map() {
    return this.#map;
  }

  get kind() {
    return this.#session.drawing.kind;
  }

  get isEmpty() {
    return this.#session.isEmpty;
  }

  choose(kind) {
    this.#session.choose(kind);
  }

  explain() {
    this.#session.explain();
  }

  /** Asks about a place given in words, and shows it: a commune, a circle, coordinates. */
  ask(question) {
    this.#session.drawing = emptyDrawing(this.kind);
    if (this.field) this.field.value = "";
    this.#show(NO_PARTS, -1);
    if (question) this.#judge.ask(question);
    else this.#judge.forget();
  }

  /* What follows from a change */

  #changed(active) {
    const geometry = geometryOf(this.#session.drawing);
    if (this.field) this.field.value = geometry ? JSON.stringify(geometry) : "";
    this.#show({ kept: geometry, removed: null }, active);
    this.dispatchEvent(new CustomEvent("drawing-changed", { bubbles: true, detail: { geometry } }));
    if (geometry) this.#judge.ask(geometry);
    else this.#judge.forget();
  }

  #show(parts, active) {
    this.#parts = parts;
    this.#marks = { active, crossing: null, isJudged: false };
    this.#tags?.clear();
    showCredit(this, "");
    this.#render();
  }

  #hear(told) {
    if (told.state === "answer") this.#showVerdict(told.verdict, told.question);
    this.dispatchEvent(new CustomEvent("verdict", { bubbles: true, detail: told }));
  }

  #showVerdict(verdict, question) {
    const { kept, vertex, reason } = verdict;
    const isDrawn = question.type !== undefined;
    const removed = isDrawn && reason === "outside" ? question : verdict.removed;
    this.#parts = { kept, removed };
    this.#marks = { ...this.#marks, crossing: vertex, isJudged: Boolean(kept || removed) };
    this.#tags?.show(verdict);
    showCredit(this, verdict.attribution ?? "");
    this.#render();
    const shown = kept ?? removed;
    if (!isDrawn && shown && this.#map) fitTo(this.#map, boundsOf(shown.coordinates));
  }

  #render() {
    if (!this.#map) return;
    this.#offerActs();
    showParts(this.#map, this.#parts);
    const perimeter = this.#perimeter;
    showPoints(this.#map, this.#session.drawing, { ...this.#marks, perimeter });
  }
}

customElements.define("map-draw", MapDraw);
