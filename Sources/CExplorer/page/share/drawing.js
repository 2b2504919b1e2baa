// A view as a picture of its own, SVG or PNG: all of the drawing, as it is shown now.

import { PAD } from "../stage/choice.js";

/** @typedef {import("../stage/stage.js").Stage} Stage */

const GEOMETRY = ["x", "y", "width", "height", "rx", "cx", "cy", "r", "d"];

/** What elements look like, with what they look like if nothing says so; the second list is inherited. */
const OWN = { opacity: "1", "text-decoration-line": "none" };
const INHERITED = {
  fill: "rgb(0, 0, 0)", "fill-opacity": "1", stroke: "none", "stroke-width": "1px", "stroke-opacity": "1",
  "stroke-dasharray": "none", "stroke-linejoin": "miter", "paint-order": "normal", "font-family": "", "font-size": "",
  "font-weight": "400", "text-anchor": "start",
};

/** The most pixels of a bitmap, and of its longer side: what browsers draw. */
const MOST_PIXELS = 6.4e7, LONGEST_SIDE = 16384;

/**
 * A length or colour as every program reads it: browsers tell computed ones in notations of their own.
 * @param {string} value
 */
function plain(value) {
  const length = value.match(/^calc\(([\d.]+px)\)$/);
  if (length) return length[1];
  if (!/^(?:color|oklab|oklch|lab|lch)\(/.test(value)) return value;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!canvas) return value;
  canvas.fillStyle = value;
  canvas.fillRect(0, 0, 1, 1);
  return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).join(", ")})`;
}

/**
 * The text of an SVG document; its colours stand in classes, so that an editor changes them in one place.
 * @param {Stage} stage @param {string} title
 */
export function svgOf(stage, title) {
  const { view, world } = stage;
  if (!view) return { text: "", width: 0, height: 0 };
  const [width, height] = [view.layout.w + 2 * PAD, view.layout.h + 2 * PAD];
  /** @type {Map<string, string>} */
  const classes = new Map();
  /** @param {string} declarations */
  const classOf = (declarations) => {
    const known = classes.get(declarations) ?? `k${classes.size}`;
    classes.set(declarations, known);
    return known;
  };
  const svg = document.implementation.createDocument("http://www.w3.org/2000/svg", "svg", null);
  const root = svg.documentElement;
  /**
   * @param {Element} element @param {Record<string, string>} above what it inherits @returns {Element | null}
   */
  const copyOf = (element, above) => {
    const style = getComputedStyle(element);
    if (element.matches(".hit") || style.visibility === "hidden" || style.display === "none") return null;
    const copy = svg.createElementNS(root.namespaceURI, element.localName);
    for (const name of GEOMETRY) if (element.hasAttribute(name)) copy.setAttribute(name, element.getAttribute(name) ?? "");
    const declarations = [];
    const here = { ...above };
    for (const [name, initial] of Object.entries(OWN)) {
      const value = style.getPropertyValue(name);
      if (value !== initial) declarations.push(`${name.replace("-line", "")}:${value}`);
    }
    for (const name of Object.keys(INHERITED)) {
      const value = plain(style.getPropertyValue(name));
      if (value !== above[name]) declarations.push(`${name}:${value}`);
      here[name] = value;
    }
    if (declarations.length > 0) copy.setAttribute("class", classOf(declarations.join(";")));
    for (const child of element.childNodes) {
      const inside = child instanceof Element ? copyOf(child, here) : svg.createTextNode(child.nodeValue ?? "");
      if (inside) copy.append(inside);
    }
    return copy.hasChildNodes() || element.localName !== "text" && element.localName !== "g" ? copy : null;
  };
  const drawn = copyOf(world, INHERITED);
  root.setAttribute("viewBox", `${-PAD} ${-PAD} ${width} ${height}`);
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  const name = svg.createElementNS(root.namespaceURI, "title");
  name.textContent = title;
  const ground = svg.createElementNS(root.namespaceURI, "rect");
  for (const [key, value] of Object.entries({ x: -PAD, y: -PAD, width, height })) ground.setAttribute(key, String(value));
  ground.setAttribute("class", classOf(`fill:${plain(getComputedStyle(document.body).backgroundColor)}`));
  root.append(name, svg.createElementNS(root.namespaceURI, "metadata"), ground, ...(drawn ? [drawn] : []));
  const sheet = [...classes].map(([declarations, key]) => `.${key}{${declarations}}`).join("\n");
  // As text: the page's policy forbids its own documents a sheet that came with no nonce.
  const text = new XMLSerializer().serializeToString(svg)
    .replace("<metadata/>", () => ["<", "style>", sheet.replaceAll("&", "&amp;").replaceAll("<", "&lt;"), "<", "/style>"].join(""));
  return { text, width, height };
}

/**
 * The bitmap of an SVG document, with two pixels a unit where that many can be drawn.
 * @param {{ text: string, width: number, height: number }} drawing
 * @returns {Promise<Blob>}
 */
export const pngOf = async ({ text, width, height }) => {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(2, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!(blob instanceof Blob)) throw new Error("no bitmap of this size");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
};

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
