/** One thing at a time: shows a long form step by step. Without this file it is one plain form. */

/** @param {HTMLElement} run Holds `[data-step]` sections and the buttons that lead through them. */
export function start(run) {
  const steps = /** @type {HTMLElement[]} */ ([...run.querySelectorAll("[data-step]")]);
  const form = run.closest("form");
  if (!form || steps.length < 2) return;
  const button = (/** @type {string} */ name) => /** @type {HTMLElement} */ (run.querySelector(`[data-steps-${name}]`));
  const [back, next, send] = [button("back"), button("next"), button("send")];
  let at = Math.max(0, steps.findIndex((step) => step.querySelector(".field-bad")));

  const show = (/** @type {number} */ to, focus = true) => {
    at = Math.min(Math.max(to, 0), steps.length - 1);
    steps.forEach((step, index) => (step.hidden = index !== at));
    const last = at === steps.length - 1;
    [back.hidden, next.hidden, send.hidden] = [at === 0, last, !last];
    button("fill").style.setProperty("inline-size", `${(100 * (at + 1)) / steps.length}%`);
    button("words").textContent = (run.dataset.stepWords ?? "").replace("{n}", `${at + 1}`).replace("{total}", `${steps.length}`);
    if (focus) firstField(steps[at]).focus();
  };
  const go = () => {
    if (isFilled(steps[at], run.dataset.missing ?? "")) show(at + 1);
  };

  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", go);
  run.addEventListener("click", (event) => {
    // A finger on a choice is the answer; the arrow keys only look around.
    const radio = event.target;
    if (radio instanceof HTMLInputElement && radio.type === "radio" && event.detail && answers(steps[at], radio)) setTimeout(go, 150);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement) || at === steps.length - 1) return;
    event.preventDefault();
    go();
  });
  form.addEventListener("submit", (event) => {
    if (isFilled(steps[at], run.dataset.missing ?? "")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  // A line of the list of errors leads to its step.
  window.addEventListener("hashchange", () => {
    const step = document.getElementById(location.hash.slice(1))?.closest("[data-step]");
    if (step instanceof HTMLElement) show(steps.indexOf(step));
  });
  show(at, at > 0);
}

/** Says whether a choice is all that its step asks. @param {HTMLElement} step @param {HTMLInputElement} radio */
function answers(step, radio) {
  const others = /** @type {HTMLElement[]} */ ([...step.querySelectorAll(".input")]);
  return radio.value !== "other" && !others.some((field) => field.offsetParent);
}

/** @param {HTMLElement} step @returns {HTMLElement} */
function firstField(step) {
  // A choice is looked at first; only a question that is typed brings up the keyboard.
  const field = step.querySelector("input:checked") ?? (step.querySelector("fieldset") ? null : step.querySelector(".input"));
  const title = step.querySelector(".step-title");
  return /** @type {HTMLElement} */ (field instanceof HTMLElement && field.offsetParent ? field : title);
}

/** Checks what a step asks, and says beside it what is missing. @param {HTMLElement} step @param {string} missing */
function isFilled(step, missing) {
  step.querySelector("[data-step-problem]")?.remove();
  const problem = problemOf(step, missing);
  if (!problem) return true;
  const [place, sentence] = problem;
  const line = document.createElement("p");
  line.className = "field-error";
  line.dataset.stepProblem = "";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  (place.closest("label") ?? place).before(line); // never between a box and its words
  place.focus();
  return false;
}

/** @param {HTMLElement} step @param {string} missing @returns {[HTMLElement, string] | null} */
function problemOf(step, missing) {
  for (const group of step.querySelectorAll("fieldset")) {
    const choices = group.querySelector(".choices");
    const free = group.querySelector(".optional") || group.querySelector(":checked");
    if (!free && choices instanceof HTMLElement) return [choices, missing];
  }
  for (const input of step.querySelectorAll("input")) {
    if (input.type === "checkbox" && !input.checked && !input.closest("fieldset")) return [input, missing];
    if (input.type !== "radio" && !input.checkValidity()) return [input, input.validity.valueMissing ? missing : input.validationMessage];
  }
  return null;
}
