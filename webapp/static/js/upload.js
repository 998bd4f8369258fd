/** Shows how much of the files is sent. The server answers with a page, which is then shown. */

import { busy, ready } from "./once.js";
import { showPage } from "./whole-page.js";

/** @param {HTMLElement} form */
export function start(form) {
  if (!(form instanceof HTMLFormElement)) return;
  let sending = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (button instanceof HTMLElement) busy(button);
    send(form, () => {
      sending = false;
      if (button instanceof HTMLElement) ready(button);
    });
  });
}

/** @param {HTMLFormElement} form @param {() => void} again Called when the connection is lost. */
function send(form, again) {
  const bar = form.querySelector("[data-upload-bar]");
  const words = form.querySelector("[data-upload-words]");
  const say = (/** @type {string | undefined} */ text) => words && (words.textContent = text ?? "");
  if (bar instanceof HTMLElement) bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable || !(bar instanceof HTMLProgressElement)) return;
    bar.value = (100 * loaded) / total;
    say(form.dataset.sending?.replace("{part}", `${Math.floor(bar.value)} %`));
  });
  request.upload.addEventListener("load", () => say(form.dataset.working));
  request.addEventListener("load", () => follow(request));
  request.addEventListener("error", () => {
    say(form.dataset.failed);
    again();
  });
  request.open("POST", form.action);
  const fields = new FormData(form);
  // In a header it is checked before the files are read.
  request.setRequestHeader("X-CSRFToken", String(fields.get("csrf_token") ?? ""));
  request.send(fields);
}

/** A redirect leads on; a page with an error is shown in place. @param {XMLHttpRequest} request */
function follow(request) {
  if (request.status < 400 && request.responseURL !== location.href) {
    location.assign(request.responseURL);
    return;
  }
  showPage(request.responseText);
}
