/** Brings the reader to what must be read first, as the list of errors. */

/** @param {HTMLElement} element */
export function start(element) {
  element.focus();
}
