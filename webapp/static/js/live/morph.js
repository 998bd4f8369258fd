/**
 * Brings a piece of the page to what the server says now, and leaves alone what a person is at: the focus, typed text,
 * opened details, chosen options. Elements with an `id` are recognised wherever they moved to; an element whose
 * `data-keep` is unchanged is left as it is.
 */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {Element} old @param {Element} fresh */
export function morph(old, fresh) {
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && old.contains(active);
  morphElement(old, fresh);
  if (!inside || document.activeElement === active) return;
  // A moved element loses the focus; one that is gone hands it to the region, so that keys still work from here.
  const next = active.isConnected ? active : active.id ? document.getElementById(active.id) : null;
  if (next) next.focus({ preventScroll: true });
  else if (old instanceof HTMLElement && old.tabIndex >= -1) old.focus({ preventScroll: true });
}

/** @param {Element} old @param {Element} fresh */
function morphElement(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const keep = old.getAttribute("data-keep");
  if (keep !== null && keep === fresh.getAttribute("data-keep")) return;
  if (keep !== null) {
    old.replaceWith(fresh);
    return;
  }
  if (isField(old)) {
    morphField(old, fresh);
    return;
  }
  copyAttributes(old, fresh);
  morphChildren(old, fresh);
}

/** @param {Element} old @param {Element} fresh */
function copyAttributes(old, fresh) {
  const left = (/** @type {string} */ name) =>
    (name === "open" && old instanceof HTMLDetailsElement) || name === "aria-disabled";
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !left(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!left(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/** @param {Element} old @param {Element} fresh */
function morphChildren(old, fresh) {
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  /** @type {ChildNode | null} */
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = matching(at, next, known);
    if (!match) {
      old.insertBefore(next, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    if (match instanceof Element && next instanceof Element) morphElement(match, next);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    // What somebody is typing stays until it is sent or taken back.
    if (!(gone instanceof Element && holdsTypedText(gone))) gone.remove();
  }
}

/** @param {ChildNode | null} at @param {ChildNode} next @param {Map<string, Element>} known @returns {ChildNode | null} */
function matching(at, next, known) {
  if (next instanceof Element && next.id) {
    const found = known.get(next.id);
    return found && found.nodeName === next.nodeName ? found : null;
  }
  if (!at || at.nodeType !== next.nodeType || at.nodeName !== next.nodeName) return null;
  return at instanceof Element && at.id ? null : at;
}

/** @param {Element} element @returns {element is Field} */
function isField(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** @param {Field} old @param {Element} fresh */
function morphField(old, fresh) {
  // The tokens of an unsent form stay: a repeat after a lost answer must count once.
  if (old.type === "hidden" && (old.name === "once" || old.name === "csrf_token") && !old.form?.dataset.spent) return;
  if (old === document.activeElement || isTouched(old)) return;
  copyAttributes(old, fresh);
  if (!(old instanceof HTMLInputElement)) morphChildren(old, fresh);
}

/** @param {Field} field */
function isTouched(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].some((each) => each.selected !== each.defaultSelected) && field.selectedIndex > 0;
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return /** @type {HTMLInputElement} */ (field).checked !== /** @type {HTMLInputElement} */ (field).defaultChecked;
  return field.value !== field.defaultValue;
}

/** @param {Element} element */
function holdsTypedText(element) {
  return [element, ...element.querySelectorAll("input, textarea, select")].some((each) => isField(each) && isTouched(each));
}
