/** Single keys of the staff's screens, as their legend shows them; silent while one types. */

/** @param {HTMLElement} legend */
export function start(legend) {
  document.addEventListener("keydown", (event) => {
    if (!legend.isConnected || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    for (const item of legend.querySelectorAll("[data-key]")) {
      if (!(item instanceof HTMLElement) || item.dataset.key?.toLowerCase() !== event.key.toLowerCase()) continue;
      press(item.dataset.target, event);
    }
  });
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @param {string | undefined} selector @param {KeyboardEvent} event */
function press(selector, event) {
  const target = selector ? document.querySelector(selector) : null;
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  if (isTyping(target)) target.focus();
  else target.click();
}
