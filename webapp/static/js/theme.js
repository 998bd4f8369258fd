/** Changes the theme at once and lets the server remember it. */

const MEDIA = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen", light: "not all" };

/** @param {HTMLElement} form The form of three buttons named `theme`. */
export function start(form) {
  form.addEventListener("submit", (event) => {
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (!(button instanceof HTMLButtonElement) || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    show(form, button.value);
    const body = new FormData(form);
    body.set("theme", button.value);
    // Lost on the way? The page looks right now; the choice is asked again next time.
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  });
}

/** @param {HTMLFormElement} form @param {string} theme */
function show(form, theme) {
  const sheet = document.getElementById("dark-sheet");
  if (sheet instanceof HTMLLinkElement && theme in MEDIA) sheet.media = MEDIA[/** @type {keyof MEDIA} */ (theme)];
  document.documentElement.dataset.theme = theme;
  for (const other of form.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other.value === theme));
  }
}
