// Why nothing gets through.

import { opSymbol } from "./names.js";
import { grouped, numberText } from "./text.js";

/** @typedef {import("../play/shown.js").Shown} Shown */

/** More values than this are not looked through. */
const MOST_VISITED = 20000;

/**
 * Why an operation hands nothing on to one of its operands: relu is shut, as v4 = −1.5 is not above 0
 * @param {Shown} shown @param {number} result @param {number} place
 */
export function shutWords(shown, result, place) {
  const { numbers } = shown;
  const { graph } = numbers;
  const operand = graph.operandsOf(result)[place];
  if (!numbers.isDead(result)) return `∂${shown.spoken(result)}/∂${shown.spoken(operand)} of ${opSymbol(graph.opName(result))} is 0`;
  return `relu is shut, as ${shown.spoken(operand)} = ${numberText(numbers.data[operand])} is not above 0`;
}

/**
 * Why a gradient is 0, if nothing gets through; empty if something does, or if the reader is not to know.
 * @param {Shown} shown @param {number} id
 */
export function zeroWords(shown, id) {
  if (shown.grad(id)?.known !== 0) return "";
  const shut = shutUses(shown.numbers, id);
  if (shut.length === 0) return "";
  const words = shut.slice(0, 2).map(([result, place]) => `at ${shown.spoken(result)}, ${shutWords(shown, result, place)}`);
  if (shut.length > 2) words.push(`${grouped(shut.length - 2)} more`);
  return `0, because ${shut.length === 1 ? "the way" : "every way"} to ${shown.spoken(shown.numbers.graph.root)} is shut: ${words.join("; ")}.`;
}

/**
 * The uses that shut every way from a value to the root, the nearest first; none if there is an open way.
 * @param {import("../model/numbers.js").Numbers} numbers @param {number} id
 * @returns {[result: number, place: number][]}
 */
export function shutUses(numbers, id) {
  const { graph } = numbers;
  if (!numbers.hasGrad[id] || numbers.reaching[id]) return [];
  /** @type {[number, number][]} */
  const found = [];
  const seen = new Set([id]);
  // A set is walked through in the order in which it grows.
  for (const node of seen) {
    if (seen.size > MOST_VISITED) break;
    for (const [result, place] of graph.usesOf(node)) {
      if (!numbers.hasGrad[result]) continue;
      if (numbers.locals(result)[place] === 0) found.push([result, place]);
      else seen.add(result);
    }
  }
  return found;
}
