// The graph of the page, read from the data at its end: what does not change over a run.

import { bytesOf, doublesOf, wholesOf } from "./bytes.js";

export const COMPUTED = 0, INPUT = 1, PARAMETER = 2, CONSTANT = 3;
export const ROLES = ["computed", "input", "parameter", "constant"];

/**
 * Where everything of a view is, in units of which 12 are the height of text. Items refer to values by their
 * distance from the first of the view, to values from outside by -1, -2 … in the order of their first use.
 * @typedef {object} Layout
 * @property {number} w
 * @property {number} h
 * @property {"LR" | "TB"} d the direction
 * @property {number} z how many levels of modules are open
 * @property {LayoutItem[]} items
 * @property {[from: number, to: number, place: number, path: string][]} edges
 * @property {[call: number, x: number, y: number, width: number, height: number][]} frames
 */

/**
 * @typedef {object} LayoutItem
 * @property {number} [v] the value
 * @property {number[]} b center and size of the box
 * @property {number[]} [o] center and size of the operation in front of it
 * @property {number[]} [c] the calls that a box stands for, from the view's own on
 * @property {number[]} [u] its values that others use
 * @property {number} [n] how many values it stands for
 * @property {number} [k] how many parameters
 * @property {number[]} [p] leaves or outside values in one box
 * @property {number} [s] how many values are not drawn here
 */

/**
 * @typedef {object} Call one call of a module: an interval of values
 * @property {number} index
 * @property {string} name its path
 * @property {number} start
 * @property {number} end
 * @property {number} parent -1 for none
 * @property {number} views which layouts show its inside
 * @property {number[]} children
 */

/**
 * @typedef {object} RawGraph
 * @property {number} root
 * @property {string[]} ops
 * @property {string} op
 * @property {string} flags
 * @property {string} arity
 * @property {string} operands
 * @property {string} labelled
 * @property {string[]} labels
 * @property {string[]} [aliases] names that the text has for values, beside their labels
 * @property {string} [aliased] whose they are
 * @property {string[]} [notes] what the text says of values
 * @property {string} [noted] of which
 * @property {string} [locals]
 * @property {string[]} names
 * @property {string} calls
 * @property {number} whole
 * @property {number[][]} views
 * @property {Layout[]} layouts
 */

export class Graph {
  /** @param {RawGraph} raw */
  constructor(raw) {
    const flags = bytesOf(raw.flags);
    this.count = flags.length;
    this.root = raw.root;
    this.opNames = raw.ops;
    this.op = Uint32Array.from(wholesOf(raw.op));
    this.role = Uint8Array.from(flags, (flag) => (flag >> 1) & 3);
    this.firstOperand = new Uint32Array(this.count + 1);
    const arity = wholesOf(raw.arity);
    for (let id = 0; id < this.count; id++) this.firstOperand[id + 1] = this.firstOperand[id] + arity[id];
    // Distances to operands, which come before their results.
    this.operands = Uint32Array.from(wholesOf(raw.operands));
    for (let id = 0; id < this.count; id++) {
      for (let at = this.firstOperand[id]; at < this.firstOperand[id + 1]; at++) {
        this.operands[at] = id - this.operands[at];
      }
    }
    /** @type {Map<number, string>} */
    this.labels = new Map();
    let labelled = 0;
    wholesOf(raw.labelled).forEach((step, index) => {
      labelled += step;
      this.labels.set(labelled, raw.labels[index]);
    });
    const aliased = wholesOf(raw.aliased ?? "");
    /** @type {[name: string, id: number][]} */
    this.aliases = (raw.aliases ?? []).map((name, index) => [name, aliased[index]]);
    const noted = wholesOf(raw.noted ?? "");
    this.notes = new Map((raw.notes ?? []).map((note, index) => [noted[index], note]));
    // Whether a step has something to say, and not a leaf alone, for which no step is.
    this.hasCaptions = noted.some((id) => this.op[id] !== 0);
    this.locals = raw.locals ? doublesOf(raw.locals) : null;
    /** @type {Call[]} */
    this.calls = [];
    const calls = wholesOf(raw.calls);
    for (let at = 0, start = 0; at < calls.length; at += 5) {
      start += calls[at + 1];
      this.calls.push({
        index: this.calls.length, name: raw.names[calls[at]], start, end: start + calls[at + 2],
        parent: calls[at + 3] - 1, views: calls[at + 4], children: [],
      });
    }
    /** @type {number[]} */
    this.roots = [];
    for (const call of this.calls) {
      (call.parent < 0 ? this.roots : this.calls[call.parent].children).push(call.index);
    }
    this.layouts = raw.layouts;
    // The ways to draw each view: indexes of layouts, the most open ones last.
    this.views = raw.views;
    this.whole = raw.whole;
    /** @type {ReturnType<typeof indexUses> | null} */
    this.uses = null;
    /** @type {Map<number, number[]>} */
    this.outputs = new Map();
    /** @type {Map<string, number>} */
    this.callsOfPath = new Map();
  }

