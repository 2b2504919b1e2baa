// The steps of a training: the curve of the loss is what one scrubs over; what went wrong is marked in it.

import { h } from "../dom/render.js";
import { icon } from "../dom/icons.js";
import { axisOf, shareOf, ticksOf } from "../lens/ticks.js";
import { numberOf } from "../model/bytes.js";
import { grouped, numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./run.js").Run} Run */

const WIDTH = 1000, HEIGHT = 100;

/**
 * @param {App} app
 * @param {{ goToStep: (at: number) => void, togglePin: () => void, togglePlay: () => void, isPlaying: boolean }} actions
 */
export function timeline(app, actions) {
  const { run, state: { at, pinnedStep, isPlaneOpen } } = app;
  if (!run) return [];
  if (!run.isTraining) return [passes(run, at, actions.goToStep)];
  const caption = captionOf(run, at);
  const isPinned = pinnedStep !== null;
  const whose = whoseOf(app);
  return [
    h("div", { class: "timeline-bar" },
      h("button", {
        type: "button", id: "play-training", "aria-label": actions.isPlaying ? "Pause the training" : "Play the training",
        onclick: actions.togglePlay,
      }, icon(actions.isPlaying ? "pause" : "play")),
      h("output", { class: "caption" }, caption),
      whose ? h("p", { class: "whose" }, whose) : null,
      app.plane ? h("button", {
        type: "button", id: "plane-button", "aria-label": "Decision boundary", title: "Decision boundary", "aria-pressed": String(isPlaneOpen),
        onclick: () => app.change({ isPlaneOpen: !isPlaneOpen }),
      }, icon("plane")) : null,
      h("button", { type: "button", class: "pin-step", "aria-pressed": String(isPinned), onclick: actions.togglePin },
        pinnedStep !== null ? `Unpin ${run.kept[pinnedStep].step}` : "Pin")),
    scrubber(run, at, pinnedStep, caption, actions.goToStep),
  ];
}

/**
 * One backward pass behind the other, over the same numbers.
 * @param {Run} run @param {number} at @param {(at: number) => void} goToStep
 */
const passes = (run, at, goToStep) => h("div", { class: "passes", key: "passes" },
  run.kept.map((_, index) => h("button", {
    type: "button", key: index, "aria-pressed": String(index === at), onclick: () => goToStep(index),
  }, `backward() ${index + 1}`)),
  h("p", { class: "note" }, "without zero_grad() in between: each adds to the gradients before"));

/**
 * Whose graph is drawn, of how many samples, and why this one.
 * @param {App} app
 */
export function whoseOf({ raw, state }) {
  const sample = state.sample ?? raw.sample;
  if (sample === undefined) return "";
  const isChosen = raw.hasGreatestLoss && sample === raw.sample;
  return `sample ${sample}${raw.sampleCount === undefined ? "" : ` of ${grouped(raw.sampleCount)}`}${isChosen ? ", the one of greatest loss at the start" : ""}`;
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

/** @param {Run} run @param {number} at @param {number | null} pinned @param {string} caption @param {(at: number) => void} goToStep */
function scrubber(run, at, pinned, caption, goToStep) {
  const { steps, kept, losses } = run;
  const xAxis = { low: steps[0].step, high: steps[steps.length - 1].step, isLog: false };
  const yAxis = axisOf(losses, true);
  const x = (/** @type {number} */ index) => (steps.length > 1 ? (index / (steps.length - 1)) * WIDTH : WIDTH / 2);
  const y = (/** @type {number} */ loss) => (yAxis ? HEIGHT * (1 - shareOf(yAxis, loss)) : NaN);
  const seek = (/** @type {PointerEvent} */ event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const index = ((event.clientX - bounds.left) / bounds.width) * (steps.length - 1);
    let best = 0;
    kept.forEach((step, at) => { if (Math.abs(step.index - index) < Math.abs(kept[best].index - index)) best = at; });
    goToStep(best);
  };
  const mark = (/** @type {string} */ name, /** @type {number} */ place) =>
    h("line", { x1: x(place), x2: x(place), y1: 0, y2: HEIGHT, class: name, "vector-effect": "non-scaling-stroke" });
  const now = numberOf(kept[at].metrics.loss);
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;
  return h("div", { class: "scrubber" },
    h("div", { class: "ticks-y", "aria-hidden": "true" },
      yAxis ? ticksOf(yAxis, 4).map((tick) => h("span", { css: { top: percent(y(tick) / HEIGHT) } }, numberText(tick, 7))) : null),
    h("div", { class: "curve-box" },
      h("svg", {
        class: "curve", role: "img", "aria-label": `Loss by step, ${yAxis?.isLog ? "logarithmic" : "linear"}`, preserveAspectRatio: "none",
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        onpointerdown: (/** @type {PointerEvent} */ event) => {
          const svg = /** @type {Element} */ (event.currentTarget);
          svg.setPointerCapture(event.pointerId);
          /** @type {HTMLElement | null} */ (svg.parentElement?.querySelector(".steps"))?.focus();
          event.preventDefault();
          seek(event);
        },
        onpointermove: (/** @type {PointerEvent} */ event) => { if (event.buttons) seek(event); },
      },
      yAxis ? ticksOf(yAxis, 4).map((tick) => h("line", { class: "grid", x1: 0, x2: WIDTH, y1: y(tick), y2: y(tick), "vector-effect": "non-scaling-stroke" })) : null,
      h("path", { d: curvePath(losses, x, y), class: "loss", "vector-effect": "non-scaling-stroke" }),
      run.trouble.map((entry) => h("line", {
        x1: x(kept[entry.at].index), x2: x(kept[entry.at].index), y1: 0, y2: HEIGHT, class: `tick ${entry.kind}`,
        "vector-effect": "non-scaling-stroke",
      }, h("title", {}, `step ${kept[entry.at].step}: ${entry.text}`))),
      pinned !== null ? mark("pin", kept[pinned].index) : null, mark("cursor", kept[at].index)),
      // Moved as a whole, by shares of its own size, which is that of the curve.
      Number.isFinite(now) ? h("span", {
        class: "now-dot", css: { transform: `translate(${percent(x(kept[at].index) / WIDTH)}, ${percent(y(now) / HEIGHT)})` },
      }) : null,
      h("span", { class: "curve-name", "aria-hidden": "true" }, `loss, ${yAxis?.isLog ? "logarithmic" : "linear"}`),
      // For keys and those who listen; pointers have the curve.
      h("input", {
        type: "range", class: "steps", min: 0, max: kept.length - 1, step: 1, value: at, "aria-label": "Training step",
        "aria-valuetext": caption, oninput: (/** @type {Event} */ event) =>
          goToStep(Number(/** @type {HTMLInputElement} */ (event.target).value)),
      })),
    h("div", { class: "ticks-x", "aria-hidden": "true" },
      ticksOf(xAxis, 8).filter(Number.isInteger).map((tick) =>
        h("span", { css: { left: percent(x(steps.findIndex(({ step }) => step >= tick)) / WIDTH) } }, String(tick)))));
}

/**
 * A curve through all losses that are finite.
 * @param {number[]} losses @param {(index: number) => number} x @param {(loss: number) => number} y
 */
function curvePath(losses, x, y) {
  let path = "", isDown = false;
  losses.forEach((loss, index) => {
    const isDrawn = Number.isFinite(loss) && Number.isFinite(y(loss));
    if (isDrawn) path += `${isDown ? "L" : "M"}${x(index).toFixed(1)} ${y(loss).toFixed(1)}`;
    isDown = isDrawn;
  });
  return path;
}
