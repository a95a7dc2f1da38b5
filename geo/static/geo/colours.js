/** The map takes its colours from the page's tokens, so that theme and accent are followed. */

const TOKENS = {
  surface: "--pl-surface",
  ink: "--pl-ink",
  ink3: "--pl-ink-3",
  accent: "--pl-accent",
  focus: "--pl-focus-out",
  halo: "--th-halo",
  onTheme: "--th-on",
  paper: "--m-halo",
  mask: "--m-mask",
  perimeter: "--m-perim",
  perimeterBand: "--m-perim-band",
  kept: "--m-kept",
  draw: "--m-draw",
  cut: "--m-cut",
  cutGround: "--m-cut-bg",
};

export function coloursOf(element) {
  const style = getComputedStyle(element);
  const read = ([name, token]) => [name, style.getPropertyValue(token).trim()];
  return { ...Object.fromEntries(Object.entries(TOKENS).map(read)), font: style.fontFamily };
}

/** A token such as rgba(240, 241, 240, .68), taken apart. */
export function colourAndOpacity(token) {
  const [red, green, blue, opacity = 1] = token.match(/[\d.]+/g).map(Number);
  return { colour: `rgb(${red}, ${green}, ${blue})`, opacity };
}

/** "light" or "dark": the reader's choice on <html> (the administration has its own word), else the system's. */
export function currentScheme() {
  const { bsTheme, theme } = document.documentElement.dataset;
  const chosen = bsTheme ?? theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls `act(scheme)` whenever the scheme changes; returns what stops it. */
export function onSchemeChange(act) {
  let known = currentScheme();
  const check = () => {
    const scheme = currentScheme();
    if (scheme !== known) act((known = scheme));
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const watcher = new MutationObserver(check);
  watcher.observe(document.documentElement, { attributeFilter: ["data-bs-theme", "data-theme"] });
  system.addEventListener("change", check);
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", check);
  };
}

export function isMotionReduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
