/** Lays the page's words, unseen, over its picture: they can be selected, copied and found by the browser. */

import { patientFetch, patientImage } from "./patience.js";

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 1000; // fractions of a page are too small for type sizes

/** @param {HTMLElement} reader `data-words`: where the words and their boxes are. */
export async function start(reader) {
  const page = reader.querySelector('[data-reader="page"]');
  const image = page?.querySelector("img");
  if (!(page instanceof HTMLElement) || !image || !reader.dataset.words) return;
  patientImage(image, reader.querySelector('[data-reader="wait"]'));
  sharpen(image);
  const answer = await patientFetch(reader.dataset.words, { headers: { Accept: "application/json" } });
  if (answer.ok) page.append(layer((await answer.json()).words, image.height / image.width));
}

/** An enlarged page takes a larger picture. @param {HTMLImageElement} image */
function sharpen(image) {
  new ResizeObserver(() => {
    if (image.clientWidth) image.sizes = `${Math.ceil(image.clientWidth)}px`;
  }).observe(image);
}

/** @typedef {[string, number, number, number, number]} Word */

/** @param {Word[]} words @param {number} ratio Height by width. */
function layer(words, ratio) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "page-words");
  svg.setAttribute("viewBox", `0 0 ${SCALE} ${SCALE * ratio}`);
  svg.setAttribute("aria-hidden", "true");
  let line = document.createElementNS(SVG, "text");
  /** @type {Word | null} */
  let last = null;
  for (const word of words) {
    if (!last || isNewLine(last, word)) {
      line = document.createElementNS(SVG, "text");
      svg.append(line);
    }
    line.append(span(word, ratio), " ");
    last = word;
  }
  return svg;
}

/** @param {Word} word @param {number} ratio */
function span([text, x0, y0, x1, y1], ratio) {
  const part = document.createElementNS(SVG, "tspan");
  part.textContent = text;
  const height = (y1 - y0) * SCALE * ratio;
  part.setAttribute("x", String(x0 * SCALE));
  part.setAttribute("y", String(y0 * SCALE * ratio + 0.8 * height));
  part.setAttribute("font-size", String(0.85 * height));
  part.setAttribute("textLength", String((x1 - x0) * SCALE));
  part.setAttribute("lengthAdjust", "spacingAndGlyphs");
  return part;
}

/** @param {Word} before @param {Word} word */
function isNewLine(before, word) {
  const middle = (word[2] + word[4]) / 2;
  return middle < before[2] || middle > before[4] || word[1] < before[1];
}
