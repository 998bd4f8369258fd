/** The voice of the room: one call after the other, never two at once. The numbers stand whether or not it sounds. */

const EVERY = 2_000; // milliseconds between two questions
const PAUSE = 400; // milliseconds between two calls

/** @param {HTMLElement} root `data-voice-url`, `data-token`. */
export function start(root) {
  /** @type {string[][]} */
  const calls = [];
  /** @type {Map<string, HTMLAudioElement>} */
  const players = new Map();
  const on = root.querySelector("[data-voice-on]");
  let [spoken, speaking] = [0, false];

  const speak = async () => {
    if (speaking) return;
    speaking = true;
    for (let call = calls.shift(); call; call = calls.shift()) {
      try {
        for (const clip of call) await play(players, clip);
      } catch (refused) {
        // Browsers keep quiet until somebody has touched the page.
        if (on instanceof HTMLElement && refused instanceof DOMException && refused.name === "NotAllowedError") on.hidden = false;
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    speaking = false;
  };
  on?.addEventListener("click", () => (/** @type {HTMLElement} */ (on).hidden = true));

  const ask = async () => {
    try {
      const body = new URLSearchParams({ spoken: `${spoken}` });
      const answer = await fetch(root.dataset.voiceUrl ?? "", { method: "POST", body, headers: { "X-CSRFToken": root.dataset.token ?? "" } });
      const told = answer.ok ? await answer.json() : { speaks: false };
      if (told.speaks) {
        spoken = told.spoken;
        calls.push(...told.calls.map((/** @type {{clips: string[]}} */ call) => call.clips));
        speak();
      }
    } catch {
      // The board itself says that the network is away.
    }
    setTimeout(ask, EVERY);
  };
  ask();
}

/** @param {Map<string, HTMLAudioElement>} players @param {string} address @returns {Promise<void>} */
function play(players, address) {
  const player = players.get(address) ?? new Audio(address);
  players.set(address, player); // one for each of the few clips, used again
  return new Promise((done, failed) => {
    player.onended = () => done();
    player.onerror = () => done(); // a missing word is left out
    player.currentTime = 0;
    player.play().catch(failed);
  });
}
