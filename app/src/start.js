// Starts the islands of a page. Loaded as an own file (type="module"), so the page needs no inline
// script; reads where the module lies from its own tag:
//   <script type="module" src="/pkg/start.HASH.js" data-js="/pkg/onramp.HASH.js" data-wasm="/pkg/onramp_bg.HASH.wasm">
// Sets <html data-ready="yes"> when every island answers, "plain" when the page stays plain HTML.

const tag = document.querySelector("script[data-js][data-wasm]");
const page = document.documentElement;

// The runtime looks these up by name; no resource travels inside our pages, so they are empty.
globalThis.__RESOLVED_RESOURCES ??= [];
globalThis.__SERIALIZED_ERRORS ??= [];
globalThis.__INCOMPLETE_CHUNKS ??= [];

let module; // a promise: one download and one `hydrate` a page

function load() {
  module ??= import(tag.dataset.js).then(async (islands) => {
    await islands.default({ module_or_path: tag.dataset.wasm });
    islands.hydrate();
    return islands;
  });
  return module;
}

// `owners` holds, innermost last, what makes the enclosing island the parent of those in its children.
async function hydrateIsland(island, islands, owners) {
  if (island.$$hydrated) return;
  island.$$hydrated = true;
  const start = islands[island.dataset.component];
  if (!start) throw new Error(`No island is called ${island.dataset.component}.`);
  owners.at(-1)?.();
  await start(island);
}

// An island that fails leaves its own part of the page as it is; the others go on.
async function walk(node, islands, owners, failures) {
  const name = node.localName;
  if (name === "leptos-island") {
    await hydrateIsland(node, islands, owners).catch((error) => failures.push(error));
  }
  const inner = name === "leptos-children" ? [...owners, node.$$on_hydrate] : owners;
  for (const child of [...node.children]) await walk(child, islands, inner, failures);
}

function hasIslands(root) {
  return root.localName === "leptos-island" || root.querySelector("leptos-island") !== null;
}

/** Hydrates the islands in `root`, an element already in the page. Without any, nothing is loaded. */
async function hydrateIslands(root) {
  if (!hasIslands(root)) return;
  const outer = root.parentElement?.closest("leptos-children")?.$$on_hydrate;
  const failures = [];
  await walk(root, await load(), outer ? [outer] : [], failures);
  if (failures.length > 0) throw failures[0];
}

globalThis.__hydrateIslands = hydrateIslands;

let leaving = false; // a download cut short by the next page is not an error
addEventListener("pagehide", () => (leaving = true));

try {
  await hydrateIslands(document.body);
  page.dataset.ready = "yes";
  performance.mark("hydrated");
} catch (error) {
  page.dataset.ready = "plain";
  if (!leaving) console.error("The page works without its moving parts:", error);
}
