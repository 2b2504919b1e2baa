// Why a gradient is a slope: the root over one value, the tangent where the value is, and what a step h makes of it.

import { h } from "../dom/render.js";
import { plot } from "../dom/plot.js";
import { curveOf, rootIf } from "../lens/slope.js";
import { axisOf } from "../lens/ticks.js";
import { numberText } from "../words/text.js";
import { reachOf } from "./editor.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/** @param {App} app @param {number} id */
export function slope(app, id) {
  const { numbers, graph, shown } = app;
  if (!app.canEdit || app.isSecret(id) || typeof shown.data(graph.root) !== "number" || !numbers.hasGrad[id]) return null;
  const root = shown.name(graph.root);
  const gradient = shown.grad(id);
  // What is there from the backward pass before is no slope of this graph.
  const carried = shown.player.carriedOf(id);
  const known = gradient && !gradient.isPartial && typeof gradient.known === "number" ? gradient.known - carried : null;
  return h("section", { key: "slope" },
    h("h3", {}, "Slope: ", h("bdi", {}, `${root} over ${shown.name(id)}`)),
    slopePlot(app, id, root, known),
    table(numbers, id, root, known, carried === 0 ? "grad" : "this pass:"));
}

/** @param {App} app @param {number} id @param {string} root @param {number | null} gradient */
function slopePlot(app, id, root, gradient) {
  const { numbers, original, graph, shown } = app;
  const here = numbers.data[id];
  const isLeaf = graph.op[id] === 0;
  const own = isLeaf ? original.data[id] : here;
  if (!Number.isFinite(own) || !Number.isFinite(here)) return null;
  const reach = reachOf(own);
  const x = { low: Math.min(own - reach, here - reach / 4), high: Math.max(own + reach, here + reach / 4), isLog: false };
  const points = curveOf(numbers, id, x.low, x.high);
  const now = points.find(([place]) => place === here)?.[1] ?? NaN;
  const y = axisOf([...middleOf(points.map(([, height]) => height)), now], false);
  if (!y) return null;
  const name = shown.name(id);
  return plot({
    name: `${root} over ${name}, from ${numberText(x.low)} to ${numberText(x.high)}`, x, y, xName: name, yName: root,
    handle: isLeaf ? {
      name: `Move ${name}`, at: here, height: now, step: reach / 100,
      text: `${name} ${numberText(here)}, ${root} ${numberText(now)}${gradient === null ? "" : `, slope ${numberText(gradient)}`}`,
      move: (place) => app.edit(id, snapped(place, reach / 200)),
      restore: () => {
        if (!app.state.edits.has(id)) return false;
        app.edit(id, null);
        return true;
      },
    } : null,
    content: (scale) => [
      h("path", { class: "curve-line", d: pathOf(points.map(([place, height]) => [scale.x(place), scale.y(height)])) }),
      gradient === null || !Number.isFinite(now) ? null : h("path", {
        class: "tangent",
        d: pathOf([x.low, x.high].map((place) => [scale.x(place), scale.y(now + gradient * (place - here))])),
      }),
      isLeaf ? null : h("circle", { class: "here", cx: scale.x(here), cy: scale.y(now), r: 5 }),
    ],
  });
}

/**
 * A multiple of a step, so that numbers stay short.
 * @param {number} number @param {number} step
 */
const snapped = (number, step) => Number((Math.round(number / step) * step).toPrecision(12));

/**
 * Numbers without the few that would flatten all others, as beside a pole.
 * @param {number[]} numbers
 */
function middleOf(numbers) {
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor(sorted.length * 0.06)], sorted[Math.ceil(sorted.length * 0.94) - 1]];
  const size = high - low;
  return sorted[0] >= low - 4 * size && sorted[sorted.length - 1] <= high + 4 * size ? sorted : [low, high];
}

/** @param {number[][]} points those that are not finite, or far out, leave a gap */
function pathOf(points) {
  let path = "", isDown = false;
  for (const [x, y] of points) {
    const isDrawn = Math.abs(y) < 1e5;
    if (isDrawn) path += `${isDown ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = isDrawn;
  }
  return path;
}

/** @param {Numbers} numbers @param {number} id @param {string} root @param {number | null} gradient @param {string} name */
function table(numbers, id, root, gradient, name) {
  // Both ends are computed by the same rules: a given root may be another engine's.
  const here = rootIf(numbers, id, numbers.data[id]);
  const rows = [1, 0.1, 0.01, 0.001].map((step) => {
    const moved = rootIf(numbers, id, numbers.data[id] + step);
    return { step, moved, slope: (moved - here) / step };
  });
  return h("table", { class: "nudge" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "h"), h("th", { scope: "col" }, h("bdi", {}, `${root} then`)),
      h("th", { scope: "col" }, h("bdi", {}, `(${root} then − ${root}) / h`)))),
    h("tbody", {}, rows.map(({ step, moved, slope }) => h("tr", { key: step },
      h("td", {}, String(step)), h("td", {}, numberText(moved)), h("td", { class: "upstream" }, numberText(slope)))),
    h("tr", { key: "limit", class: "limit" }, h("td", {}, "→ 0"), h("td", {}, numberText(here)),
      h("td", { class: "upstream" }, `${name} ${gradient === null ? "—" : numberText(gradient)}`))));
}
