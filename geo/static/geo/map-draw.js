/**
 * <map-draw>: draw a point, a line or an area with pointer, finger or keyboard, and see the
 * verdict while drawing. Markup: geo/templates/geo/map/_draw.html.
 *
 * Writes GeoJSON into the field named by data-field. Tells the page by events:
 * `drawing-changed` {geometry}, `verdict` {state: "checking" | "answer" | "trouble", …}.
 */
import { coloursOf, currentScheme } from "geo/colours.js";
import {
  addPoint,
  drawingOf,
  emptyDrawing,
  finish,
  geometryOf,
  insertPoint,
  isComplete,
  LEAST,
  MOST,
  movePoint,
  readDrawing,
  removeLast,
} from "geo/drawing.js";
import { addDrawingLayers, showParts } from "geo/drawing-layer.js";
import { addPointLayers, showPoints } from "geo/drawing-points.js";
import { distanceM, spokenM } from "geo/geodesy.js";
import { drawWithKeyboard } from "geo/keyboard-drawing.js";
import { addPosition, addScale, addZoom, speaker } from "geo/map-furniture.js";
import { lengthText } from "geo/map-scale.js";
import { fitTo, startMap } from "geo/map-start.js";
import {
  addPerimeter,
  addPerimeterName,
  firstLabel,
  loadPerimeter,
  placePerimeterName,
} from "geo/perimeter-layer.js";
import { boundsOf } from "geo/perimeter-shape.js";
import { drawWithPointer } from "geo/pointer-drawing.js";
import { provideImages } from "geo/symbol-images.js";
import { judgeOf } from "geo/verdict-asking.js";
import { tagsOf } from "geo/verdict-tags.js";
import { fill, fillCount, language, wordsOf } from "geo/words.js";

const CLOSE_PX = 14;

class MapDraw extends HTMLElement {
  #map = null; // MapLibre's, once it runs
  #tags = null;
  #perimeter = [];
  #drawing = emptyDrawing("point");
  #shown = { kept: null, removed: null };
  #active = -1;
  #crossing = null;
  #judge = null;

  async connectedCallback() {
    this.words = wordsOf(this);
    this.say = speaker(this);
    this.form = this.closest("form");
    this.field = this.form?.elements.namedItem(this.dataset.field ?? "drawing") ?? null;
    this.#judge = judgeOf(this.dataset.verdict ?? "", (told) => this.#hear(told));
    const known = readDrawing(this.field?.value ?? "");
    if (known) this.#drawing = known;
    await this.#start();
  }

