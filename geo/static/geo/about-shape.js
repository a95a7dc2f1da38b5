/**
 * The objects of a layer that a contribution is about: their lines and areas, asked of the server
 * apart from the contributions, and drawn with the attribution of their layer.
 */
import { getJson, latest } from "geo/http.js";

const EMPTY = { type: "FeatureCollection", features: [] };

/** Adds the layers, empty, under the layer `before`. */
export function addAboutShape(map, colours, before) {
  map.addSource("about", { type: "geojson", data: EMPTY, tolerance: 0 });
  const layer = (id, type, filter, paint) => {
    const layout = type === "line" ? { "line-join": "round", "line-cap": "round" } : {};
    map.addLayer({ id, type, source: "about", filter, paint, layout }, before);
  };
  const isShape = ["!=", ["geometry-type"], "Point"];
  layer("about-fill", "fill", ["==", ["geometry-type"], "Polygon"], { "fill-color": colours.kept });
  layer("about-casing", "line", isShape, {
    "line-color": colours.halo,
    "line-width": 7,
    "line-opacity": 0.85,
  });
  layer("about-edge", "line", isShape, { "line-color": colours.draw, "line-width": 3.4 });
}

export function showAboutShape(map, data) {
  map.getSource("about")?.setData(data ?? EMPTY);
}

/** Names the source of what is drawn beside the others, where it is not named yet; "" takes it away. */
export function showCredit(element, credit) {
  let plate = element.querySelector(".attr");
  if (!plate) {
    if (!credit) return;
    plate = document.createElement("div");
    plate.className = "attr";
    element.append(plate);
  }
  let part = plate.querySelector("[data-credit]");
  if (!part) {
    part = document.createElement("span");
    part.dataset.credit = "";
    plate.append(part);
  }
  part.textContent = "";
  const said = plate.innerText.trim();
  const isNew = Boolean(credit) && !said.includes(credit);
  const isLonger = isNew && said && credit.startsWith(said); // the same source, with its licence
  if (isLonger) part.textContent = credit.slice(said.length);
  else if (isNew) part.textContent = `${said ? " · " : ""}${credit}`;
  plate.hidden = !(said || isNew);
}

/** `tell(data)` hears what the address holds, null for none or where it cannot be had. */
export function aboutAsking(tell) {
  const ask = latest(async (address, signal) => (address ? getJson(address, signal) : null));
  return async (address) => {
    tell(null);
    const found = await ask(address).catch(() => null);
    if (found) tell(found);
  };
}
