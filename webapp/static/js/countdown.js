/** A promise running: the ring fills, the words count, tone and words change at the warning (60 %) and at the end. */

/** @param {HTMLElement} element `data-left` and `data-limit` in seconds, by the server's clock; `data-warns`: a share of it. */
export function start(element) {
  const limit = Number(element.dataset.limit);
  // The monotonic clock: a wrong or changed clock of the device does no harm.
  const due = performance.now() + Number(element.dataset.left) * 1000;
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else show(element, Math.round((due - performance.now()) / 1000), limit);
  }, 1000);
}

/** @param {HTMLElement} element @param {number} left @param {number} limit */
function show(element, left, limit) {
  const used = 1 - left / limit;
  const share = Math.min(Math.max(used, 0), 1) * 100;
  element.querySelector(".ring-value")?.setAttribute("stroke-dasharray", `${share.toFixed(1)} 100`);
  element.classList.toggle("ring-bad", left < 0);
  const warns = left >= 0 && used >= Number(element.dataset.warns ?? 0.6);
  element.classList.toggle("ring-warn", warns);
  const words = element.querySelector("[data-countdown-words]");
  const seconds = Math.abs(left);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const sentence = left < 0 ? element.dataset.late : (warns && element.dataset.hurry) || element.dataset.words;
  if (words) words.textContent = (sentence ?? "{time}").replace("{time}", time);
}
