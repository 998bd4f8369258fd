/** Asks again when the server says “later” (429, 503), as long after as it says. */

const TRIES = 6;
const LONGEST = 90; // seconds; nobody looks at an empty page for longer

/** @param {Response} answer */
export const isLater = (answer) => answer.status === 429 || answer.status === 503;

/** @param {Response} answer Gives the milliseconds to wait, a little more than asked, so that not all come at once. */
export function wait(answer) {
  const asked = Number(answer.headers.get("Retry-After")) || 2;
  return (Math.min(asked, LONGEST) + Math.random()) * 1000;
}

/** @param {string} url @param {RequestInit} options @returns {Promise<Response>} The first answer that is not “later”. */
export async function patientFetch(url, options) {
  let answer = await fetch(url, options);
  for (let attempt = 1; attempt < TRIES && isLater(answer); attempt += 1) {
    const milliseconds = wait(answer);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    answer = await fetch(url, options);
  }
  return answer;
}

/** Loads a picture anew once the server can draw it. @param {HTMLImageElement} image @param {HTMLElement | null} note Says so meanwhile. */
export function patientImage(image, note) {
  let tries = 0;
  const say = (/** @type {string | undefined} */ text) => note && (note.textContent = text ?? "");
  image.addEventListener("load", () => {
    tries = 0;
    say("");
  });
  const again = async () => {
    tries += 1;
    if (tries >= TRIES) return say(note?.dataset.failed);
    say(note?.dataset.words);
    const answer = await fetch(image.currentSrc || image.src, { headers: { Accept: "image/*" } }).catch(() => null);
    if (answer && !answer.ok && !isLater(answer)) return say(note?.dataset.failed);
    setTimeout(() => (image.srcset = image.srcset), !answer || isLater(answer) ? wait(answer ?? new Response()) : 0);
  };
  image.addEventListener("error", again);
  // It may have failed before this script came.
  if (image.complete && !image.naturalWidth) again();
}
