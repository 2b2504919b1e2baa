// Slopes measured by moving a value.

import { OPERATIONS, isComputable } from "../model/engine.js";

/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/**
 * The root if one value were another number: what depends on it is computed anew. O(n).
 * @param {Numbers} numbers @param {number} id @param {number} number
 */
export function rootIf(numbers, id, number) {
  const { graph } = numbers;
  const scratch = numbers.data.slice();
  scratch[id] = number;
  const isMoved = new Uint8Array(graph.count);
  isMoved[id] = 1;
  for (let node = id + 1; node <= graph.root; node++) {
    const first = graph.firstOperand[node], last = graph.firstOperand[node + 1];
    let depends = false;
    for (let at = first; at < last; at++) if (isMoved[graph.operands[at]]) depends = true;
    if (!depends) continue;
    isMoved[node] = 1;
    scratch[node] = OPERATIONS[graph.opName(node)][1](scratch[graph.operands[first]], scratch[graph.operands[first + 1]]);
  }
  return scratch[graph.root];
}

/**
 * The slope from both sides, extrapolated to a step of 0 (Richardson); null where the two sides differ, as at the
 * kink of a relu, or nothing can be computed.
 * @param {Numbers} numbers @param {number} id
 */
export function measuredSlope(numbers, id) {
  if (!isComputable(numbers.graph)) return null;
  const x = numbers.data[id];
  const h = Math.max(Math.abs(x), 0.1) * 2 ** -12;
  const here = rootIf(numbers, id, x);
  // The difference of both sides shrinks with the step where there is a tangent, and stays where there is a kink.
  const bend = (/** @type {number} */ size) =>
    Math.abs((rootIf(numbers, id, x + size) - here) - (here - rootIf(numbers, id, x - size))) / size;
  if (!(bend(h / 4) <= Math.max(bend(h) / 2, 1e-7 * Math.max(1, Math.abs(here))))) return null;
  const central = (/** @type {number} */ size) =>
    (rootIf(numbers, id, x + size) - rootIf(numbers, id, x - size)) / (2 * size);
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
