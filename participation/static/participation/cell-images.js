/** The signs of cells, drawn on canvas: the code above the form of its state; numbers of objects. */
const RATIO = 2;
const WIDTH = 56;
const HEIGHT = 46;
const ROUND = 30;

function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width * RATIO;
  canvas.height = height * RATIO;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.scale(RATIO, RATIO);
  return pen;
}

function imageOf(pen) {
  const { width, height } = pen.canvas;
  return pen.getImageData(0, 0, width, height);
}

const SHAPES = {
  free: [["stroke", "M7.5 0A7.5 7.5 0 1 1-7.5 0 7.5 7.5 0 1 1 7.5 0Z"]],
  taken: [
    ["stroke", "M7.5 0A7.5 7.5 0 1 1-7.5 0 7.5 7.5 0 1 1 7.5 0Z"],
    ["fill", "M0-7.5A7.5 7.5 0 0 1 0 7.5Z"],
  ],
  done: [["fill", "M8 0A8 8 0 1 1-8 0 8 8 0 1 1 8 0Z"]],
  checked: [
    ["fill", "M9 0A9 9 0 1 1-9 0 9 9 0 1 1 9 0Z"],
    ["sign", "M-4 .3-1 3.3 4.3-3"],
  ],
  to_redo: [
    ["fill", "M0-9.5 10 8H-10Z"],
    ["sign", "M0-3.5V2M0 5.2V5.3"],
  ],
  impossible: [
    ["stroke", "M7.5 0A7.5 7.5 0 1 1-7.5 0 7.5 7.5 0 1 1 7.5 0Z"],
    ["stroke", "M-4-4 4 4M4-4-4 4"],
  ],
};

function drawShape(pen, state, colours) {
  pen.lineCap = pen.lineJoin = "round";
  for (const [how, path] of SHAPES[state] ?? SHAPES.free) {
    const line = new Path2D(path);
    pen.lineWidth = how === "sign" ? 2.4 : 2;
    pen.strokeStyle = how === "sign" ? colours.surface : colours[state];
    pen.fillStyle = colours[state];
    if (how === "fill") pen.fill(line);
    else pen.stroke(line);
  }
}

function cellImage([code, state], colours) {
  const pen = canvasOf(WIDTH, HEIGHT);
  pen.translate(WIDTH / 2, 0);
  pen.textAlign = "center";
  pen.font = `640 13px ${colours.font}`;
  pen.lineWidth = 3;
  pen.strokeStyle = colours.surface;
  pen.lineJoin = "round";
  pen.strokeText(code, 0, 15);
  pen.fillStyle = colours.ink;
  pen.fillText(code, 0, 15);
  pen.translate(0, 32);
  drawShape(pen, state, colours);
  return imageOf(pen);
}

function numberImage([number], colours) {
  const pen = canvasOf(ROUND, ROUND);
  pen.translate(ROUND / 2, ROUND / 2);
  pen.beginPath();
  pen.arc(0, 0, 12, 0, 2 * Math.PI);
  pen.fillStyle = "#ffffff";
  pen.fill();
  pen.lineWidth = 2.4;
  pen.strokeStyle = pen.fillStyle = "#16202b";
  pen.stroke();
  pen.textAlign = "center";
  pen.font = `700 13px ${colours.font}`;
  pen.fillText(number, 0, 4.5);
  return imageOf(pen);
}

const DRAWN = { cell: cellImage, number: numberImage };

/** Draws each picture the map misses: "cell/A3/done", "number/7". */
export function provideCellImages(map, coloursNow) {
  map.setMissingStyleImageResolver((id) => {
    const [kind, ...rest] = id.split("/");
    if (!DRAWN[kind] || map.hasImage(id)) return;
    map.addImage(id, DRAWN[kind](rest, coloursNow()), { pixelRatio: RATIO });
  });
}

/** Zoom and size, in turn, of the codes: large enough to read where cells of so many metres are. */
export function signSizes(side) {
  const further = Math.log2((side || 250) / 250); // cells twice as wide are seen from twice as far
  const sizes = [[12, 0.4], [13, 0.52], [14, 0.8], [15, 1]];
  return sizes.flatMap(([zoom, size]) => [zoom - further, size]);
}
