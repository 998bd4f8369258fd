/** Copies a text and says so. */

/** @param {HTMLElement} button `data-copy`: the text; `data-done`: what to say. */
export function start(button) {
  const label = button.querySelector(".button-label");
  const before = label?.textContent ?? "";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    if (!label) return;
    label.textContent = button.dataset.done ?? "";
    setTimeout(() => (label.textContent = before), 2500);
  });
}
