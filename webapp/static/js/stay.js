/** At a terminal the history does not grow: every page takes the place of the one before, so Back leads out of nobody's reading. */

import { showPage } from "./whole-page.js";

const KEY = "way";
const LONGEST = 50;

/** @param {HTMLElement} bar Holds the button `[data-stay-back]`, which goes back by our own list. */
export function start(bar) {
  const back = bar.querySelector("[data-stay-back]");
  if (back instanceof HTMLElement) {
    back.hidden = way().length === 0;
    back.addEventListener("click", () => {
      const pages = way();
      const before = pages.pop();
      sessionStorage.setItem(KEY, JSON.stringify(pages));
      if (before) location.replace(before);
    });
  }
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
}

/** @returns {string[]} */
function way() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
}

/** @param {string} address */
function go(address) {
  const here = location.pathname + location.search;
  const pages = way();
  if (pages.at(-1) !== here) pages.push(here);
  sessionStorage.setItem(KEY, JSON.stringify(pages.slice(-LONGEST)));
  location.replace(address);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || link.origin !== location.origin) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  go(link.href);
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method === "dialog") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  if (form.method === "get") {
    const address = new URL(form.action);
    address.search = `${new URLSearchParams(/** @type {any} */ (body))}`;
    go(address.href);
    return;
  }
  await post(form, body);
}

/** A redirect is followed in place; a page with an error is shown in place. @param {HTMLFormElement} form @param {FormData} body */
async function post(form, body) {
  // The page that a redirect leads to is asked for once, by going there: it says what it has to say once.
  const headers = { Accept: "text/html", ...(form.dataset.drafts === "clear" ? {} : { "X-Stay": "1" }) };
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  if (!answer) return location.reload();
  if (form.dataset.drafts === "clear") sessionStorage.clear();
  if (answer.redirected) return form.dataset.drafts === "clear" ? location.replace(answer.url) : go(answer.url);
  showPage(await answer.text());
}
