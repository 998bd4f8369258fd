/** A link to a page that can be shown in place: opens its dialog instead. */

/** @param {HTMLElement} link `data-dialog`: the dialog's id. */
export function start(link) {
  link.addEventListener("click", (event) => {
    const dialog = document.getElementById(link.dataset.dialog ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  });
}