  /** @param {number} id */
  opName(id) { return this.opNames[this.op[id]]; }

  /** @param {number} id */
  operandsOf(id) {
    return Array.from(this.operands.subarray(this.firstOperand[id], this.firstOperand[id + 1]));
  }

  /**
   * Where a value is used: pairs of result and place.
   * @param {number} id @returns {[result: number, place: number][]}
   */
  usesOf(id) {
    this.uses ??= indexUses(this);
    const { starts, results, places } = this.uses;
    /** @type {[number, number][]} */
    const uses = [];
    for (let at = starts[id]; at < starts[id + 1]; at++) uses.push([results[at], places[at]]);
    return uses;
  }

  /**
   * Whether an operand takes no gradient: a number inside an expression.
   * @param {number} id @param {number} place
   */
  takesNoGradient(id, place) {
    return this.role[this.operands[this.firstOperand[id] + place]] === CONSTANT;
  }

  /**
   * The calls around a value, the outermost first.
   * @param {number} id
   */
  callsAround(id) {
    const around = [];
    let inside = this.roots;
    for (;;) {
      const call = inside.find((index) => id >= this.calls[index].start && id < this.calls[index].end);
      if (call === undefined) return around;
      around.push(call);
      inside = this.calls[call].children;
    }
  }

  /**
   * The values of a call that are used outside of it, in order: its outputs.
   * @param {number} index @returns {number[]}
   */
  outputsOf(index) {
    let outputs = this.outputs.get(index);
    if (!outputs) {
      const { start, end } = this.calls[index];
      outputs = [];
      for (let id = start; id < end; id++) {
        if (id === this.root || this.usesOf(id).some(([result]) => result >= end)) outputs.push(id);
      }
      this.outputs.set(index, outputs);
    }
    return outputs;
  }

  /**
   * Whether a path has many calls, so that it says nothing of which of them it is.
   * @param {number} index
   */
  isRepeated(index) {
    if (this.callsOfPath.size === 0) {
      for (const { name } of this.calls) this.callsOfPath.set(name, (this.callsOfPath.get(name) ?? 0) + 1);
    }
    return (this.callsOfPath.get(this.calls[index].name) ?? 0) > 1;
  }

  /**
   * A module's path without those of the modules around it.
   * @param {number} index
   */
  shortName(index) {
    const path = this.calls[index].name;
    if (!path) return "network";
    for (let outer = this.calls[index].parent; outer >= 0; outer = this.calls[outer].parent) {
      const prefix = `${this.calls[outer].name}.`;
      if (prefix.length > 1 && path.startsWith(prefix)) return path.slice(prefix.length);
    }
    return path;
  }
}

/**
 * The uses of all values in three lists, those of one value side by side.
 * @param {Graph} graph
 */
function indexUses({ count, operands, firstOperand }) {
  const starts = new Uint32Array(count + 1);
  for (const operand of operands) starts[operand + 1]++;
  for (let id = 0; id < count; id++) starts[id + 1] += starts[id];
  const next = starts.slice();
  const results = new Uint32Array(operands.length);
  const places = new Uint32Array(operands.length);
  for (let result = 0; result < count; result++) {
    for (let at = firstOperand[result]; at < firstOperand[result + 1]; at++) {
      const slot = next[operands[at]]++;
      results[slot] = result;
      places[slot] = at - firstOperand[result];
    }
  }
  return { starts, results, places };
}
