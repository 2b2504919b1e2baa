// One value over the steps of a run.

import { h } from "../dom/render.js";
import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */

/**
 * One value over the run: its data and its gradient.
 * @param {App} app @param {number} id
 */
export function historyOf(app, id) {
  const { run, graph, state: { at, pinnedStep } } = app;
  if (!run) return null;
  const rows = run.kept.flatMap((step, index) => step.graph === run.kept[at].graph ? [{ index, numbers: run.numbers(index) }] : []);
  const here = rows.findIndex(({ index }) => index === at);
  const reference = run.reference(at, pinnedStep);
  const known = app.shown.data(id);
  return h("section", { key: "history" }, h("h3", {}, "Over the run"),
    h("dl", {}, spark("data", rows.map(({ numbers }) => numbers.data[id]), here),
      app.isSecret(id) || app.shown.grad(id) === null || graph.op[id] === undefined ? null
        : spark("grad", rows.map(({ numbers }) => (numbers.hasGrad[id] ? numbers.grad[id] : NaN)), here)),
    reference && typeof known === "number" ? h("p", { class: "formula" },
      `since step ${run.kept[pinnedStep ?? at - 1].step}: ${numberText(reference.data[id])} → ${numberText(known)}  (Δ ${numberText(known - reference.data[id])})`) : null);
}

/** @param {string} what @param {number[]} values @param {number} here */
function spark(what, values, here) {
  let low = Infinity, high = -Infinity;
  for (const value of values) if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
  if (!(low <= high) || values.length < 2) return null;
  const place = (/** @type {number} */ index) =>
    [(index / (values.length - 1)) * 240, 34 - (30 * (values[index] - low)) / (high - low || 1)];
  const points = values.flatMap((value, index) => Number.isFinite(value) ? [place(index).map((at) => at.toFixed(1)).join(",")] : []);
  const [x, y] = here >= 0 && Number.isFinite(values[here]) ? place(here) : [NaN, NaN];
  return h("div", { class: "row" }, h("dt", {}, what), h("dd", {}, h("svg", {
    class: `spark ${what}`, viewBox: "0 0 240 38", role: "img",
    "aria-label": `${what} over the steps, from ${numberText(values[0])} to ${numberText(values[values.length - 1])}`,
  }, h("polyline", { points: points.join(" ") }), Number.isNaN(x) ? null : h("circle", { cx: x, cy: y, r: 3 }))));
}
