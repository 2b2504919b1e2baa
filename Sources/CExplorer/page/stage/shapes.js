// The shapes that a drawing is made of, as SVG elements.

/** @typedef {import("./view.js").Item} Item */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name @param {Record<string, string | number>} [attributes] @param {...Node} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {Item} item @param {number} inset @param {number} radius */
export const frameOf = (item, inset, radius) => make("rect", {
  x: item.x - item.width / 2 + inset, y: item.y - item.height / 2 + inset,
  width: item.width - 2 * inset, height: item.height - 2 * inset, rx: radius,
});

/**
 * The arrow at the end of a path: along its last two points.
 * @param {string} path
 */
export function arrowHead(path) {
  const numbers = path.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  const [x0, y0, x, y] = numbers.slice(-4);
  const length = Math.hypot(x - x0, y - y0) || 1;
  const [dx, dy] = [(x - x0) / length, (y - y0) / length];
  const point = (/** @type {number} */ along, /** @type {number} */ aside) =>
    `${(x - dx * along - dy * aside).toFixed(1)} ${(y - dy * along + dx * aside).toFixed(1)}`;
  return `M${point(7, 3)}L${point(0, 0)}L${point(7, -3)}Z`;
}
