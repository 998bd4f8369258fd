/** Shows a page that came as an answer in the place of the one that asked for it. */

/**
 * Its scripts are at work: a document that is written anew would have none.
 * @param {string} text HTML of a whole page.
 */
export function showPage(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  document.dispatchEvent(new Event("pustaka:changed"));
  scrollTo(0, 0);
}
