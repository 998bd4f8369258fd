/**
 * A region that follows the floor: it asks every two seconds what changed, less often when nobody looks or nothing
 * answers, and sends its forms without leaving the page. Without this file the forms and a reload do the same.
 *
 * `data-url`: what to ask; `data-event`: the last event that is shown; `data-banner`: the element that says that nothing
 * answers, with its words in `data-offline` and `data-unsent`.
 */

import { morph } from "./live/morph.js";
import { busy, ready } from "./once.js";

const OFTEN = 2000; // milliseconds
const UNSEEN = 20_000; // while the page is in the background
const SLOWEST = 30_000; // while nothing answers
const PATIENCE = 10_000; // for one answer

/** @param {HTMLElement} region */
export function start(region) {
  new Live(region).begin();
}

class Live {
  /** @param {HTMLElement} region */
  constructor(region) {
    this.region = region;
    this.banner = document.querySelector(region.dataset.banner ?? "");
    this.tag = "";
    this.time = region.dataset.time ?? "";
    this.failures = 0;
    this.sending = false;
    this.timer = 0;
  }

  begin() {
    const soon = () => this.later(0);
    document.addEventListener("visibilitychange", () => document.hidden || soon());
    window.addEventListener("online", soon);
    // Capture: before the form's own guard against double clicks.
    this.region.addEventListener("submit", (event) => this.submit(event), true);
    this.later(OFTEN);
  }

  /** @param {number} pause */
  later(pause) {
    clearTimeout(this.timer);
    if (this.region.isConnected) this.timer = setTimeout(() => this.ask(), pause);
  }

  pause() {
    if (document.hidden) return UNSEEN;
    return Math.min(OFTEN * 2 ** this.failures, SLOWEST);
  }

  async ask() {
    // An answer that was asked for before a form was sent would show the page as it was.
    if (this.sending) return this.later(OFTEN);
    try {
      const url = new URL(this.region.dataset.url ?? "", location.href);
      url.searchParams.set("after", this.region.dataset.event ?? "0");
      const answer = await fetch(url, {
        headers: { "HX-Request": "true", ...(this.tag && { "If-None-Match": this.tag }) },
        signal: AbortSignal.timeout(PATIENCE),
      });
      await this.take(answer);
    } catch {
      this.failures += 1;
      this.say(this.region.dataset.offline);
    }
    this.later(this.pause());
  }

  /** @param {Response} answer */
  async take(answer) {
    if (answer.status === 401 || answer.status === 403) return location.reload();
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    const text = answer.status === 304 ? "" : await answer.text();
    this.answered(answer);
    if (!text || this.sending) return;
    this.tag = answer.headers.get("ETag") ?? "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-event]");
    if (fresh) this.show(this.region, fresh);
  }

  /** @param {Response} answer */
  answered(answer) {
    this.failures = 0;
    this.time = answer.headers.get("X-Time") ?? this.time;
    this.say("");
  }

  /** @param {Element} old @param {Element} fresh */
  show(old, fresh) {
    const title = fresh.getAttribute("data-title") ?? fresh.querySelector("[data-title]")?.getAttribute("data-title");
    morph(old, fresh);
    if (title) document.title = title;
    document.dispatchEvent(new Event("pustaka:changed"));
  }

  /** @param {string | undefined} words */
  say(words) {
    if (!(this.banner instanceof HTMLElement)) return;
    const text = (words ?? "").replace("{time}", this.time);
    const place = this.banner.querySelector("[data-words]") ?? this.banner;
    if (text && place.textContent !== text) place.textContent = text;
    this.banner.hidden = !text;
  }

  /** @param {Event} event */
  async submit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    event.preventDefault();
    if (this.sending) return;
    const button = /** @type {SubmitEvent} */ (event).submitter;
    const body = new FormData(form, button);
    this.sending = true;
    if (button) busy(button);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      this.lead(form, answer, await answer.text());
    } catch {
      this.say(this.region.dataset.unsent);
    }
    if (button) ready(button);
    this.sending = false;
    this.later(OFTEN);
  }

  /** Shows the page that answered, in place. @param {HTMLFormElement} form @param {Response} answer @param {string} text */
  lead(form, answer, text) {
    const to = new URL(answer.url);
    if (to.pathname.startsWith("/account/")) return location.reload();
    const page = new DOMParser().parseFromString(text, "text/html");
    const [old, fresh] = [document.querySelector("main"), page.querySelector("main")];
    if (!old || !fresh) return location.reload();
    if (answer.ok) {
      form.dataset.spent = "yes";
      form.reset();
      form.closest("details")?.removeAttribute("open");
    }
    if (to.pathname !== location.pathname) {
      location.assign(to.pathname + to.search);
      return;
    }
    this.tag = "";
    this.answered(answer);
    this.show(old, fresh);
    document.title = page.title || document.title;
    delete form.dataset.spent;
  }
}
