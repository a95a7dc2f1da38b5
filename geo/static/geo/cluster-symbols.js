/** Clusters: size, ring and name from their counts. No DOM here. */
import { fill, fillCount } from "geo/words.js";

export const RING_WIDTH = 5;
const GAP = 3; // px between two parts of the ring

/** Diameter in px: under 10, under 30, more. */
export function clusterSize(count) {
  if (count < 10) return 34;
  return count < 30 ? 40 : 48;
}

/**
 * The parts of the ring, clockwise from the top in the order of the themes:
 * [{colour, from, to}] in radians, 0 at the top.
 */
export function ringParts(counts, themes, radius, plain) {
  const named = themes
    .map((theme) => ({ colour: theme.colour, count: counts[themeKey(theme)] ?? 0 }))
    .filter((part) => part.count > 0);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rest = total - named.reduce((sum, part) => sum + part.count, 0);
  const parts = rest > 0 ? [...named, { colour: plain, count: rest }] : named;
  const gap = parts.length > 1 ? GAP / radius : 0;
  let at = 0;
  return parts.map(({ colour, count }) => {
    const turn = (count / total) * 2 * Math.PI;
    const part = { colour, from: at + gap / 2, to: Math.max(at + turn - gap / 2, at + gap / 2) };
    at += turn;
    return part;
  });
}

/** Tiles count by letter and shape, which no two themes share. */
export function themeKey({ letter, shape }) {
  return `${letter}-${shape}`;
}

/** Counts by theme from the properties of a cluster in a tile. */
export function countsOf(properties, themes) {
  const counts = {};
  for (const theme of themes) {
    const count = Number(properties[themeKey(theme)] ?? 0);
    if (count > 0) counts[themeKey(theme)] = count;
  }
  const rest = Number(properties.count) - Object.values(counts).reduce((a, b) => a + b, 0);
  if (rest > 0) counts.none = rest;
  return counts;
}

export function clusterImageName(count, counts) {
  const parts = Object.entries(counts).map(([key, value]) => `${key}:${value}`);
  return ["cluster", count, parts.join(",")].join("|");
}

export function readClusterImageName(name) {
  const [kind, count, parts] = name.split("|");
  if (kind !== "cluster") return null;
  const pairs = parts.split(",").filter(Boolean).map((part) => part.split(":"));
  return {
    count: Number(count),
    counts: Object.fromEntries(pairs.map(([key, value]) => [key, Number(value)])),
  };
}

/** « 21 contributions: 9 transport, 6 places » in the reader's language. */
export function clusterLabel(count, counts, themes, words, language) {
  const head = fillCount(words.clusterOne, words.clusterOther, count, language);
  const named = themes
    .map((theme) => ({ title: theme.short || theme.title, count: counts[themeKey(theme)] }))
    .filter((part) => part.count > 0)
    .sort((a, b) => b.count - a.count)
    .map((part) => `${part.count.toLocaleString(language)} ${part.title}`);
  return named.length ? fill(words.clusterParts, { head, parts: named.join(", ") }) : head;
}
