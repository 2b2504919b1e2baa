// Which part of a drawing is in the window: its center and the pixels a unit. Moved by pointer, wheel and keys.

import { PAD, SMALLEST_TEXT, readableText, wholeScale } from "./choice.js";

/** @typedef {import("../model/graph.js").Layout} Layout */
/** @typedef {{ x: number, y: number, scale: number }} Place */

/**
 * All of a layout if it can be read; else as much as can, around the root.
 * @param {Layout} layout @param {{ x: number, y: number }} root @param {number} width @param {number} height
 * @returns {Place & { isWhole: boolean }}
 */
export function firstPlace(layout, root, width, height) {
  const whole = wholeScale(layout, width, height);
  const least = readableText(width) / SMALLEST_TEXT;
  if (whole >= least * 0.999) return { x: layout.w / 2, y: layout.h / 2, scale: whole, isWhole: true };
  const clamp = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ pixels) => {
    const half = pixels / least / 2;
    return size + 2 * PAD <= 2 * half ? size / 2 : Math.min(Math.max(at, half - PAD), size + PAD - half);
  };
  return {
    x: clamp(root.x, layout.w, width), y: clamp(root.y, layout.h, height), scale: least, isWhole: false,
  };
}

/**
 * All of a layout, however small that makes it.
 * @param {Layout} layout @param {number} width @param {number} height @returns {Place}
 */
export const wholePlace = (layout, width, height) => ({ x: layout.w / 2, y: layout.h / 2, scale: wholeScale(layout, width, height) });

export class Camera {
  /** @param {SVGSVGElement} svg @param {() => void} onMove */
  constructor(svg, onMove) {
    this.svg = svg;
    this.onMove = onMove;
    /** @type {Place} */
    this.place = { x: 0, y: 0, scale: 1 };
    // Until the reader moves it, it follows the window.
    this.isFitted = true;
    this.wasDragged = false;
    // Within another page, whose reader scrolls over it; the control key still zooms.
    this.isInPage = false;
    this.listen();
  }

  get size() {
    const { width, height } = this.svg.getBoundingClientRect();
    return { width: Math.max(1, width), height: Math.max(1, height) };
  }

  /** @param {Place} place @param {boolean} isFitted */
  goTo(place, isFitted) {
    this.place = { x: place.x, y: place.y, scale: place.scale };
    this.isFitted = isFitted;
    const { width, height } = this.size;
    const [w, h] = [width / place.scale, height / place.scale];
    this.svg.setAttribute("viewBox", `${place.x - w / 2} ${place.y - h / 2} ${w} ${h}`);
    this.onMove();
  }

  /**
   * Zooms about a point of the window, its middle if there is none.
   * @param {number} factor @param {number} [clientX] @param {number} [clientY]
   */
  zoom(factor, clientX, clientY) {
    const bounds = this.svg.getBoundingClientRect();
    const { x, y, scale } = this.place;
    const next = Math.min(Math.max(scale * factor, 0.02), 12);
    const dx = clientX === undefined ? 0 : clientX - bounds.left - bounds.width / 2;
    const dy = clientY === undefined ? 0 : clientY - bounds.top - bounds.height / 2;
    this.goTo({ x: x + dx / scale - dx / next, y: y + dy / scale - dy / next, scale: next }, false);
  }

  /**
   * Brings a box into sight.
   * @param {{ x: number, y: number, width: number, height: number }} item
   */
  reveal(item) {
    const { width, height } = this.size;
    const { x, y, scale } = this.place;
    const isOutside = Math.abs(item.x - x) > (width / scale - item.width) / 2
      || Math.abs(item.y - y) > (height / scale - item.height) / 2;
    if (isOutside) this.goTo({ x: item.x, y: item.y, scale }, false);
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("wheel", (event) => {
      if (this.isInPage && !event.ctrlKey && !document.fullscreenElement) return;
      event.preventDefault();
      // Browsers report a pinch on a trackpad as a wheel with the control key, in much smaller steps.
      const speed = event.ctrlKey ? 0.012 : event.deltaMode ? 0.05 : 0.0015;
      this.zoom(Math.exp(-event.deltaY * speed), event.clientX, event.clientY);
    }, { passive: false });
    /** @type {Map<number, [number, number]>} */
    const pointers = new Map();
    svg.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
      this.wasDragged = false;
    });
    window.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
      if (!this.wasDragged && Math.hypot(dx, dy) < 4 && pointers.size === 1) return;
      this.wasDragged = true;
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        /** @param {[number, number]} point */
        const distance = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
        this.zoom(
          distance([event.clientX, event.clientY]) / Math.max(1, distance(before)),
          (event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2);
      } else {
        const { x, y, scale } = this.place;
        this.goTo({ x: x - dx / scale, y: y - dy / scale, scale }, false);
      }
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      window.addEventListener(name, (event) => pointers.delete(event.pointerId));
    }
  }
}
