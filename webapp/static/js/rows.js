/** J and K go down and up through the rows of a list: the focus moves to each row's next step. */

import { isTyping } from "./keys.js";

const STEPS = new Map([["j", 1], ["k", -1]]);

/** @param {HTMLElement} region `data-rows`: the selector of what takes the focus in each row. */
export function start(region) {
  document.addEventListener("keydown", (event) => {
    const step = STEPS.get(event.key.toLowerCase());
    if (!step || !region.isConnected || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const stops = /** @type {HTMLElement[]} */ ([...region.querySelectorAll(region.dataset.rows ?? "")]);
    const here = stops.findIndex((stop) => stop === document.activeElement);
    const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
}
