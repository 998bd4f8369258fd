/** Suggestions while one types in the search box: a combobox with a list; arrows, Enter, Escape. */

const PAUSE = 150; // milliseconds after the last key
const LEAST = 2; // characters

/** @typedef {{words: string, detail?: string, url?: string}} Suggestion */

/** @param {HTMLElement} form */
export function start(form) {
  const input = form.querySelector("input[type=search]");
  if (!(input instanceof HTMLInputElement) || !(form instanceof HTMLFormElement)) return;
  const list = makeList(form, input);
  let timer = 0;
  let asked = new AbortController();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    timer = setTimeout(() => ask(form, input, list, asked.signal), PAUSE);
  });
  input.addEventListener("keydown", (event) => steer(event, form, input, list));
  input.addEventListener("blur", () => setTimeout(() => close(input, list), PAUSE));
  list.addEventListener("mousedown", (event) => {
    const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (item instanceof HTMLElement) choose(item, form, input);
  });
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input */
function makeList(form, input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label")?.textContent ?? "");
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  return list;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input @param {HTMLUListElement} list @param {AbortSignal} signal */
async function ask(form, input, list, signal) {
  const words = input.value.trim();
  if (words.length < LEAST) return close(input, list);
  try {
    const url = new URL(form.dataset.suggestUrl ?? "", location.href);
    url.searchParams.set("q", words);
    const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json(), input, list);
  } catch {
    close(input, list); // Suggestions are a courtesy: the box works without them.
  }
}

/** @param {Suggestion[]} suggestions @param {HTMLInputElement} input @param {HTMLUListElement} list */
function show(suggestions, input, list) {
  list.replaceChildren(...suggestions.map((s, n) => option(s, `${list.id}-${n}`)));
  list.hidden = suggestions.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
}

/** @param {Suggestion} suggestion @param {string} id */
function option(suggestion, id) {
  const item = document.createElement("li");
  item.id = id;
  item.className = "suggestion";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.words = suggestion.words;
  item.dataset.url = suggestion.url ?? "";
  const words = document.createElement("span");
  words.textContent = suggestion.words;
  const detail = document.createElement("span");
  detail.className = "muted small";
  detail.textContent = suggestion.detail ?? "";
  item.append(words, detail);
  return item;
}

/** @param {KeyboardEvent} event @param {HTMLFormElement} form @param {HTMLInputElement} input @param {HTMLUListElement} list */
function steer(event, form, input, list) {
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  if (list.hidden || items.length === 0) return;
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(items, (at + 1) % items.length, input);
  else if (event.key === "ArrowUp") select(items, (at <= 0 ? items.length : at) - 1, input);
  else if (event.key === "Enter" && at >= 0) choose(items[at], form, input);
  else if (event.key === "Escape") close(input, list);
  else return;
  event.preventDefault();
}

/** @param {HTMLElement[]} items @param {number} at @param {HTMLInputElement} input */
function select(items, at, input) {
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  input.setAttribute("aria-activedescendant", items[at].id);
}

/** @param {HTMLElement} item @param {HTMLFormElement} form @param {HTMLInputElement} input */
function choose(item, form, input) {
  if (item.dataset.url) location.assign(item.dataset.url);
  else {
    input.value = item.dataset.words ?? "";
    form.requestSubmit();
  }
}

/** @param {HTMLInputElement} input @param {HTMLUListElement} list */
function close(input, list) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
}
