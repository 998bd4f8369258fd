/**
 * Brings the page to life, piece by piece: an element with `data-module="draft once"` gets `draft.js` and `once.js`,
 * loaded only where used. Each exports `start(element)`. Without this file every page still works.
 */

const MODULES = new Set([
  "copy", "countdown", "draft", "drop", "focus", "follow", "gather", "idle", "keys", "live", "menu", "once", "opener", "page-text", "print",
  "reader", "reveal", "rows", "side-search", "stay", "steps", "suggest", "summary", "theme", "upload", "viewer", "voice", "wide-open",
]);
const started = new WeakSet();

/** @param {ParentNode} root */
function startAll(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    if (!(element instanceof HTMLElement) || started.has(element)) continue;
    started.add(element);
    for (const name of (element.dataset.module ?? "").split(" ")) start(name, element);
  }
}

/** @param {string} name @param {HTMLElement} element */
async function start(name, element) {
  if (!MODULES.has(name)) return;
  const module = await import(`./${name}.js`);
  module.start(element);
}

document.documentElement.classList.add("js");
startAll(document);
// Parts that htmx or `live` brings in later.
document.addEventListener("htmx:after:swap", () => startAll(document));
document.addEventListener("pustaka:changed", () => startAll(document));
// A kept draft belongs to whoever is signed in; it goes when she goes.
document.addEventListener("submit", (event) => {
  if (event.target instanceof HTMLElement && event.target.dataset.drafts === "clear") sessionStorage.clear();
});
