// The steps of a training: a curve of the loss to scrub over, and what went wrong.

import { h } from "../dom/render.js";
import { icon } from "../dom/icons.js";
import { numberOf } from "../model/bytes.js";
import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./run.js").Run} Run */

const WIDTH = 1000, HEIGHT = 100;

/**
 * @param {App} app
 * @param {{ goToStep: (at: number) => void, togglePin: () => void, togglePlay: () => void, isPlaying: boolean }} actions
 */
export function timeline(app, actions) {
  const { run, state: { at, pinnedStep } } = app;
  if (!run) return [];
  const caption = captionOf(run, at);
  const isPinned = pinnedStep !== null;
  return [
    h("div", { class: "timeline-bar" },
      h("button", {
        type: "button", id: "play-training", "aria-label": actions.isPlaying ? "Pause the training" : "Play the training",
        onclick: actions.togglePlay,
      }, icon(actions.isPlaying ? "pause" : "play")),
      h("input", {
        type: "range", class: "steps", min: 0, max: run.kept.length - 1, step: 1, value: at, "aria-label": "Training step",
        "aria-valuetext": caption, oninput: (/** @type {Event} */ event) =>
          actions.goToStep(Number(/** @type {HTMLInputElement} */ (event.target).value)),
      }),
      h("output", { class: "caption" }, caption),
      h("button", { type: "button", "aria-pressed": String(isPinned), onclick: actions.togglePin },
        pinnedStep !== null ? `Unpin ${run.kept[pinnedStep].step}` : "Pin")),
    curve(run, at, pinnedStep, actions.goToStep),
  ];
}

/** @param {Run} run @param {number} at */
function captionOf(run, at) {
  const { step, metrics } = run.kept[at];
  const parts = [`step ${step}`];
  if (metrics.loss !== undefined) parts.push(`loss ${numberText(numberOf(metrics.loss))}`);
  if (metrics.accuracy !== undefined) parts.push(`accuracy ${numberText(100 * numberOf(metrics.accuracy))} %`);
  const trouble = run.trouble.find((entry) => entry.at === at);
  if (trouble) parts.push(`⚠ ${trouble.text}`);
  return parts.join(" · ");
}

/** @param {Run} run @param {number} at @param {number | null} pinned @param {(at: number) => void} goToStep */
function curve(run, at, pinned, goToStep) {
  const { steps, kept } = run;
  const x = (/** @type {number} */ index) => (steps.length > 1 ? (index / (steps.length - 1)) * WIDTH : WIDTH / 2);
  const { path, isLog } = curvePath(run.losses, x);
  const seek = (/** @type {PointerEvent} */ event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const index = ((event.clientX - bounds.left) / bounds.width) * (steps.length - 1);
    let best = 0;
    kept.forEach((step, at) => { if (Math.abs(step.index - index) < Math.abs(kept[best].index - index)) best = at; });
    goToStep(best);
  };
  const mark = (/** @type {string} */ name, /** @type {number} */ place) =>
    h("line", { x1: x(place), x2: x(place), y1: 0, y2: HEIGHT, class: name, "vector-effect": "non-scaling-stroke" });
  return h("svg", {
    class: "curve", role: "img", "aria-label": `Loss by step, ${isLog ? "logarithmic" : "linear"}`, preserveAspectRatio: "none",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    onpointerdown: (/** @type {PointerEvent} */ event) => {
      /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
      seek(event);
    },
    onpointermove: (/** @type {PointerEvent} */ event) => { if (event.buttons) seek(event); },
  },
  h("path", { d: path, class: "loss", "vector-effect": "non-scaling-stroke" }),
  run.trouble.map((entry) => h("line", {
    x1: x(kept[entry.at].index), x2: x(kept[entry.at].index), y1: 0, y2: HEIGHT, class: `tick ${entry.kind}`,
    "vector-effect": "non-scaling-stroke",
  }, h("title", {}, `step ${kept[entry.at].step}: ${entry.text}`))),
  pinned !== null ? mark("pin", kept[pinned].index) : null, mark("cursor", kept[at].index));
}

/**
 * A curve through all finite losses, logarithmic where they span more than a factor of 30.
 * @param {number[]} losses @param {(index: number) => number} x
 */
export function curvePath(losses, x) {
  let least = Infinity, most = -Infinity;
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    least = Math.min(least, loss);
    most = Math.max(most, loss);
  }
  const isLog = least > 0 && most / least > 30;
  const scale = (/** @type {number} */ loss) => (isLog ? Math.log(loss) : loss);
  const low = scale(least), size = scale(most) - low || 1;
  let path = "", isDown = false;
  losses.forEach((loss, index) => {
    if (!Number.isFinite(loss)) { isDown = false; return; }
    path += `${isDown ? "L" : "M"}${x(index).toFixed(1)} ${(92 - (84 * (scale(loss) - low)) / size).toFixed(1)}`;
    isDown = true;
  });
  return { path, isLog };
}

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
