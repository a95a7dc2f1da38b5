/** The scale: a round length that fits in the plate. */

const EARTH_M = 40075016.686;

/** Metres on the ground per CSS pixel, with tiles of 512 px. */
export function metresPerPixel(latitude, zoom) {
  return (EARTH_M * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The longest of 1, 2, 5 × 10ⁿ metres not over `widest` pixels: {metres, pixels}. */
export function roundLength(perPixel, widest) {
  const most = perPixel * widest;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((factor) => factor * power <= most);
  const metres = step * power;
  return { metres, pixels: Math.round(metres / perPixel) };
}

/** « 200 m », « 1,2 km », in the reader's language. */
export function lengthText(metres, language) {
  const far = metres >= 1000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: far ? "kilometer" : "meter",
    unitDisplay: "short",
    maximumFractionDigits: far && metres < 10000 ? 1 : 0,
  }).format(far ? metres / 1000 : metres);
}
