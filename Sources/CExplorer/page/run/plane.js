// The plane of the two inputs beside the graph: what the network says at each point, and the samples.

import { h } from "../dom/render.js";
import { icon } from "../dom/icons.js";
import { shareOf, ticksOf } from "../lens/ticks.js";
import { elided, numberText, visible } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../lens/plane.js").Plane} Plane */
/** @typedef {import("../lens/plane.js").Answer} Answer */
/** @typedef {import("../lens/ticks.js").Axis} Axis */
/** @typedef {import("../dom/render.js").Child} Child */

const CELLS = 50, LEVELS = 5, SIDE = 250, EDGE = 34, ROOF = 8;

/** @param {App} app @param {(index: number) => void} pick @returns {Child[]} */
export function planeView(app, pick) {
  const { plane, numbers } = app;
  if (!plane) return [];
  const x = squareAxis(plane.samples.map((sample) => sample.x)), y = squareAxis(plane.samples.map((sample) => sample.y));
  const places = Array.from({ length: CELLS + 1 }, (_, index) => index / CELLS);
  const xs = places.flatMap(() => places.map((share) => x.low + (x.high - x.low) * share));
  const ys = places.flatMap((share) => places.map(() => y.high - (y.high - y.low) * share));
  const grid = plane.answers(numbers, xs, ys);
  const said = plane.answers(numbers, plane.samples.map((sample) => sample.x), plane.samples.map((sample) => sample.y));
  const right = said.filter((answer, index) => answer.place === plane.samples[index].target).length;
  const px = (/** @type {number} */ number) => EDGE + SIDE * shareOf(x, number);
  const py = (/** @type {number} */ number) => ROOF + SIDE * (1 - shareOf(y, number));
  return [
    h("header", { key: "head" },
      h("h2", {}, plane.hasClasses ? "Decision" : "Prediction"),
      plane.hasClasses ? h("output", {}, `${right} of ${said.length} right`) : null,
      h("button", { type: "button", class: "close", "aria-label": "Close the plane", onclick: () => app.change({ isPlaneOpen: false }) }, icon("close"))),
    h("svg", {
      key: "plane", class: "plane-chart", viewBox: `0 0 ${EDGE + SIDE + 8} ${ROOF + SIDE + 30}`, role: "group",
      "aria-label": `What the network says at each point of the plane of ${plane.raw.columns.join(" and ")}`,
    },
    h("g", { class: "surface", "aria-hidden": "true", "shape-rendering": "crispEdges" }, surface(plane, grid)),
    plane.hasClasses && plane.outputs.length === 1 && plane.raw.classes.length === 2 ? h("path", { class: "boundary", d: boundary(grid) }) : null,
    h("path", { class: "axis", d: `M${EDGE} ${ROOF}V${ROOF + SIDE}H${EDGE + SIDE}` }),
    ticksOf(x, 4).map((tick) => h("text", { class: "tick-x", x: px(tick), y: ROOF + SIDE + 13 }, numberText(tick))),
    ticksOf(y, 4).map((tick) => h("text", { class: "tick-y", x: EDGE - 4, y: py(tick) + 4 }, numberText(tick))),
    h("text", { class: "axis-name end", x: EDGE + SIDE, y: ROOF + SIDE + 27 }, elided(visible(plane.raw.columns[0] ?? ""))),
    h("text", { class: "axis-name", x: EDGE + 4, y: ROOF + 10 }, elided(visible(plane.raw.columns[1] ?? ""))),
    points(app, plane, said, px, py, pick)),
    h("p", { class: "note", key: "note" }, plane.sample === null ? "Pick a point to look inside its sample."
      : "Pick a point, and the graph is that of its sample.",
    plane.hasClasses ? " A small ring marks a point decided wrongly, a large one the sample of the graph." : null),
  ];
}

/**
 * The axis of `boundary.svg`: a tenth of air at both ends.
 * @param {number[]} numbers @returns {Axis}
 */
function squareAxis(numbers) {
  const finite = numbers.filter(Number.isFinite);
  if (finite.length === 0) return { low: 0, high: 1, isLog: false };
  const low = finite.reduce((a, b) => Math.min(a, b)), high = finite.reduce((a, b) => Math.max(a, b));
  const margin = Math.max(0.1 * (high - low), 1e-9 * Math.max(Math.abs(low), Math.abs(high)), 1e-12);
  return { low: low - margin, high: high + margin, isLog: false };
}

