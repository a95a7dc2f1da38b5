/** The shapes of the themes: a 28 px symbol around 0,0, as SVG path text. No DOM here. */

const CIRCLE = "M14 0A14 14 0 1 1 -14 0A14 14 0 1 1 14 0Z";
const SQUARE =
  "M-8.5 -13H8.5A4.5 4.5 0 0 1 13 -8.5V8.5A4.5 4.5 0 0 1 8.5 13H-8.5" +
  "A4.5 4.5 0 0 1 -13 8.5V-8.5A4.5 4.5 0 0 1 -8.5 -13Z";
const TRIANGLE =
  "M-2.9 -17.2Q0 -21 2.9 -17.2L17.2 7.6Q19 12 14.4 12L-14.4 12Q-19 12 -17.2 7.6Z";
const LOZENGE =
  "M-2.83 -14.99A4 4 0 0 1 2.83 -14.99L14.99 -2.83A4 4 0 0 1 14.99 2.83" +
  "L2.83 14.99A4 4 0 0 1 -2.83 14.99L-14.99 2.83A4 4 0 0 1 -14.99 -2.83Z";

const SHAPES = {
  circle: { path: CIRCLE, letterY: 5, letterSize: 14 },
  square: { path: SQUARE, letterY: 5, letterSize: 14 },
  triangle: { path: TRIANGLE, letterY: 7.2, letterSize: 13 },
  lozenge: { path: LOZENGE, letterY: 5, letterSize: 14 },
};

/** Path and place of the letter; a contribution without theme is a plain circle. */
export function symbolOf(shape) {
  return SHAPES[shape] ?? SHAPES.circle;
}

/** The name of a pin's picture says all that is needed to draw it. */
export function pinName({ shape, letter, colour }, state = "plain") {
  return ["pin", state, shape || "circle", letter || "", colour || ""].join("|");
}

export function readPinName(name) {
  const [kind, state, shape, letter, colour] = name.split("|");
  return kind === "pin" ? { state, shape, letter, colour } : null;
}
