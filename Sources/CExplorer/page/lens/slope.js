// How the root answers to one value: the curve, and slopes measured by moving it.

import { OPERATIONS, isComputable } from "../model/engine.js";

/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/** The root as a function of one value, everything else staying as it is. */
export class Dependence {
  /**
   * Finds what depends on the value, in order. O(n).
   * @param {Numbers} numbers @param {number} id
   */
  constructor(numbers, id) {
    const { graph } = numbers;
    const { firstOperand, operands, root } = graph;
    const isMoved = new Uint8Array(graph.count);
    isMoved[id] = 1;
    /** @type {number[]} */
    const nodes = [];
    for (let node = id + 1; node <= root; node++) {
      for (let at = firstOperand[node]; at < firstOperand[node + 1]; at++) {
        if (!isMoved[operands[at]]) continue;
        isMoved[node] = 1;
        nodes.push(node);
        break;
      }
    }
    this.graph = graph;
    this.id = id;
    this.nodes = nodes;
    this.rules = graph.opNames.map((name) => (name ? OPERATIONS[name][1] : null));
    this.scratch = numbers.data.slice();
  }

  /**
   * The root where the value is this number. O(what depends on it).
   * @param {number} number
   */
  at(number) {
    const { graph: { op, firstOperand, operands, root }, nodes, rules, scratch } = this;
    scratch[this.id] = number;
    for (const node of nodes) {
      const first = firstOperand[node];
      const rule = rules[op[node]];
      if (rule) scratch[node] = rule(scratch[operands[first]], scratch[operands[first + 1]]);
    }
    return scratch[root];
  }
}

/**
 * The root if one value were another number: what depends on it is computed anew. O(n).
 * @param {Numbers} numbers @param {number} id @param {number} number
 */
export const rootIf = (numbers, id, number) => new Dependence(numbers, id).at(number);

/**
 * The slope from both sides, extrapolated to a step of 0 (Richardson); null where the two sides differ, as at the
 * kink of a relu, or nothing can be computed.
 * @param {Numbers} numbers @param {number} id
 */
export function measuredSlope(numbers, id) {
  if (!isComputable(numbers.graph)) return null;
  const root = new Dependence(numbers, id);
  const x = numbers.data[id];
  const h = Math.max(Math.abs(x), 0.1) * 2 ** -12;
  const here = root.at(x);
  // The difference of both sides shrinks with the step where there is a tangent, and stays where there is a kink.
  const bend = (/** @type {number} */ size) => Math.abs((root.at(x + size) - here) - (here - root.at(x - size))) / size;
  if (!(bend(h / 4) <= Math.max(bend(h) / 2, 1e-7 * Math.max(1, Math.abs(here))))) return null;
  const central = (/** @type {number} */ size) => (root.at(x + size) - root.at(x - size)) / (2 * size);
  return (4 * central(h / 2) - central(h)) / 3;
}

/** @type {WeakMap<Numbers, Map<number, number | null>>} */
const measured = new WeakMap();

/**
 * The measured slope, from memory if the numbers are the same.
 * @param {Numbers} numbers @param {number} id
 */
export function slopeOf(numbers, id) {
  let known = measured.get(numbers);
  if (!known) measured.set(numbers, (known = new Map()));
  let slope = known.get(id);
  if (slope === undefined) known.set(id, (slope = measuredSlope(numbers, id)));
  return slope;
}

/** Samples of a curve, of which many cost too much where thousands of values depend on one. */
const MOST_SAMPLES = 121, LEAST_SAMPLES = 25, MOST_WORK = 400_000;

/**
 * The curve of the root over one value, at equal distances and where the value is now.
 * @param {Numbers} numbers @param {number} id @param {number} low @param {number} high
 * @returns {[x: number, root: number][]} in the order of x
 */
export function curveOf(numbers, id, low, high) {
  const root = new Dependence(numbers, id);
  const count = Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, Math.floor(MOST_WORK / (root.nodes.length + 1))));
  const places = Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
  const here = numbers.data[id];
  if (here > low && here < high) places.push(here);
  return places.sort((a, b) => a - b).map((x) => [x, root.at(x)]);
}