/**
 * Cells of one look side by side are one rectangle, all of one look one path.
 * @param {Plane} plane @param {Answer[]} grid
 */
function surface(plane, grid) {
  const size = SIDE / CELLS;
  const finite = grid.map((answer) => answer.score).filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity), high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const lookOf = (/** @type {Answer} */ answer) => {
    if (!plane.hasClasses) return Number.isFinite(answer.score) ? `0 ${Math.round((2 * LEVELS * (answer.score - low)) / Math.max(high - low, 1e-300))}` : "";
    const strength = Number.isFinite(answer.strength) ? Math.min(Math.max(answer.strength, 0), 1) : 0;
    return `${answer.place % 6} ${1 + Math.floor(strength * (LEVELS - 1))}`;
  };
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (let row = 0; row < CELLS; row++) {
    let start = 0, look = lookOf(grid[row * (CELLS + 1)]);
    for (let column = 1; column <= CELLS; column++) {
      const next = column < CELLS ? lookOf(grid[row * (CELLS + 1) + column]) : "end";
      if (next === look) continue;
      paths.set(look, `${paths.get(look) ?? ""}M${EDGE + start * size} ${ROOF + row * size}h${(column - start) * size}v${size}h${(start - column) * size}z`);
      [start, look] = [column, next];
    }
  }
  return [...paths].filter(([look]) => look !== "").sort(([a], [b]) => (a < b ? -1 : 1)).map(([look, d]) => {
    const [place, level] = look.split(" ").map(Number);
    return h("path", { key: look, class: `k${place}`, d, "fill-opacity": (level * 0.09).toFixed(2) });
  });
}

/**
 * Where the one output is zero, cell by cell (marching squares).
 * @param {Answer[]} grid
 */
function boundary(grid) {
  const size = SIDE / CELLS;
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
  let path = "";
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const scores = corners.map(([dx, dy]) => grid[(row + dy) * (CELLS + 1) + column + dx].score);
      /** @type {string[]} */
      const crossings = [];
      for (let side = 0; side < 4; side++) {
        const a = scores[side], b = scores[(side + 1) % 4];
        if (a > 0 === b > 0 || !Number.isFinite(a - b)) continue;
        const share = a / (a - b), from = corners[side], to = corners[(side + 1) % 4];
        crossings.push(`${(EDGE + size * (column + from[0] + share * (to[0] - from[0]))).toFixed(1)} ${(ROOF + size * (row + from[1] + share * (to[1] - from[1]))).toFixed(1)}`);
      }
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) path += `M${crossings[pair]}L${crossings[pair + 1]}`;
    }
  }
  return path;
}

/**
 * @param {App} app @param {Plane} plane @param {Answer[]} said @param {(x: number) => number} px @param {(y: number) => number} py
 * @param {(index: number) => void} pick
 */
function points(app, plane, said, px, py, pick) {
  const picked = app.state.sample ?? plane.sample;
  return plane.samples.map((sample, index) => {
    const kind = plane.hasClasses ? sample.target : 0;
    const [x, y] = [px(sample.x), py(sample.y)];
    const isWrong = plane.hasClasses && said[index].place !== sample.target;
    const className = plane.hasClasses ? plane.raw.classes[sample.target] ?? "" : numberText(sample.target);
    return h("g", { key: index, class: `sample${isWrong ? " wrong" : ""}${index === picked ? " picked" : ""}`, onclick: () => pick(index) },
      h("title", {}, `sample ${index}: ${visible(className)}${isWrong ? ", wrong" : ""}`),
      isWrong || index === picked ? h("circle", { class: "ring", cx: x, cy: y, r: index === picked ? 9 : 6 }) : null,
      h("path", { class: `mark k${kind % 6}`, d: markPath(kind, x, y) }),
      // Wide enough to be hit.
      h("circle", { class: "hit", cx: x, cy: y, r: 8 }));
  });
}

/**
 * Circle, square, triangle and diamond in turn.
 * @param {number} kind @param {number} x @param {number} y
 */
function markPath(kind, x, y) {
  switch (kind % 4) {
    case 0: return `M${x - 3.4} ${y}a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0z`;
    case 1: return `M${x - 3} ${y - 3}h6v6h-6z`;
    case 2: return `M${x} ${y - 4}l3.7 6.6h-7.4z`;
    default: return `M${x} ${y - 4.3}l4 4.3l-4 4.3l-4 -4.3z`;
  }
}
