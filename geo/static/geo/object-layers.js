/** Layers of a consultation on its map: their objects from vector tiles, switches, cards. */
import { layersOn, objectName, searchWith, stripesName } from "geo/object-symbols.js";
import { fill, fillCount, language } from "geo/words.js";

const DASHES = { solid: null, dashed: [3, 1.6], dotted: [0.6, 1.4] };
const PREFIX = "objects-";
const CLASS = ["get", "class"];

const sourceOf = (slug) => PREFIX + slug;

function byClass(classes, value) {
  const cases = classes.flatMap((one, index) => [index, value(one)]);
  return classes.length ? ["match", CLASS, ...cases, value(classes[0])] : value({});
}

const numbers = (classes, fits) => classes.flatMap((one, index) => (fits(one) ? [index] : []));
const among = (list) => ["in", CLASS, ["literal", list]];
const isArea = ["==", ["geometry-type"], "Polygon"];

function shapesOf({ classes }, colours) {
  const colour = byClass(classes, (one) => one.colour ?? "#46525e");
  const line = { "line-join": "round", "line-cap": "butt" };
  const layers = [
    ["areas", "fill", { filter: isArea, paint: { "fill-color": colour, "fill-opacity": 0.2 } }],
    [
      "stripes",
      "fill",
      {
        filter: ["all", isArea, among(numbers(classes, (one) => one.fill === "hatched"))],
        paint: { "fill-pattern": byClass(classes, (one) => stripesName(one.colour)) },
      },
    ],
    ["case", "line", { layout: line, paint: { "line-color": colours.halo, "line-width": 4.6 } }],
  ];
  for (const [name, dashes] of Object.entries(DASHES)) {
    const paint = { "line-color": colour, "line-width": 2.4 };
    if (dashes) paint["line-dasharray"] = dashes;
    const filter = among(numbers(classes, (one) => one.line === name));
    layers.push([name, "line", { filter, layout: line, paint }]);
  }
  return layers;
}

function icon(classes) {
  const count = ["to-string", ["coalesce", ["get", "count"], ""]];
  return ["concat", byClass(classes, (one) => objectName(one)), count];
}

/** Adds every layer, those that are off as well, but invisible: nothing is asked for them. */
function addLayer(map, layer, colours, under, isOn) {
  const source = sourceOf(layer.slug);
  const visibility = isOn ? "visible" : "none";
  const tiles = [location.origin + layer.tiles];
  map.addSource(source, { type: "vector", tiles, maxzoom: 17 });
  const add = (name, type, sourceLayer, { layout = {}, ...rest }, before) =>
    map.addLayer(
      {
        ...{ id: `${source}-${name}`, type, source, "source-layer": sourceLayer },
        ...{ layout: { ...layout, visibility }, ...rest },
      },
      before,
    );
  for (const [name, type, rest] of shapesOf(layer, colours)) add(name, type, "shapes", rest, under);
  const layout = {
    "icon-image": icon(layer.classes),
    "icon-allow-overlap": true,
    "icon-padding": 0,
  };
  add("points", "symbol", "points", { layout });
}

/** The symbol layers of objects that are drawn now, for pointer and keyboard. */
export function objectPoints(map) {
  const ids = map.getLayersOrder?.() ?? [];
  return ids.filter((id) => id.startsWith(PREFIX) && id.endsWith("-points"));
}

export const isObject = (feature) => Boolean(feature?.source?.startsWith(PREFIX));

/** What an object's own page calls it, and its body. */
async function pageAt(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const title = page.querySelector("h1")?.textContent ?? "";
  return { title, nodes: [...(page.querySelector("[data-object]")?.childNodes ?? [])] };
}

/** What <map-view> needs of the layers: `layers` of the page, the words of the map. */
export function objectLayers(element, layers, words) {
  let on = layersOn(location.search, layers);
  let map = null;
  const layerOf = (feature) => layers.find((one) => sourceOf(one.slug) === feature.source);
  const classOf = (feature) => layerOf(feature)?.classes[feature.properties.class];
  const boxes = [...element.querySelectorAll("[data-layer-switches] input")];

  function show() {
    for (const box of boxes) box.checked = on.includes(box.value);
    for (const credit of element.querySelectorAll("[data-layer-credit]")) {
      credit.hidden = !on.includes(credit.dataset.layerCredit);
    }
    if (!map?.style) return;
    for (const id of map.getLayersOrder().filter((one) => one.startsWith(PREFIX))) {
      const slug = map.getLayer(id).source.slice(PREFIX.length);
      map.setLayoutProperty(id, "visibility", on.includes(slug) ? "visible" : "none");
    }
  }

  function change() {
    on = boxes.filter((box) => box.checked).map((box) => box.value);
    history.replaceState(history.state, "", location.pathname + searchWith(location.search, layers, on));
    show();
  }

  boxes.forEach((box) => box.addEventListener("change", change));
  window.addEventListener("popstate", () => {
    on = layersOn(location.search, layers);
    show();
  });
  show();

  function nameOf(feature) {
    const { count, name } = feature.properties;
    const label = classOf(feature)?.label ?? "";
    if (!count) return name ? `${name}, ${label}` : label;
    return fillCount(words.objectOne, words.objectOther, count, language(), { label });
  }

  return {
    nameOf,
    /** Shapes under the names; marks above them, below the pins of contributions. */
    dress(target, colours, under) {
      map = target;
      for (const layer of layers) addLayer(map, layer, colours, under, on.includes(layer.slug));
    },
    /** What the card says of one object; its tags come from its own page. */
    cardOf(feature) {
      const layer = layerOf(feature);
      const look = classOf(feature);
      const { id, name } = feature.properties;
      const address = `${layer.page}${id}/`;
      return {
        place: feature.geometry.coordinates,
        look,
        kindTitle: layer.title,
        title: name ?? look?.label ?? "",
        address,
        page: pageAt(address).catch(() => ({ title: "", nodes: [fill(words.trouble, {})] })),
      };
    },
  };
}