  async #start() {
    const perimeter = loadPerimeter(this.dataset.perimeter).catch(() => []);
    const started = await startMap(this, this.words, (map) => this.#dress(map, perimeter));
    if (!started) return;
    const { map, maplibre } = started;
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
    this.querySelector("[data-draw-acts]").hidden = false;
    this.dispatchEvent(new CustomEvent("draw-ready", { bubbles: true }));
    const geometry = geometryOf(this.#drawing);
    if (!geometry) return; // what this editor cannot edit stays in the field as it is
    fitTo(map, boundsOf(geometry.coordinates), { animate: false });
    this.#changed();
  }

  async #dress(map, perimeter) {
    this.#perimeter = await perimeter;
    if (!map.style || map.getSource("drawing-kept")) return;
    const colours = coloursOf(this);
    const under = firstLabel(map);
    if (this.#perimeter.length) addPerimeter(map, this.#perimeter, colours);
    addDrawingLayers(map, colours, under);
    const name = this.dataset.perimeterName ?? "";
    if (this.#perimeter.length) addPerimeterName(map, name, colours);
    addPointLayers(map, colours);
    this.#render();
    placePerimeterName(map, this.#perimeter, name);
  }

  #listen(map) {
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-describedby", "map-keys");
    map.on("moveend", () =>
      placePerimeterName(map, this.#perimeter, this.dataset.perimeterName ?? ""),
    );
    drawWithPointer(map, {
      place: (point) => this.#place(point),
      press: (index) => this.#press(index),
      take: (grip) => this.#take(grip),
      drag: (index, point) => this.#set(movePoint(this.#drawing, index, point), index),
      drop: (index) => this.#told(this.words.moved, { number: index + 1 }),
      double: () => this.#finish(),
    });
    drawWithKeyboard(map, this.querySelector("[data-crosshair]"), {
      place: (point) => this.#place(point),
      undo: () => this.undo(),
      clear: () => this.#drawing.isFinished || this.clear(),
      crosshair: () => this.say(this.words.crosshairOn),
    });
    const on = (name, act) =>
      this.querySelector(`[data-act="${name}"]`)?.addEventListener("click", act);
    on("undo", () => this.undo());
    on("clear", () => this.clear());
    on("finish", () => this.#finish());
  }

  /* What can be done from the page */

  get map() {
    return this.#map;
  }

  get kind() {
    return this.#drawing.kind;
  }

  get isEmpty() {
    return this.#drawing.points.length === 0;
  }

  /** Chooses what to draw; another kind starts afresh. */
  choose(kind) {
    if (kind !== this.#drawing.kind) this.#set(emptyDrawing(kind));
  }

  /** Says how this kind is drawn. */
  explain() {
    const { howPoint, howLine, howArea } = this.words;
    this.say({ point: howPoint, line: howLine, area: howArea }[this.kind], true);
  }

  undo() {
    const drawing = removeLast({ ...this.#drawing, isFinished: false });
    const { removedOne, removedOther } = this.words;
    this.#set(drawing);
    this.say(fillCount(removedOne, removedOther, drawing.points.length, language()));
  }

  clear() {
    this.#set(emptyDrawing(this.#drawing.kind));
    this.say(this.words.cleared);
  }

  /** Takes a drawing from elsewhere, such as a draft. */
  load(geometry) {
    const drawing = drawingOf(geometry);
    if (!drawing) return;
    this.#set(drawing);
    if (this.#map) fitTo(this.#map, boundsOf(geometry.coordinates));
  }

  /** Asks about a place given in words, and shows it: a commune, a circle, coordinates. */
  ask(question) {
    this.#drawing = emptyDrawing(this.#drawing.kind);
    this.#shown = { kept: null, removed: null };
    if (this.field) this.field.value = "";
    this.#tags?.clear();
    this.#render();
    if (question) this.#judge.ask(question);
    else this.#judge.forget();
  }

  /* What pointer and keyboard do */

  #place(point) {
    const before = this.#drawing;
    if (this.#closes(point)) {
      this.#finish();
      return;
    }
    if (before.points.length >= MOST) {
      this.say(this.words.tooMany, true);
      return;
    }
    const drawing = addPoint(before, point);
    if (drawing === before) return;
    const number = drawing.points.length;
    this.#set(drawing, number - 1);
    const last = before.points.at(-1);
    if (!last || drawing.kind === "point") this.#told(this.words.placed, { number });
    else {
      const distance = lengthText(spokenM(distanceM(last, drawing.points.at(-1))), language());
      this.#told(this.words.placedFrom, { number, distance });
    }
  }

  /** A point set again on the first of an area, or on the last of a line, finishes it. */
  #closes(point) {
    const { kind, points, isFinished } = this.#drawing;
    if (isFinished || kind === "point" || points.length < LEAST[kind]) return false;
    const target = this.#map.project(kind === "area" ? points[0] : points.at(-1));
    const here = this.#map.project(point);
    return Math.hypot(here.x - target.x, here.y - target.y) <= CLOSE_PX;
  }

  #press(index) {
    const { kind, points, isFinished } = this.#drawing;
    const closing = kind === "area" ? 0 : points.length - 1;
    if (!isFinished && index === closing && isComplete(this.#drawing)) this.#finish();
    else this.#set(this.#drawing, index);
  }

  #take(grip) {
    if (grip.role === "vertex") return grip.index;
    const { points } = this.#drawing;
    const [a, b] = [points[grip.index], points[(grip.index + 1) % points.length]];
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    this.#set(insertPoint(this.#drawing, grip.index, middle), grip.index + 1);
    return grip.index + 1;
  }

  #finish() {
    const { kind, points, isFinished } = this.#drawing;
    if (isFinished) return;
    if (!isComplete(this.#drawing)) {
      this.say(fill(this.words.tooFew, { needed: LEAST[kind], count: points.length }), true);
      return;
    }
    this.#set(finish(this.#drawing));
    const { finishedOne, finishedOther } = this.words;
    this.say(fillCount(finishedOne, finishedOther, points.length, language()));
  }

  #told(sentence, values) {
    this.say(fill(sentence, values));
  }

  /* What follows from a change */

  #set(drawing, active = -1) {
    this.#drawing = drawing;
    this.#active = active;
    this.#changed();
  }

  #changed() {
    const geometry = geometryOf(this.#drawing);
    if (this.field) this.field.value = geometry ? JSON.stringify(geometry) : "";
    this.#shown = { kept: geometry, removed: null };
    this.#crossing = null;
    this.#tags?.clear();
    this.#render();
    this.dispatchEvent(
      new CustomEvent("drawing-changed", { bubbles: true, detail: { geometry } }),
    );
    if (geometry) this.#judge.ask(geometry);
    else this.#judge.forget();
  }

  #hear(told) {
    if (told.state === "answer") {
      const { kept, vertex } = told.verdict;
      const isAllOutside = told.verdict.reason === "outside" && told.question.type;
      const removed = isAllOutside ? told.question : told.verdict.removed;
      this.#shown = { kept, removed };
      this.#crossing = vertex;
      this.#tags?.show(told.verdict);
      this.#render(true);
      const isHere = told.question.type === undefined && (kept || removed);
      if (isHere && this.#map) fitTo(this.#map, boundsOf((kept ?? removed).coordinates));
    }
    this.dispatchEvent(new CustomEvent("verdict", { bubbles: true, detail: told }));
  }

  #render(isJudged = false) {
    if (!this.#map) return;
    showParts(this.#map, this.#shown);
    showPoints(this.#map, this.#drawing, {
      active: this.#active,
      crossing: this.#crossing,
      perimeter: this.#perimeter,
      isJudged: isJudged && this.#crossing === null,
    });
  }
}

customElements.define("map-draw", MapDraw);
