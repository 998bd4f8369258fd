/** Shows a password while one looks. */

/** @param {HTMLElement} button `data-for`: the field's id; `data-hide`: the other word. */
export function start(button) {
  const input = document.getElementById(button.dataset.for ?? "");
  const label = button.querySelector(".button-label");
  if (!(input instanceof HTMLInputElement) || !label) return;
  const show = label.textContent ?? "";
  const set = (/** @type {boolean} */ shown) => {
    input.type = shown ? "text" : "password";
    label.textContent = shown ? button.dataset.hide ?? "" : show;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => set(input.type === "password"));
  // Never send or store it as plain text.
  input.form?.addEventListener("submit", () => set(false));
}
