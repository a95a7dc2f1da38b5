/** Words come from the template (`<template data-words data-…>`), never from a script. */

export function wordsOf(element) {
  const holder = element.querySelector("template[data-words]");
  return holder ? { ...holder.dataset } : {};
}

/** Puts values into a sentence: fill("{count} points", {count: 3}). */
export function fill(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** Chooses between two sentences by the plural rule of the language. */
export function fillCount(one, other, count, language, values = {}) {
  const sentence = new Intl.PluralRules(language).select(count) === "one" ? one : other;
  return fill(sentence, { ...values, count: count.toLocaleString(language) });
}

export function language() {
  return document.documentElement.lang || "fr";
}
