/**
 * A person draws: what pointer, finger and keyboard do, and what is said about it.
 * It knows no map: `project` turns [lng, lat] into {x, y} on the screen, `changed(active)`
 * is called after each change, `say(sentence, isSeen)` speaks.
 */
import {
  addPoint,
  drawingOf,
  emptyDrawing,
  finish,
  insertPoint,
  isComplete,
  LEAST,
  midpoints,
  MOST,
  movePoint,
  removeLast,
} from "geo/drawing.js";
import { distanceM, spokenM } from "geo/geodesy.js";
import { lengthText } from "geo/map-scale.js";
import { fill, fillCount } from "geo/words.js";

const CLOSE_PX = 14;

export class DrawingSession {
  constructor({ words, language, project, say, changed }) {
    Object.assign(this, { words, language, project, say, changed });
    this.drawing = emptyDrawing("point");
  }

  get isEmpty() {
    return this.drawing.points.length === 0;
  }

  set(drawing, active = -1) {
    this.drawing = drawing;
    this.changed(active);
  }

  /** Another kind starts afresh. */
  choose(kind) {
    if (kind !== this.drawing.kind) this.set(emptyDrawing(kind));
  }

  /** Takes up GeoJSON; false for what cannot be edited here. */
  load(geometry) {
    const drawing = drawingOf(geometry);
    if (drawing) this.set(drawing);
    return drawing !== null;
  }

  explain() {
    const { howPoint, howLine, howArea } = this.words;
    this.say({ point: howPoint, line: howLine, area: howArea }[this.drawing.kind], true);
  }

  undo() {
    const drawing = removeLast({ ...this.drawing, isFinished: false });
    const { removedOne, removedOther } = this.words;
    this.set(drawing);
    this.say(fillCount(removedOne, removedOther, drawing.points.length, this.language));
  }

  clear() {
    this.set(emptyDrawing(this.drawing.kind));
    this.say(this.words.cleared);
  }

  /** Escape gives up what is under way, never what is finished. */
  cancel() {
    if (!this.drawing.isFinished && !this.isEmpty) this.clear();
  }

  place(point) {
    const before = this.drawing;
    if (this.#closes(point)) {
      this.finish();
      return;
    }
    const drawing = addPoint(before, point);
    if (drawing === before) {
      if (before.points.length >= MOST) this.say(this.words.tooMany, true);
      return;
    }
    this.set(drawing, drawing.points.length - 1);
    this.#tellPlaced(before.points.at(-1));
  }

  #tellPlaced(last) {
    const { points, kind } = this.drawing;
    const number = points.length;
    if (!last || kind === "point") this.say(fill(this.words.placed, { number }));
    else {
      const distance = lengthText(spokenM(distanceM(last, points.at(-1))), this.language);
      this.say(fill(this.words.placedFrom, { number, distance }));
    }
  }

  /** A point set again on the first of an area, or on the last of a line, finishes it. */
  #closes(point) {
    const { kind, points, isFinished } = this.drawing;
    if (isFinished || kind === "point" || points.length < LEAST[kind]) return false;
    const target = this.project(kind === "area" ? points[0] : points.at(-1));
    const here = this.project(point);
    return Math.hypot(here.x - target.x, here.y - target.y) <= CLOSE_PX;
  }

  /** A vertex clicked without being moved. */
  press(index) {
    const { kind, points, isFinished } = this.drawing;
    const closing = kind === "area" ? 0 : points.length - 1;
    if (!isFinished && index === closing && isComplete(this.drawing)) this.finish();
    else this.set(this.drawing, index);
  }

  /** A vertex or a mid-point taken in hand; gives the index of the vertex. */
  take({ role, index }) {
    if (role === "vertex") return index;
    const middle = midpoints(this.drawing).find((mid) => mid.index === index).point;
    this.set(insertPoint(this.drawing, index, middle), index + 1);
    return index + 1;
  }

  drag(index, point) {
    this.set(movePoint(this.drawing, index, point), index);
  }

  drop(index) {
    this.say(fill(this.words.moved, { number: index + 1 }));
  }

  finish() {
    const { kind, points, isFinished } = this.drawing;
    if (isFinished) return;
    if (!isComplete(this.drawing)) {
      this.say(fill(this.words.tooFew, { needed: LEAST[kind], count: points.length }), true);
      return;
    }
    const { finishedOne, finishedOther } = this.words;
    this.set(finish(this.drawing));
    this.say(fillCount(finishedOne, finishedOther, points.length, this.language));
  }
}
