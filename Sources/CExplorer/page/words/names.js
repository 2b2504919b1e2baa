// What values are called.

import { CONSTANT, PARAMETER } from "../model/graph.js";
import { elided, numberText, visible } from "./text.js";

/** @typedef {import("../model/graph.js").Graph} Graph */

/** What a picture writes for an operation. */
const SYMBOLS = /** @type {Record<string, string>} */ ({ "-": "−", "*": "×", neg: "−" });

/** @param {string} op */
export const opSymbol = (op) => SYMBOLS[op] ?? elided(visible(op));

export class Names {
  /** @param {Graph} graph @param {number} call the call in view: what belongs to it is named without its path */
  constructor(graph, call) {
    this.graph = graph;
    this.call = call;
    /** @type {Map<number, string | null>} */
    this.outputs = new Map();
    this.prefix = call >= 0 && graph.calls[call].name ? `${graph.calls[call].name}.` : "";
  }

  /**
   * Its label; its number if it is a constant; else a name of its own, which the drawing shows beside it.
   * @param {number} id @param {{ data: Float64Array }} numbers
   */
  of(id, numbers) {
    const label = this.graph.labels.get(id);
    if (label) return elided(visible(label.startsWith(this.prefix) ? label.slice(this.prefix.length) : label));
    return this.graph.role[id] === CONSTANT ? numberText(numbers.data[id]) : this.own(id);
  }

  /**
   * What the page calls a value without a label: by the module that it leaves, or by its id.
   * @param {number} id
   */
  own(id) {
    let name = this.outputs.get(id);
    if (name === undefined) this.outputs.set(id, (name = outputName(this.graph, this.call, id)));
    return name === null ? `v${id}` : elided(visible(name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name));
  }
}

/**
 * `layers[1][2]`, the third output of a layer: what leaves a module is called by the outermost one in view, what a
 * network says that is trained `ŷ`, or `network[2]` if it says several things. null for what
 * leaves none, or one whose path has many calls.
 * @param {Graph} graph @param {number} view @param {number} id
 */
export function outputName(graph, view, id) {
  const within = view < 0 ? null : graph.calls[view];
  for (const call of graph.callsAround(id)) {
    const { name, start, end } = graph.calls[call];
    if (within && (start < within.start || end > within.end)) continue;
    if (!within && graph.isRepeated(call)) continue;
    const outputs = graph.outputsOf(call), place = outputs.indexOf(id);
    if (place < 0) continue;
    if (name === "" && outputs.length === 1) return "ŷ";
    return `${call === view ? graph.shortName(call) : name || "network"}${outputs.length > 1 ? `[${place}]` : ""}`;
  }
  return null;
}

/**
 * What is left of the label of each value within the frame of the module that it belongs to; a parameter belongs
 * to the call that alone uses it. O(n) in what is in view.
 * @param {Graph} graph @param {number} start @param {number} end @param {number} view
 * @returns {(id: number) => string}
 */
export function labelsWithin(graph, start, end, view) {
  /** @type {Map<number, number>} */
  const homes = new Map();
  for (let index = Math.max(0, view); index < graph.calls.length; index++) {
    const call = graph.calls[index];
    if (call.start >= end) break;
    if (view >= 0 && (call.start < start || call.end > end)) continue;
    for (let node = call.start; node < call.end; node++) homes.set(node, index);
  }
  /** @type {Map<number, number>} */
  const users = new Map();
  for (let result = start; result < end; result++) {
    const home = homes.get(result) ?? -1;
    for (let at = graph.firstOperand[result]; at < graph.firstOperand[result + 1]; at++) {
      const operand = graph.operands[at];
      if (graph.role[operand] !== PARAMETER) continue;
      users.set(operand, users.has(operand) && users.get(operand) !== home ? -1 : home);
    }
  }
  for (const [operand, home] of users) homes.set(operand, home);
  return (id) => {
    const label = graph.labels.get(id) ?? "";
    const home = homes.get(id) ?? -1;
    const prefix = home >= 0 ? `${graph.calls[home].name}.` : "";
    return elided(visible(prefix.length > 1 && label.startsWith(prefix) ? label.slice(prefix.length) : label));
  };
}
