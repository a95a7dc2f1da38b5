/** The import map for node: geo/x.js is geo/static/geo/x.js, and so for the other apps. */
const ROOT = new URL("../../", import.meta.url);

export function resolve(name, context, next) {
  const app = /^(geo|participation|basemaps)\/.+\.js$/.exec(name)?.[1];
  if (!app) return next(name, context);
  const url = new URL(`${app}/static/${name}`, ROOT).href;
  return { url, format: "module", shortCircuit: true };
}
