/** A place by its name beside the list: the map goes there, the list shows what is near. */
import "geo/place-search.js";

export function goToPlaces() {
  const frame = document.querySelector("[data-scroll-frame]");
  frame?.addEventListener("place-chosen", ({ target, detail }) => {
    const { form } = target.querySelector("input");
    target.querySelector("input").value = ""; // the place stands in the address from now on
    for (const [name, value] of [["near", detail.near], ["near_name", detail.name]]) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      form.append(hidden);
    }
    // After the list, whose filters the map follows: else it would fetch places without them.
    const arrived = new MutationObserver(() => {
      arrived.disconnect();
      document.querySelector("map-view")?.goTo?.(detail.near.split(",").map(Number));
    });
    arrived.observe(frame, { childList: true });
    form.requestSubmit();
  });
}
