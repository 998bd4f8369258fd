/** A double click sends once: the second press finds a button that says it is at work. */

/** @param {HTMLElement} form */
export function start(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    sent = true;
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (button instanceof HTMLElement) busy(button);
  });
  // Coming back by the Back button, the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && sent) location.reload();
  });
}

/** @param {HTMLElement} button Not `disabled`, else its name and value would not be sent. */
export function busy(button) {
  const label = button.querySelector(".button-label");
  button.setAttribute("aria-disabled", "true");
  button.dataset.word ??= label?.textContent ?? "";
  if (label && button.dataset.busy) label.textContent = button.dataset.busy;
}

/** @param {HTMLElement} button That was `busy`. */
export function ready(button) {
  const label = button.querySelector(".button-label");
  button.removeAttribute("aria-disabled");
  if (label) label.textContent = button.dataset.word ?? "";
}
