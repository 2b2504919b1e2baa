// The page inside of another page.

import { PAD, SMALLEST_TEXT, chooseLayout, readableText, wholeScale } from "../stage/choice.js";

/** @typedef {import("../app.js").App} App */

export const isFramed = () => window.parent !== window;

/**
 * The words that the page begins with: those of its address, or, as a page that is written into a frame has none of
 * its own, the name of the frame if that begins with "embed".
 */
export const firstWords = () =>
  location.hash.slice(1) || (isFramed() && /^embed(?![^&])/.test(window.name) ? window.name : "");

/** Text of an embedded drawing is not larger than this, in times of the smallest that can be read. */
const COMFORTABLE = 1.5;

/**
 * The height at which everything is seen at the frame's width: it follows from the width alone, so that a frame that
 * takes it does not change it.
 * @param {App} app @param {number} width of the drawing in pixels @param {number} rest what is above and below it
 */
export function heightFor(app, width, rest) {
  const { graph, state: { call } } = app;
  const views = call < 0 ? graph.whole : graph.calls[call].views;
  const most = Math.max(560, width * 0.75);
  // A wide one, or a higher one where that cannot be read.
  for (const room of [width * 0.6, most]) {
    const layout = graph.layouts[chooseLayout(graph, views, width, room, { direction: app.raw.direction ?? null })];
    if (room < most && wholeScale(layout, width, room) * SMALLEST_TEXT < readableText(width)) continue;
    const height = (layout.h + 2 * PAD) * Math.min(COMFORTABLE, wholeScale(layout, width, Infinity));
    return Math.round(Math.min(Math.max(height, 120), most) + rest);
  }
  return Math.round(most + rest);
}

/**
 * Tells the page around which height suits, `{ gradviz: { height } }`, at first, when it changes, and when asked.
 * @param {App} app
 */
export function tellHeight(app) {
  if (!isFramed()) return;
  let told = 0;
  const tell = () => {
    const width = document.body.clientWidth;
    if (width === 0) return;
    const ground = document.querySelector(".ground")?.getBoundingClientRect().height ?? 0;
    const height = heightFor(app, width, document.body.clientHeight - ground);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ gradviz: { height } }, "*");
  };
  app.listen(tell);
  // A frame that is out of sight may have no size at first.
  new ResizeObserver(tell).observe(document.body);
  // A page that began to listen later asks: { gradviz: "height" }
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || data?.gradviz !== "height") return;
    told = 0;
    tell();
  });
}
