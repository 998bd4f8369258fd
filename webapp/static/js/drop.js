/** A zone to drop files on; it puts them into its file field and names them. */

/** @param {HTMLElement} zone */
export function start(zone) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  if (!(input instanceof HTMLInputElement)) return;
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("drop-over", name === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const names = [...(input.files ?? [])].map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    });
    list?.replaceChildren(...names);
  });
}
