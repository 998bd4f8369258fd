/** The hall's memory is short: without a touch the screen is emptied, after seconds that are counted aloud. */

const EVENTS = ["pointerdown", "keydown", "input", "wheel", "touchmove", "scroll", "pustaka:arrived"];
const TELL_EVERY = 11_000; // milliseconds between two signs of life; the server notes one in ten seconds
const AGAIN = 3_000; // milliseconds until a lost connection is tried again

/** @param {HTMLElement} box `data-after`, `data-warns`: seconds; `data-form`: what is sent; `data-here`: where life is told;
 *  `data-when-touched`: counts from the first touch only. */
export function start(box) {
  const [after, warns] = [Number(box.dataset.after), Number(box.dataset.warns)];
  // A first page that nobody touches has nothing to forget.
  let [last, told, left, telling] = ["whenTouched" in box.dataset ? Infinity : performance.now(), performance.now(), false, 0];
  const touched = () => {
    last = performance.now();
    if (!box.dataset.here || telling) return;
    // The last touch is told, too, if a little later: else the server would count from an earlier one.
    telling = setTimeout(() => {
      [told, telling] = [performance.now(), 0];
      tell(box);
    }, Math.max(0, told + TELL_EVERY - last));
  };
  for (const name of EVENTS) window.addEventListener(name, touched, { passive: true, capture: true });
  box.querySelector("[data-idle-stay]")?.addEventListener("click", touched);
  const timer = setInterval(() => {
    const rest = Math.ceil(after - (performance.now() - last) / 1000);
    show(box, rest, warns);
    if (rest > 0 || left) return;
    left = true;
    clearInterval(timer);
    empty(box.dataset.form ?? "");
  }, 250);
  // A page that the browser kept is never shown again.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** @param {HTMLElement} box @param {number} rest Seconds. @param {number} warns */
function show(box, rest, warns) {
  const warning = rest <= warns;
  if (warning && box.hidden) {
    // Said once; only the eye follows the count.
    const words = box.querySelector("[data-idle-words]");
    box.hidden = false;
    if (words) words.textContent = (box.dataset.words ?? "").replace("{seconds}", `${rest}`);
  }
  box.hidden = !warning;
  const [count, bar] = [box.querySelector("[data-idle-count]"), box.querySelector("[data-idle-bar]")];
  if (count) count.textContent = `${Math.max(rest, 0)}`;
  if (bar instanceof HTMLProgressElement) bar.value = Math.min(Math.max(rest, 0), warns); // an untouched page has endless time
}

/** @param {HTMLElement} box */
function tell(box) {
  const headers = { "X-CSRFToken": box.dataset.token ?? "" };
  // Lost on the way? The next touch tells it again.
  fetch(box.dataset.here ?? "", { method: "POST", headers }).catch(() => undefined);
}

/** Takes everything from the screen at once, then tells the server until it answers. @param {string} id Of the form. */
export async function empty(id) {
  const form = document.getElementById(id);
  if (!(form instanceof HTMLFormElement)) return location.reload();
  const body = new FormData(form);
  for (const other of document.forms) other.reset();
  document.documentElement.classList.add("emptied");
  sessionStorage.clear();
  for (;;) {
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    // Replaced, so that Back does not lead here.
    if (answer) return location.replace(answer.ok ? answer.url : form.dataset.home ?? form.action.replace(/\/leave$/, ""));
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}
