// A view as an SVG document of its own.

/** @typedef {import("./stage/stage.js").Stage} Stage */

const PROPERTIES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "font-size", "font-weight",
  "font-family", "font-style", "text-anchor", "opacity", "visibility",
];

/**
 * With its colours written into it.
 * @param {Stage} stage
 */
export function svgOf(stage) {
  const { view, svg } = stage;
  if (!view) return "";
  const [w, h] = [view.layout.w + 28, view.layout.h + 28];
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, index) => {
    const style = getComputedStyle(originals[index]);
    for (const property of PROPERTIES) element.setAttribute(property, style.getPropertyValue(property));
    for (const name of ["class", "role", "tabindex", "aria-label", "aria-pressed", "style"]) element.removeAttribute(name);
  });
  const hits = [...svg.querySelectorAll("*")].flatMap((element, index) => (element.matches(".hit, .air, .air *") ? [index] : []));
  const copies = copy.querySelectorAll("*");
  for (const index of hits) copies[index].remove();
  for (const name of ["class", "style", "role", "aria-label", "tabindex", "id"]) copy.removeAttribute(name);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `-14 -14 ${w} ${h}`);
  copy.setAttribute("width", String(w));
  copy.setAttribute("height", String(h));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: -14, y: -14, width: w, height: h, fill: getComputedStyle(document.body).backgroundColor })) {
    ground.setAttribute(name, String(value));
  }
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {string} text @param {string} type @param {string} name */
export function save(text, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
