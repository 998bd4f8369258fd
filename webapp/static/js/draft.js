/** Keeps what is typed through a reload or an error, on this device, until the tab is closed. Never passwords, never in the hall. */

const SKIP = new Set(["password", "hidden", "file", "submit", "button"]);
const PAUSE = 400; // milliseconds after the last key

/** @param {HTMLElement} form */
export function start(form) {
  if (!(form instanceof HTMLFormElement) || document.documentElement.dataset.view === "kiosk") return;
  const key = `draft:${form.dataset.draft}`;
  const early = fields(form).some(isChanged); // typed before this script was there
  restore(form, key);
  if (early) save(form, key);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, key), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.removeItem(key);
  });
}

/** @param {HTMLFormElement} form @returns {Array<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>} */
function fields(form) {
  return /** @type {any} */ ([...form.elements].filter((e) => "name" in e && e.name && !SKIP.has(/** @type {any} */ (e).type)));
}

/** @param {HTMLFormElement} form @param {string} key */
function save(form, key) {
  const values = fields(form).map((f) => [f.name, isBox(f) ? f.checked : f.value, isBox(f) ? f.value : ""]);
  sessionStorage.setItem(key, JSON.stringify(values));
  const note = form.querySelector("[data-draft-note]");
  if (note) note.textContent = form.dataset.saved ?? "";
}

/** Fills only what the server left as it first was: what it sent back after an error is newer. @param {HTMLFormElement} form @param {string} key */
function restore(form, key) {
  const stored = sessionStorage.getItem(key);
  if (!stored || form.querySelector("[aria-invalid]")) return;
  for (const [name, value, option] of JSON.parse(stored)) {
    for (const field of fields(form)) {
      if (field.name !== name) continue;
      if (isBox(field)) {
        if (field.value === option) field.checked = value;
      } else if (!field.value || field instanceof HTMLSelectElement) field.value = value;
    }
  }
}

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} field */
function isChanged(field) {
  if (field instanceof HTMLSelectElement) return false;
  return isBox(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** @param {Element} field @returns {field is HTMLInputElement} */
function isBox(field) {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}
