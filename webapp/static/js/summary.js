/** Orders the list of errors as the form is ordered, and says which field each of them is about. */

import { start as focus } from "./focus.js";

/** @param {HTMLElement} summary */
export function start(summary) {
  const list = summary.querySelector("ul");
  const found = [...summary.querySelectorAll("a")].map((link) => ({ link, field: fieldOf(link) }));
  found.sort((one, other) => (follows(other.field, one.field) ? -1 : follows(one.field, other.field) ? 1 : 0));
  for (const { link, field } of found) {
    const name = field ? labelOf(field) : "";
    if (name) link.prepend(`${name}: `);
    if (list && link.parentElement) list.append(link.parentElement);
  }
  focus(summary);
}

/** @param {HTMLAnchorElement} link */
function fieldOf(link) {
  const name = link.getAttribute("href")?.slice(1) ?? "";
  if (!name) return null;
  return document.getElementById(name) ?? document.getElementsByName(name)[0] ?? null;
}

/** A box to tick is named by a whole declaration, which its own sentence repeats. @param {HTMLElement} field */
function labelOf(field) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return "";
  const label = (field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`)) || field.closest("fieldset")?.querySelector("legend");
  const words = label?.cloneNode(true);
  if (!(words instanceof HTMLElement)) return "";
  words.querySelector(".optional")?.remove();
  return words.textContent?.trim() ?? "";
}

/** @param {Node | null} one @param {Node | null} other */
function follows(one, other) {
  return Boolean(one && other && other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
}
