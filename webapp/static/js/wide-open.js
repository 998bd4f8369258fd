/** Filters stand open beside wide pages and folded above narrow ones. */

/** @param {HTMLElement} box */
export function start(box) {
  if (box instanceof HTMLDetailsElement) box.open = matchMedia("(min-width: 56rem)").matches;
}
