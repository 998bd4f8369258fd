/** A part of the page that moves: asks by the number of the last event, so nothing is lost while the server was away. */

const LONGEST = 15_000; // milliseconds between two tries
const PATIENCE = 8_000; // milliseconds for an answer

/** @param {HTMLElement} root `data-url`, `data-version`, `data-every` (milliseconds), optionally `data-day`, `data-suffix`. */
export function start(root) {
  const place = root.querySelector("[data-live-place]");
  const notice = root.querySelector("[data-live-notice]");
  const every = Number(root.dataset.every);
  let misses = 0;
  const ask = async () => {
    try {
      await renew(root, place);
      misses = 0;
    } catch {
      misses += 1;
    }
    // One lost answer is no news.
    if (notice instanceof HTMLElement) notice.hidden = misses < 2;
    setTimeout(ask, misses ? Math.min(every * 2 ** (misses - 1), LONGEST) : every);
  };
  setTimeout(ask, every);
}

/** @param {HTMLElement} root @param {Element | null} place */
async function renew(root, place) {
  const address = `${root.dataset.url}?after=${encodeURIComponent(root.dataset.version ?? "")}`;
  const headers = { Accept: "application/json" };
  const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 204) return;
  if (!answer.ok) throw new Error(`${answer.status}`);
  const state = await answer.json();
  // A new day begins with a new page: another code at the door, perhaps another version of the program.
  if (root.dataset.day && state.day !== root.dataset.day) return location.reload();
  root.dataset.version = state.version;
  if (place) place.innerHTML = state.html;
  document.dispatchEvent(new Event("pustaka:changed"));
  // Where scans come in, somebody is at work: `idle` listens.
  root.dispatchEvent(new Event("pustaka:arrived", { bubbles: true }));
  if (state.title) document.title = state.title + (root.dataset.suffix ?? "");
}
