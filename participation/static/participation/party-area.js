/** The ground of a carto-party: whoever draws an area means that it is drawn. */
import "geo/map-draw.js";

const map = document.querySelector("map-draw");
const fold = map?.closest("details");

map?.addEventListener("draw-ready", () => map.choose("area"));
map?.addEventListener("drawing-changed", ({ detail }) => {
  const drawn = document.querySelector('input[name="way"][value="drawn"]');
  if (detail?.geometry && fold?.open && drawn) drawn.checked = true;
});
