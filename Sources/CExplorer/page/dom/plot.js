// A small plot with numbers at its axes, and a point in it that is moved by pointer and keys.

import { h } from "./render.js";
import { shareOf, ticksOf } from "../lens/ticks.js";
import { exactText } from "../words/text.js";

/** @typedef {import("../lens/ticks.js").Axis} Axis */
/** @typedef {import("./render.js").Child} Child */
/** @typedef {{ x: (number: number) => number, y: (number: number) => number }} Scale */

const PLOT_WIDTH = 318, PLOT_HEIGHT = 190, LEFT = 46, RIGHT = 10, TOP = 16, BOTTOM = 30;

/**
 * @typedef {object} Handle the point that can be moved
 * @property {string} name
 * @property {string} text what it says where it is
 * @property {number} at its place on the horizontal axis
 * @property {number} height its place on the other
 * @property {number} step of an arrow key
 * @property {(x: number) => void} move
 * @property {() => boolean} restore what Escape does; whether there was anything to do
 */

/**
 * @param {object} plot
 * @param {string} plot.name for those who listen
 * @param {Axis} plot.x @param {Axis} plot.y @param {string} plot.xName @param {string} plot.yName
 * @param {Handle | null} plot.handle
 * @param {(scale: Scale) => Child[]} plot.content
 */
export function plot({ name, x, y, xName, yName, handle, content }) {
  const scale = {
    x: (/** @type {number} */ number) => LEFT + shareOf(x, number) * (PLOT_WIDTH - LEFT - RIGHT),
    y: (/** @type {number} */ number) => PLOT_HEIGHT - BOTTOM - shareOf(y, number) * (PLOT_HEIGHT - TOP - BOTTOM),
  };
  const [right, bottom] = [PLOT_WIDTH - RIGHT, PLOT_HEIGHT - BOTTOM];
  /** @param {PointerEvent} event */
  const seek = (event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const share = (((event.clientX - bounds.left) / bounds.width) * PLOT_WIDTH - LEFT) / (right - LEFT);
    handle?.move(x.low + Math.min(Math.max(share, 0), 1) * (x.high - x.low));
  };
  return h("svg", {
    class: "plot", viewBox: `0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`, role: "group", "aria-label": name,
    onpointerdown: handle && ((/** @type {PointerEvent} */ event) => {
      const svg = /** @type {Element} */ (event.currentTarget);
      svg.setPointerCapture(event.pointerId);
      /** @type {SVGElement | null} */ (svg.querySelector("[role=slider]"))?.focus();
      event.preventDefault();
      seek(event);
    }),
    onpointermove: handle && ((/** @type {PointerEvent} */ event) => { if (event.buttons) seek(event); }),
  },
  h("g", { class: "axes", "aria-hidden": "true" },
    ticksOf(y, 5).map((tick) => h("path", { class: "grid", d: `M${LEFT} ${scale.y(tick)}H${right}` })),
    ticksOf(x, 5).map((tick) => h("path", { class: "grid", d: `M${scale.x(tick)} ${TOP}V${bottom}` })),
    ticksOf(y, 5).map((tick) => h("text", { x: LEFT - 6, y: scale.y(tick) + 4, class: "tick-y" }, tickText(tick))),
    ticksOf(x, 5).map((tick) => h("text", { x: scale.x(tick), y: bottom + 14, class: "tick-x" }, tickText(tick))),
    h("path", { class: "axis", d: `M${LEFT} ${TOP}V${bottom}H${right}` }),
    h("text", { x: 2, y: 10, class: "axis-name" }, yName + (y.isLog ? ", logarithmic" : "")),
    h("text", { x: right, y: PLOT_HEIGHT - 3, class: "axis-name end" }, xName)),
  // What is outside of the axes is cut off.
  h("svg", { x: LEFT, y: TOP, width: right - LEFT, height: bottom - TOP, viewBox: `${LEFT} ${TOP} ${right - LEFT} ${bottom - TOP}` },
    content(scale)),
  handle && Number.isFinite(handle.height) ? h("circle", {
    class: "handle", cx: scale.x(handle.at), cy: Math.min(Math.max(scale.y(handle.height), TOP), bottom), r: 6,
    role: "slider", tabindex: 0, "aria-label": handle.name, "aria-valuenow": handle.at, "aria-valuemin": x.low, "aria-valuemax": x.high,
    "aria-valuetext": handle.text,
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (moveByKey(event, handle, x)) event.stopPropagation(); },
  }) : null);
}

/**
 * @param {KeyboardEvent} event @param {Handle} handle @param {Axis} axis
 * @returns {boolean} whether the key meant the point
 */
function moveByKey(event, { at, step, move, restore }, { low, high }) {
  if (event.key === "Escape") return restore();
  /** @type {Record<string, number>} */
  const places = {
    ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step, PageUp: at + 10 * step,
    PageDown: at - 10 * step, Home: low, End: high,
  };
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in places)) return false;
  event.preventDefault();
  move(Math.min(Math.max(places[event.key], low), high));
  return true;
}

/** @param {number} tick */
const tickText = (tick) => {
  const size = Math.abs(tick);
  return size !== 0 && (size >= 1e5 || size < 1e-3) ? exactText(Number(tick.toPrecision(3))).replace("e+", "e") : exactText(Number(tick.toPrecision(6)));
};
