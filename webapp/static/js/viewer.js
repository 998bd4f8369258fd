/** Starts the viewer of a package over this reader's own pages, in her language and colours. */

/** @param {HTMLElement} place `data-manifest`, `-script`, `-words`: addresses; `-page`: where to begin; `-back`: a link that follows. */
export async function start(place) {
  const { default: Tify } = await import(place.dataset.script ?? "");
  const root = document.documentElement;
  const viewer = new Tify({
    container: place,
    manifestUrl: new URL(place.dataset.manifest ?? "", location.href).href,
    language: root.lang,
    fallbackLanguage: root.lang === "id" ? "en" : "id",
    translationsDirUrl: place.dataset.words,
    colorMode: root.dataset.theme ?? "auto",
    pages: [Number(place.dataset.page) || 1],
    pageLabelFormat: "P",
    urlQueryKey: null,
    view: null,
    viewer: { immediateRender: true, imageLoaderLimit: 3, crossOriginPolicy: false, loadTilesWithAjax: false },
  });
  await viewer.ready;
  place.dataset.ready = "true";
  follow(viewer, document.getElementById(place.dataset.back ?? ""));
}

/** The way back leads to the page that is shown. @param {any} viewer @param {HTMLElement | null} link */
function follow(viewer, link) {
  if (!(link instanceof HTMLAnchorElement)) return;
  link.addEventListener("click", () => {
    const shown = viewer.options.pages?.[0];
    if (!shown) return;
    const way = new URL(link.href);
    way.searchParams.set("page", String(shown));
    link.href = way.href;
  });
}
