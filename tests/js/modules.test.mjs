import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const LIBRARIES = new Set(["maplibre-gl"]);
const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

function modules() {
  const found = new Map();
  for (const app of ["geo", "participation", "basemaps"]) {
    const folder = new URL(`${app}/static/${app}/`, ROOT);
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
      const text = readFileSync(new URL(file, folder), "utf8");
      const imports = [...text.matchAll(IMPORT)].map(([, name]) => name);
      found.set(`${app}/${file}`, { text, imports });
    }
  }
  return found;
}

const MODULES = modules();

function reaches(from, target, seen = new Set()) {
  if (seen.has(from)) return false;
  seen.add(from);
  const { imports } = MODULES.get(from) ?? { imports: [] };
  return imports.some((name) => name === target || reaches(name, target, seen));
}

test("there are modules to look at", () => assert.ok(MODULES.size > 20));

test("every import is a module of ours or a library of the import map", () => {
  const names = [...MODULES.values()].flatMap(({ imports }) => imports);
  const unknown = names.filter((name) => !MODULES.has(name) && !LIBRARIES.has(name));
  assert.deepEqual(unknown, []);
});

test("no module reaches itself through its imports", () => {
  assert.deepEqual([...MODULES.keys()].filter((name) => reaches(name, name)), []);
});

test("geo knows nothing of participation", () => {
  const upward = [...MODULES].filter(
    ([name, { imports }]) =>
      name.startsWith("geo/") && imports.some((one) => one.startsWith("participation/")),
  );
  assert.deepEqual(upward.map(([name]) => name), []);
});

test("a module stays under 300 lines and writes no HTML from strings", () => {
  for (const [name, { text }] of MODULES) {
    assert.ok(text.split("\n").length <= 300, name);
    assert.doesNotMatch(text, /innerHTML|insertAdjacentHTML|document\.write|\beval\(/, name);
  }
});
