/** Prints the page. */

/** @param {HTMLElement} button `data-print-now`: at once, as after taking a number at a terminal with a printer. */
export function start(button) {
  button.addEventListener("click", () => window.print());
  if ("printNow" in button.dataset) window.addEventListener("load", () => window.print(), { once: true });
  if ("printNow" in button.dataset && document.readyState === "complete") window.print();
}
