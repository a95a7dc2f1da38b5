/** How cells are drawn: their class, how sure they are, what may not be said, and which is chosen. */

const RATIO = 2;
const HATCH_PX = 9;
const FONT = ["Semibold", "Atkinson Hyperlegible Next Variable"];
const GAP_PX = 2.6; // the paper is seen between cells
const NOWHERE = ["==", ["get", "cell"], ""];

/** Diagonal lines on paper, for where nobody answered. */
export function provideHatch(map, tokensNow) {
  map.setMissingStyleImageResolver((id) => {
    if (id !== "hatch" || map.hasImage(id)) return;
    const canvas = document.createElement("canvas");
    const side = HATCH_PX * RATIO;
    canvas.width = canvas.height = side;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.globalAlpha = 0.5;
    pen.fillStyle = tokensNow().land;
    pen.fillRect(0, 0, side, side);
    pen.globalAlpha = 0.75;
    pen.strokeStyle = "#8d9499";
    pen.lineWidth = 1.1 * RATIO;
    for (const shift of [-side, 0, side]) {
      pen.beginPath();
      pen.moveTo(shift - 2, side + 2);
      pen.lineTo(shift + side + 2, -2);
      pen.stroke();
    }
    map.addImage(id, pen.getImageData(0, 0, side, side), { pixelRatio: RATIO });
  });
}

export function addCells(map, tokens, under) {
  const fill = (id, paint) => map.addLayer({ id, type: "fill", source: "cells", paint }, under);
  const line = (id, paint, rest = {}) =>
    map.addLayer({ id, type: "line", source: "cells", paint, ...rest }, under);
  const joined = { layout: { "line-join": "round" } };
  fill("cells-hatch", { "fill-pattern": "hatch" });
  fill("cells", { "fill-antialias": false });
  line("cells-gap", { "line-color": tokens.land, "line-width": GAP_PX });
  line("cells-edge", { "line-offset": GAP_PX / 2 });
  line("cells-halo", { "line-color": "#ffffff", "line-width": 7 }, { filter: NOWHERE, ...joined });
  line("cells-chosen", { "line-color": "#16202b", "line-width": 3 }, { filter: NOWHERE, ...joined });
}

export function addLabels(map, zoom) {
  map.addLayer({
    id: "cells-label",
    type: "symbol",
    source: "middles",
    minzoom: Math.max(0, Math.min(22, zoom)),
    layout: { "text-font": FONT, "text-size": 12.5, "text-allow-overlap": true, "text-padding": 0 },
  });
}

/** One value for each class of this way to look. */
function byClass(show, values, otherwise) {
  const cases = Object.entries(values).flat();
  return cases.length ? ["match", ["get", show], ...cases, otherwise] : otherwise;
}

const byStatus = (published, uncertain, few, none) => [
  "match",
  ["get", "status"],
  ...["published", published, "uncertain", uncertain, "too_few", few],
  none,
];

/** Whether the filters of the address let a cell through. */
function lets({ show, classes, statuses }) {
  const among = (name, list) => (list.length ? ["in", ["get", name], ["literal", list]] : true);
  return ["all", among(show, classes), among("status", statuses)];
}

export function paintCells(map, asked, palettes, tokens, chosen) {
  const palette = palettes[asked.show] ?? {};
  const part = (at) => Object.fromEntries(Object.entries(palette).map(([key, two]) => [key, two[at]]));
  const has = ["!=", ["get", asked.show], ""];
  const faint = ["get", `${asked.show}_faint`];
  const passes = lets(asked);
  const paint = (layer, name, value) => map.setPaintProperty(layer, name, value);
  paint("cells", "fill-color", byClass(asked.show, part(0), tokens.land));
  const drawn = ["case", faint, 0.35, byStatus(0.94, 0.94, 0.8, 0.8)];
  const empty = byStatus(0.55, 0.55, 0.55, 0);
  paint("cells", "fill-opacity", ["case", passes, ["case", has, drawn, empty], 0.05]);
  map.setFilter("cells-hatch", ["all", ["==", ["get", "status"], "no_answer"], ["!", has]]);
  paint("cells-hatch", "fill-opacity", ["case", passes, 0.9, 0.15]);
  paint("cells-gap", "line-opacity", ["case", ["all", has, passes], 1, 0]);
  paint("cells-edge", "line-color", byStatus(tokens.edge, tokens.edge, tokens.text2, tokens.edge));
  paint("cells-edge", "line-width", byStatus(0.8, 0.8, 1.3, 0.7));
  paint("cells-edge", "line-opacity", ["case", passes, byStatus(1, 0.7, 0.75, 0.4), 0.2]);
  map.setLayoutProperty("cells-label", "text-field", ["case", passes, ["get", `${asked.show}_label`], ""]);
  const letters = byClass(asked.show, part(1), tokens.text);
  paint("cells-label", "text-color", ["case", faint, tokens.text, letters]);
  for (const id of ["cells-halo", "cells-chosen"]) map.setFilter(id, ["==", ["get", "cell"], chosen]);
}
