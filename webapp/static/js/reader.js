/** The page viewer: arrows turn pages, + and − change the size, the first word sought comes into view. */

import { isTyping } from "./keys.js";

const LARGEST = 4;

/** @param {HTMLElement} reader */
export function start(reader) {
  const part = (/** @type {string} */ name) => reader.querySelector(`[data-reader="${name}"]`);
  const page = part("page");
  const zoom = (/** @type {number} */ by) => page instanceof HTMLElement && resize(page, by);
  part("larger")?.addEventListener("click", () => zoom(1));
  part("smaller")?.addEventListener("click", () => zoom(-1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else if (event.repeat && !isDrawn(page)) return;
    else if (event.key === "ArrowRight" || event.key === "PageDown") turn(part("next"), part("frame"), event);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(part("previous"), part("frame"), event);
  });
  showFirstHit(reader);
}

/** Go to the next size that looks different: on a narrow screen the first two are one. @param {HTMLElement} page @param {number} by */
function resize(page, by) {
  const width = page.offsetWidth;
  let now = Number(/reader-zoom-(\d)/.exec(page.className)?.[1] ?? 0);
  while (page.offsetWidth === width && now + by >= 0 && now + by <= LARGEST) {
    page.classList.replace(`reader-zoom-${now}`, `reader-zoom-${now + by}`);
    now += by;
  }
}

/** A key that is held down turns no faster than pages can be seen. @param {Element | null} page */
function isDrawn(page) {
  const image = page?.querySelector("img");
  return !image || image.complete;
}

/** An enlarged page scrolls with the arrows first. @param {Element | null} link @param {Element | null} frame @param {KeyboardEvent} event */
function turn(link, frame, event) {
  if (!(link instanceof HTMLElement)) return;
  if (frame && event.key.startsWith("Arrow") && frame.scrollWidth > frame.clientWidth + 1) return;
  event.preventDefault();
  link.click();
}

/** @param {HTMLElement} reader */
function showFirstHit(reader) {
  const hit = reader.querySelector("rect");
  const frame = reader.querySelector('[data-reader="frame"]');
  if (!hit || !(frame instanceof HTMLElement)) return;
  const above = hit.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  frame.scrollTop += above - frame.clientHeight / 3;
}
