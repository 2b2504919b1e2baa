// A document as a function of the state: descriptions of elements, and the least change that makes the document like
// them. Elements that stay keep their focus, their selection and their scroll position.

/**
 * @typedef {object} Element_ a description of an element
 * @property {string} name
 * @property {Record<string, any>} attributes those that begin with "on" are listeners, `css` has styles,
 *   `key` tells siblings apart
 * @property {(Element_ | string)[]} children
 */

/** @typedef {Element_ | string | number | null | undefined | false} Child */

const NAMESPACES = /** @type {Record<string, string>} */ ({
  svg: "http://www.w3.org/2000/svg", math: "http://www.w3.org/1998/Math/MathML",
});

/**
 * @param {string} name @param {Record<string, any>} [attributes] @param {...(Child | Child[])} children
 * @returns {Element_}
 */
export const h = (name, attributes = {}, ...children) => ({
  name, attributes,
  children: children.flat().flatMap((child) =>
    child === null || child === undefined || child === false ? [] : [typeof child === "number" ? String(child) : child]),
});

/** @type {WeakMap<Node, Element_>} */
const described = new WeakMap();

/**
 * Makes the children of an element like the descriptions.
 * @param {Element} parent @param {Child[]} children
 */
export function render(parent, children) {
  patchChildren(parent, h("", {}, children).children, parent.namespaceURI);
}

/** @param {Element} parent @param {(Element_ | string)[]} wanted @param {string | null} space */
function patchChildren(parent, wanted, space) {
  /** @type {Map<unknown, Node>} */
  const keyed = new Map();
  const kept = new Set(wanted.map((child) => (typeof child === "string" ? undefined : child.attributes.key)));
  for (const child of [...parent.childNodes]) {
    const key = described.get(child)?.attributes.key;
    if (key === undefined) continue;
    // What goes goes first: what stays need not be moved around it then, which would take the focus from it.
    if (kept.has(key)) keyed.set(key, child);
    else child.remove();
  }
  let at = parent.firstChild;
  for (const child of wanted) {
    if (typeof child === "string") {
      if (at?.nodeType === Node.TEXT_NODE) {
        if (at.nodeValue !== child) at.nodeValue = child;
        at = at.nextSibling;
      } else {
        parent.insertBefore(document.createTextNode(child), at);
      }
      continue;
    }
    const { key } = child.attributes;
    const before = at && described.get(at);
    /** @type {Node | null} */
    let known = null;
    if (key !== undefined) known = keyed.get(key) ?? null;
    else if (before && before.name === child.name && before.attributes.key === undefined) known = at;
    if (known && described.get(known)?.name !== child.name) known = null;
    if (known) {
      if (known === at) at = at.nextSibling;
      else parent.insertBefore(known, at);
      patch(/** @type {Element} */ (known), child);
    } else {
      parent.insertBefore(create(child, space), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = /** @type {ChildNode | null} */ (next);
  }
}

/** @param {Element_} wanted @param {string | null} space */
function create(wanted, space) {
  const own = NAMESPACES[wanted.name] ?? (space === NAMESPACES.svg || space === NAMESPACES.math ? space : null);
  const element = own ? document.createElementNS(own, wanted.name) : document.createElement(wanted.name);
  described.set(element, { name: wanted.name, attributes: {}, children: [] });
  patch(element, wanted);
  return element;
}

/** @param {Element} element @param {Element_} wanted */
function patch(element, wanted) {
  const before = described.get(element);
  if (before === wanted) return;
  described.set(element, wanted);
  const old = before?.attributes ?? {};
  for (const name in old) if (!(name in wanted.attributes)) setAttribute(element, name, undefined, old[name]);
  for (const name in wanted.attributes) setAttribute(element, name, wanted.attributes[name], old[name]);
  patchChildren(element, wanted.children, element.namespaceURI);
  // A choice can only be made among options that are there.
  if (element instanceof HTMLSelectElement && "value" in wanted.attributes) element.value = wanted.attributes.value;
}

/** @param {Element} element @param {string} name @param {any} value @param {any} old */
function setAttribute(element, name, value, old) {
  if (name === "key") return;
  if (name === "css") {
    // The page's policy forbids styles in attributes, not those that its own script sets.
    const { style } = /** @type {HTMLElement} */ (element);
    for (const property in value ?? {}) style.setProperty(property, value[property]);
    return;
  }
  if (name.startsWith("on")) {
    if (value !== old) /** @type {any} */ (element)[name] = value ?? null;
    return;
  }
  if (element instanceof HTMLInputElement && (name === "value" || name === "checked")) {
    // What is being typed is the reader's.
    const isTyping = name === "value" && element === document.activeElement && element.type !== "range";
    if (!isTyping && value !== undefined) /** @type {any} */ (element)[name] = value;
    return;
  }
  if (value === old) return;
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}
