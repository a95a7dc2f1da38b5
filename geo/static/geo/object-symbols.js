/** The marks of layers: white, with an edge and a letter in the colour of their class. No DOM here. */

const SHAPES = {
  circle: { path: "M15 0A15 15 0 1 1 -15 0A15 15 0 1 1 15 0Z", letterY: 6, letterSize: 20 },
  square: {
    path: "M-10 -14H10A4 4 0 0 1 14 -10V10A4 4 0 0 1 10 14H-10A4 4 0 0 1 -14 10V-10A4 4 0 0 1 -10 -14Z",
    letterY: 6,
    letterSize: 20,
  },
  triangle: { path: "M0 -18L18 13H-18Z", letterY: 9, letterSize: 17 },
  lozenge: { path: "M0 -18L18 0L0 18L-18 0Z", letterY: 6, letterSize: 17 },
};

export function objectShape(shape) {
  return SHAPES[shape] ?? SHAPES.circle;
}

/** The name of a picture says all that is needed to draw it. */
export function objectName({ shape, letter, colour }, count = "") {
  return ["object", shape, letter, colour, count].join("|");
}

export function readObjectName(name) {
  const [kind, shape, letter, colour, count] = name.split("|");
  return kind === "object" ? { shape, letter, colour, count: Number(count) || 0 } : null;
}

export const stripesName = (colour) => `stripes|${colour}`;

export function readStripesName(name) {
  const [kind, colour] = name.split("|");
  return kind === "stripes" ? colour : null;
}

/** 1234 objects fit in a mark as 1.2k. */
export function shortCount(count, language) {
  return count.toLocaleString(language, { notation: "compact", maximumFractionDigits: 1 });
}

/**
 * Which layers are on: what the address says, else what the page proposes.
 * `layers` have a slug and isOn; unknown names in the address are left out.
 */
export function layersOn(search, layers) {
  const asked = new URLSearchParams(search).get("layers");
  const names = asked === null ? null : asked.split(",");
  return layers.filter((one) => (names ? names.includes(one.slug) : one.isOn)).map((one) => one.slug);
}

/** The query of an address in which these layers are on; unsaid where it is what the page proposes. */
export function searchWith(search, layers, on) {
  const given = new URLSearchParams(search);
  const isProposed = layers.every((one) => one.isOn === on.includes(one.slug));
  if (isProposed) given.delete("layers");
  else given.set("layers", on.join(","));
  const query = given.toString().replaceAll("%2C", ",");
  return query ? `?${query}` : "";
}
