/** The mark of a class of objects as an SVG, like those on the map. */
import { objectShape } from "geo/object-symbols.js";

const SVG = "http://www.w3.org/2000/svg";

export function objectSvg({ shape, letter, colour }, size = 24) {
  const { path, letterY, letterSize } = objectShape(shape);
  const make = (name, attributes) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const box = { viewBox: "-20 -21 40 40", width: size, height: size, "aria-hidden": "true" };
  const svg = make("svg", { ...box, class: "osym" });
  svg.append(make("path", { d: path, fill: "#fff", stroke: colour ?? "", "stroke-width": 4 }));
  const text = { y: letterY, "font-size": letterSize, "font-weight": 700, "text-anchor": "middle" };
  const written = make("text", { ...text, fill: colour ?? "" });
  written.textContent = letter ?? "";
  svg.append(written);
  return svg;
}
