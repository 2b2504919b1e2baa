// Going down the slope of all parameters at once, and the way that the root takes.

import { h } from "../dom/render.js";
import { plot } from "../dom/plot.js";
import { PARAMETER } from "../model/graph.js";
import { descend, movable, returnTo, trailOf } from "../lens/descend.js";
import { axisOf } from "../lens/ticks.js";
import { grouped, numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */

const RATES = [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** @param {App} app */
export function descent(app) {
  const { numbers, graph, shown, state } = app;
  if (!app.canEdit || !numbers.hasGradients || state.isHiding) return null;
  const ids = movable(numbers);
  if (ids.length === 0) return null;
  const { rate } = state.descent;
  const isParameters = graph.role[ids[0]] === PARAMETER;
  const names = ids.length > 6 ? [...ids.slice(0, 5).map((id) => shown.name(id)), `… ${grouped(ids.length - 5)} more`] : ids.map((id) => shown.name(id));
  const root = shown.name(graph.root);
  const own = app.run ? Number(app.run.kept[state.at].metrics.learning_rate) : NaN;
  const rates = [...new Set([...RATES, rate, ...(own > 0 ? [own] : [])])].sort((a, b) => a - b);
  /** @param {1 | -1} direction @param {number} count @param {string} sign @param {string} name */
  const button = (direction, count, sign, name) => h("button", {
    type: "button", key: `${direction} ${count}`, "aria-label": name, onclick: () => descend(app, direction, count),
  }, sign);
  return h("section", { key: "descent", class: "descent" },
    h("h3", {}, "Descend: ", h("bdi", {}, `make ${root} smaller`)),
    h("pre", { class: "code" }, "for p in ", h("bdi", {}, isParameters && ids.length > 6 ? "parameters" : `[${names.join(", ")}]`),
      ":\n    p.data += −", h("b", {}, numberText(rate)), " * p.grad"),
    h("div", { class: "descent-bar" },
      button(1, 1, "↓ a step", `A step down: ${root} gets smaller`), button(1, 10, "↓ 10", "Ten steps down"), button(-1, 1, "↑", `A step up: ${root} gets greater`),
      h("label", { class: "pick" }, "rate ", h("select", {
        class: "rate", value: String(rate), onchange: (/** @type {Event} */ event) =>
          app.change({ descent: { ...state.descent, rate: Number(/** @type {HTMLSelectElement} */ (event.target).value) } }),
      }, rates.map((one) => h("option", { value: String(one), key: one }, String(one)))))),
    trailPlot(app, root),
    h("p", { class: "note", role: "status" }, outcome(app, ids, root)));
}

/** @param {App} app @param {string} root */
function trailPlot(app, root) {
  const { trail, at } = trailOf(app);
  const x = { low: 0, high: Math.max(10, trail.length - 1), isLog: false };
  const y = axisOf(trail.map((place) => place.root), true);
  if (!y) return null;
  return plot({
    name: `${root} after each step`, x, y, xName: "step", yName: root,
    handle: {
      name: "Step of the descent", text: `step ${at} of ${trail.length - 1}, ${root} ${numberText(trail[at].root)}`, at,
      height: Number.isFinite(trail[at].root) ? trail[at].root : y.high, step: 1,
      move: (place) => returnTo(app, Math.round(place)),
      restore: () => {
        if (at === 0) return false;
        returnTo(app, 0);
        return true;
      },
    },
    content: (scale) => [
      h("polyline", {
        class: "curve-line", points: trail.flatMap(({ root }, index) =>
          Number.isFinite(root) ? [`${scale.x(index).toFixed(1)},${scale.y(root).toFixed(1)}`] : []).join(" "),
      }),
      ...trail.slice(0, 60).map(({ root }, index) => Number.isFinite(root)
        ? h("circle", { class: "dot", cx: scale.x(index), cy: scale.y(root), r: 2.4 }) : null),
    ],
  });
}

/**
 * What the last step did, and what the slope had promised.
 * @param {App} app @param {number[]} ids @param {string} root
 */
function outcome(app, ids, root) {
  const { numbers, state: { descent: { rate } } } = app;
  const { trail, at } = trailOf(app);
  if (at === 0) {
    const square = ids.reduce((sum, id) => sum + numbers.grad[id] ** 2, 0);
    return `Each p moves against its gradient. The slopes promise ${numberText(-rate * square)}: −rate · the sum of all grad².`;
  }
  const before = trail[at - 1], now = trail[at];
  if (!Number.isFinite(now.root)) return `${root} is not finite any more: the rate is too large. Go back by dragging the point.`;
  const { promised } = now, happened = now.root - before.root;
  const change = `${root}: ${numberText(before.root)} → ${numberText(now.root)}. The slopes promised ${numberText(promised)}, it became ${numberText(happened)}`;
  return promised * happened < 0 ? `${change}: too far, the rate is too large.` : `${change}.`;
}
