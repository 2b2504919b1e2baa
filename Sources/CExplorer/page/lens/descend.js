// All parameters a step along their gradients, as in a training, and how the root moves.

import { CONSTANT, PARAMETER } from "../model/graph.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */
/** @typedef {ReadonlyMap<number, number>} Edits */

/**
 * Where a descent has been: the leaves that were changed, the root that came out, and how far the slopes before the
 * step had promised that it would move.
 * @typedef {{ edits: Edits, root: number, promised: number }} Place
 */

/** @typedef {{ rate: number, trail: Place[], at: number }} Descent */

/** @type {Descent} */
export const NO_DESCENT = { rate: 0.05, trail: [], at: 0 };

/**
 * What moves: the parameters that the root depends on, or all leaves that take a gradient where there are none.
 * @param {Numbers} numbers
 */
export function movable({ graph, hasGrad }) {
  /** @type {number[]} */
  const parameters = [], leaves = [];
  for (let id = 0; id < graph.count; id++) {
    if (graph.op[id] !== 0 || !hasGrad[id] || graph.role[id] === CONSTANT) continue;
    leaves.push(id);
    if (graph.role[id] === PARAMETER) parameters.push(id);
  }
  return parameters.length > 0 ? parameters : leaves;
}

/**
 * The trail up to where the numbers are now; a new one if they came by another way.
 * @param {App} app
 */
export function trailOf({ state: { descent, edits }, numbers }) {
  const { trail, at } = descent;
  return trail[at]?.edits === edits ? { trail, at } : { trail: [{ edits, root: numbers.data[numbers.graph.root], promised: 0 }], at: 0 };
}

/**
 * p ← p − rate · p.grad, so many times. O(n) a step.
 * @param {App} app @param {1 | -1} direction 1 for down @param {number} count
 */
export function descend(app, direction, count) {
  const { original, player } = app;
  const { rate } = app.state.descent;
  const before = trailOf(app);
  const trail = before.trail.slice(0, before.at + 1);
  let { numbers } = app;
  for (let step = 0; step < count; step++) {
    const edits = new Map(trail[trail.length - 1].edits);
    let promised = 0;
    for (const id of movable(numbers)) {
      edits.set(id, numbers.data[id] - direction * rate * numbers.grad[id]);
      promised -= direction * rate * numbers.grad[id] ** 2;
    }
    numbers = original.edited(edits);
    trail.push({ edits, root: numbers.data[numbers.graph.root], promised });
    if (!Number.isFinite(numbers.data[numbers.graph.root])) break;
  }
  const at = trail.length - 1;
  app.change({
    descent: { rate, trail, at }, edits: trail[at].edits, position: player.backwardEnd, isStepping: false, isFlying: false,
    revealed: new Set(),
  });
}

/**
 * Back, or forward again, along the trail.
 * @param {App} app @param {number} to
 */
export function returnTo(app, to) {
  const { trail } = trailOf(app);
  const at = Math.min(Math.max(to, 0), trail.length - 1);
  app.change({ descent: { ...app.state.descent, trail, at }, edits: trail[at].edits, revealed: new Set(), isFlying: false });
}
