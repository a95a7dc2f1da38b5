/** Draws pins, clusters and the hatch on canvas when the map first asks for them. */
import { clusterSize, readClusterImageName, RING_WIDTH, ringParts } from "geo/cluster-symbols.js";
import { objectShape, readObjectName, readStripesName, shortCount } from "geo/object-symbols.js";
import { readPinName, symbolOf } from "geo/theme-symbols.js";

const RATIO = 2;
const SHADOW = "rgba(10, 18, 26, .28)";
const RINGED = 1.32;
const RING_INK = "#16202b"; // ring, count: dark on white in both themes
const DISC = { light: "#ffffff", dark: "#f4f6f7" };

// One canvas for all: a map has some two hundred pictures. What is read back at once stays out of
// the graphics processor, which would be asked and waited for each time.
const canvas = document.createElement("canvas");
const pencil = canvas.getContext("2d", { willReadFrequently: true });

/** The pen over an empty square of `size` pixels, its middle at 0, 0: until the next one. */
function penFor(size) {
  canvas.width = canvas.height = Math.ceil(size * RATIO); // wipes it and what the pen was set to
  pencil.scale(RATIO, RATIO);
  pencil.translate(size / 2, size / 2);
  return pencil;
}

function drawn() {
  return pencil.getImageData(0, 0, canvas.width, canvas.height);
}

function disc(pen, radius, colour) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
}

function ring(pen, radius, width, colour) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.stroke();
}

function selectionRings(pen) {
  disc(pen, 23, "rgba(255, 255, 255, .38)");
  ring(pen, 23, 5, "#ffffff");
  ring(pen, 23, 2, RING_INK);
}

function drawSymbol(pen, { shape, letter, colour }, colours) {
  const symbol = symbolOf(shape);
  const path = new Path2D(symbol.path);
  pen.save();
  pen.translate(0, 1.6);
  pen.fillStyle = pen.strokeStyle = SHADOW;
  pen.lineWidth = 4;
  pen.globalAlpha = 0.6;
  pen.stroke(path);
  pen.fill(path);
  pen.restore();
  pen.fillStyle = colour || colours.ink3;
  pen.fill(path);
  pen.strokeStyle = colours.halo;
  pen.lineWidth = 2.2;
  pen.lineJoin = "round";
  pen.stroke(path);
  pen.fillStyle = colours.onTheme;
  pen.textAlign = "center";
  pen.font = `720 ${symbol.letterSize}px ${colours.font}`;
  pen.fillText(letter, 0, symbol.letterY);
}

function pinImage(pin, colours) {
  const isRinged = pin.state !== "plain";
  const pen = penFor(isRinged ? 72 : 46);
  if (isRinged) pen.scale(RINGED, RINGED);
  if (pin.state === "chosen") selectionRings(pen);
  drawSymbol(pen, pin, colours);
  return drawn();
}

function clusterImage({ count, counts }, themes, colours, scheme, language) {
  const size = clusterSize(count);
  const pen = penFor(size + 6); // the disc and its shadow
  const middle = size / 2 - 2.4;
  pen.translate(0, 1.6);
  disc(pen, size / 2 + 1, SHADOW);
  pen.translate(0, -1.6);
  disc(pen, size / 2 + 1.5, DISC[scheme]);
  for (const part of ringParts(counts, themes, middle, colours.ink3)) {
    pen.beginPath();
    pen.arc(0, 0, middle, part.from - Math.PI / 2, part.to - Math.PI / 2);
    pen.lineWidth = RING_WIDTH;
    pen.strokeStyle = part.colour;
    pen.stroke();
  }
  pen.fillStyle = RING_INK;
  pen.textAlign = "center";
  pen.font = `700 ${count < 1000 ? 14.5 : 12}px ${colours.font}`;
  pen.fillText(count.toLocaleString(language, { notation: "compact" }), 0, count < 1000 ? 5 : 4);
  return drawn();
}

/** A 45° hatch of 7 px that tiles: what is not kept. */
function hatchImage(colours) {
  const side = 10; // 7 px across lines at 45° repeat every 7·√2 ≈ 10 px along the axes
  const pen = penFor(side);
  pen.fillStyle = colours.cutGround;
  pen.fillRect(-side, -side, 2 * side, 2 * side);
  pen.strokeStyle = colours.cut;
  pen.globalAlpha = 0.75;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(-side + shift, side);
    pen.lineTo(side + shift, -side);
  }
  pen.stroke();
  return drawn();
}

const MARK = 0.56; // of the 40 units in which a mark is drawn: 22 px

/** One object, or several of a class: the same mark, how many beside it. */
function objectImage({ shape, letter, colour, count }, colours, language) {
  const { path, letterY, letterSize } = objectShape(shape);
  const words = count ? shortCount(count, language) : "";
  const room = words ? 10 + 7.5 * words.length : 0;
  const pen = penFor(28 + 2 * room);
  if (words) plate(pen, words, room, colour, colours.font);
  pen.scale(MARK, MARK);
  const outline = new Path2D(path);
  pen.lineJoin = "round";
  pen.strokeStyle = colours.halo;
  pen.lineWidth = 9;
  pen.stroke(outline);
  pen.fillStyle = "#ffffff";
  pen.fill(outline);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 4;
  pen.stroke(outline);
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.font = `700 ${letterSize}px ${colours.font}`;
  pen.fillText(letter, 0, letterY);
  return drawn();
}

function plate(pen, words, room, colour, font) {
  pen.beginPath();
  pen.roundRect(0, -9, 10 + room, 18, 9);
  pen.fillStyle = "#ffffff";
  pen.fill();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.fillStyle = RING_INK;
  pen.font = `700 12px ${font}`;
  pen.textAlign = "right";
  pen.fillText(words, 5 + room, 4);
}

/** Stripes over an area of a layer, which its filling lets through. */
function stripesImage(colour) {
  const side = 10;
  const pen = penFor(side);
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.7;
  pen.lineWidth = 1.3;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(-side / 2 + shift, side / 2);
    pen.lineTo(side / 2 + shift, -side / 2);
  }
  pen.stroke();
  return drawn();
}

/** Draws each picture the map misses; `context()` gives what the day's theme asks for. */
export function provideImages(map, context) {
  map.setMissingStyleImageResolver((id) => {
    const image = imageNamed(id, context());
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: RATIO });
  });
}

function imageNamed(id, { colours, scheme, themes, language }) {
  const pin = readPinName(id);
  if (pin) return pinImage(pin, colours);
  const cluster = readClusterImageName(id);
  if (cluster) return clusterImage(cluster, themes, colours, scheme, language);
  const object = readObjectName(id);
  if (object) return objectImage(object, colours, language);
  const stripes = readStripesName(id);
  if (stripes) return stripesImage(stripes);
  return id === "hatch" ? hatchImage(colours) : null;
}
