/** The catalogue beside the case: hits are shown in place. Without this file the search opens in a tab of its own. */

/** @param {HTMLElement} place Holds the search form, and an element `[data-side-hits]` for what is found. */
export function start(place) {
  const form = place.querySelector("form");
  const hits = place.querySelector("[data-side-hits]");
  if (!form || !(hits instanceof HTMLElement)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(form.action);
    url.search = new URLSearchParams(/** @type {any} */ (new FormData(form))).toString();
    show(url, hits);
  });
}

/** @param {URL} url @param {HTMLElement} hits */
async function show(url, hits) {
  hits.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("ol.hits") ?? page.querySelector("main .empty, main .error, main .wrap");
    hits.replaceChildren(...(found ? [found] : []));
    for (const link of hits.querySelectorAll("a")) link.target = "_blank";
  } catch {
    hits.textContent = hits.dataset.failed ?? "";
  }
  hits.removeAttribute("aria-busy");
  hits.scrollTop = 0;
}
