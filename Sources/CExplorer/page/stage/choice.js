// Which of the layouts of a view suits the window: the most open one whose text can be read, in the direction in which
// it is larger.

/** @typedef {import("../model/graph.js").Graph} Graph */
/** @typedef {import("../model/graph.js").Layout} Layout */

/** The least height of text in a layout, in its units. */
export const SMALLEST_TEXT = 12.2;
/** More is opened only where it is larger than it must be: many boxes with small text are no first view. */
const COMFORT = 1.1;
/** Around a drawing, in its units. */
export const PAD = 10;
/** Small graphs are not blown up beyond what a lecture hall needs. */
export const MOST_SCALE = 2.6;

/**
 * The least height of text that can be read, in pixels: a phone is held closer.
 * @param {number} width
 */
export const readableText = (width) => (width < 600 ? 9 : 10);

/**
 * Pixels a unit when all of a layout is in the window.
 * @param {{ w: number, h: number }} layout @param {number} width @param {number} height
 */
export const wholeScale = (layout, width, height) =>
  Math.min(MOST_SCALE, width / (layout.w + 2 * PAD), height / (layout.h + 2 * PAD));

/**
 * @param {Graph} graph @param {number} views the set of layouts to choose from
 * @param {number} width of the window in pixels @param {number} height
 * @param {{ depth?: number | null, direction?: "LR" | "TB" | null }} wanted how many levels are to be open, null
 *   for as many as can be read; which direction, null for that of the window
 * @returns {number} the index of the layout
 */
export function chooseLayout(graph, views, width, height, { depth = null, direction = null } = {}) {
  const all = graph.views[views].map((index) => ({ index, layout: graph.layouts[index] }));
  const directed = all.filter(({ layout }) => direction === null || layout.d === direction);
  const choices = directed.length > 0 ? directed : all;
  /** @param {{ layout: Layout }} choice */
  const scale = (choice) => wholeScale(choice.layout, width, height);
  /** @param {typeof choices} among */
  const largest = (among) => among.reduce((best, choice) => (scale(choice) > scale(best) ? choice : best)).index;
  const depths = [...new Set(choices.map(({ layout }) => layout.z))].sort((a, b) => b - a);
  if (depth !== null) {
    const nearest = depths.find((known) => known <= depth) ?? depths[depths.length - 1];
    return largest(choices.filter(({ layout }) => layout.z === nearest));
  }
  const least = (COMFORT * readableText(width)) / SMALLEST_TEXT;
  for (const known of depths) {
    const readable = choices.filter((choice) => choice.layout.z === known && scale(choice) >= least);
    if (readable.length > 0) return largest(readable);
  }
  return largest(choices.filter(({ layout }) => layout.z === depths[depths.length - 1]));
}
