// What a network of two inputs makes of the plane, with the numbers of any step: the same decisions as in
// `boundary.svg`.

import { CONSTANT, INPUT } from "../model/graph.js";
import { doublesOf } from "../model/bytes.js";
import { OPERATIONS } from "../model/engine.js";

/** @typedef {import("../model/graph.js").Graph} Graph */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/**
 * @typedef {object} RawPlane
 * @property {string[]} columns
 * @property {string[]} classes none if numbers are predicted
 * @property {string} points both inputs and the class or the number of each
 * @property {([mean: number, deviation: number] | null)[]} scaling of both inputs
 * @property {[mean: number, deviation: number] | null} target
 * @property {number} [sample] which of the points the graph is of
 */

/** @typedef {{ x: number, y: number, target: number }} Sample */
/** @typedef {{ place: number, strength: number, score: number }} Answer a class and how sure, or a score */

/** So many points of the plane go through the network at once. */
const LANES = 512;

/** @param {[number, number] | null} scaling @param {number} number */
const scaled = (scaling, number) => (scaling ? (number - scaling[0]) / scaling[1] : number);

export class Plane {
  /**
   * @param {Graph} graph @param {RawPlane} raw
   * @returns {Plane | null} null where the graph has no network of two inputs
   */
  static of(graph, raw) {
    const call = graph.calls.find(({ name }) => name === "");
    if (!call || !graph.opNames.every((name) => name === "" || name in OPERATIONS)) return null;
    /** @type {Set<number>} */
    const inputs = new Set();
    for (let at = graph.firstOperand[call.start]; at < graph.firstOperand[call.end]; at++) {
      if (graph.role[graph.operands[at]] === INPUT) inputs.add(graph.operands[at]);
    }
    /** @type {Set<number>} */
    const outputs = new Set();
    for (let id = call.start; id < call.end; id++) {
      if (id === graph.root || graph.usesOf(id).some(([result]) => result >= call.end)) outputs.add(id);
    }
    return inputs.size === 2 && outputs.size > 0 ? new Plane(graph, raw, call, [...inputs], [...outputs]) : null;
  }

  /** @param {Graph} graph @param {RawPlane} raw @param {import("../model/graph.js").Call} call @param {number[]} inputs @param {number[]} outputs */
  constructor(graph, raw, call, inputs, outputs) {
    this.graph = graph;
    this.raw = raw;
    this.inputs = inputs;
    this.outputs = outputs;
    /** @type {Sample[]} */
    this.samples = [];
    const numbers = doublesOf(raw.points);
    for (let at = 0; at + 2 < numbers.length; at += 3) this.samples.push({ x: numbers[at], y: numbers[at + 1], target: numbers[at + 2] });
    this.sample = raw.sample ?? null;
    // What depends on the inputs, in order, each with a row of lanes; what does not is one number for all of them.
    this.rowOf = new Int32Array(graph.count).fill(-1);
    inputs.forEach((id, row) => { this.rowOf[id] = row; });
    /** @type {number[]} */
    this.nodes = [];
    for (let id = call.start; id < call.end; id++) {
      if (!graph.operandsOf(id).some((operand) => this.rowOf[operand] >= 0)) continue;
      this.rowOf[id] = 2 + this.nodes.length;
      this.nodes.push(id);
    }
    /** @type {Float64Array[]} */
    this.rows = Array.from({ length: 2 + this.nodes.length }, () => new Float64Array(LANES));
    this.targetLeaf = this.findTargetLeaf(call.end);
  }

  get hasClasses() { return this.raw.classes.length > 0; }

  /**
   * What the network says at points of the plane.
   * @param {Numbers} numbers @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys
   * @returns {Answer[]}
   */
  answers(numbers, xs, ys) {
    const { rows, raw: { scaling } } = this;
    /** @type {Answer[]} */
    const answers = [];
    for (let start = 0; start < xs.length; start += LANES) {
      const count = Math.min(LANES, xs.length - start);
      for (let lane = 0; lane < count; lane++) {
        rows[0][lane] = scaled(scaling[0], xs[start + lane]);
        rows[1][lane] = scaled(scaling[1], ys[start + lane]);
      }
      this.run(numbers.data, count);
      for (let lane = 0; lane < count; lane++) answers.push(this.answer(lane));
    }
    return answers;
  }

  /** @param {Float64Array} data @param {number} count */
  run(data, count) {
    const { graph, nodes, rows, rowOf } = this;
    const fill = new Float64Array(LANES), other = new Float64Array(LANES);
    for (const id of nodes) {
      const first = graph.firstOperand[id], out = rows[rowOf[id]];
      const [left, right] = [graph.operands[first], graph.operands[first + 1]];
      const a = rowOf[left] >= 0 ? rows[rowOf[left]] : fill.fill(data[left]);
      const b = graph.firstOperand[id + 1] - first < 2 ? a : rowOf[right] >= 0 ? rows[rowOf[right]] : other.fill(data[right]);
      // Loops of their own, which compilers make fast.
      switch (graph.opName(id)) {
        case "+": for (let lane = 0; lane < count; lane++) out[lane] = a[lane] + b[lane]; break;
        case "*": for (let lane = 0; lane < count; lane++) out[lane] = a[lane] * b[lane]; break;
        default: {
          const rule = OPERATIONS[graph.opName(id)][1];
          for (let lane = 0; lane < count; lane++) out[lane] = rule(a[lane], b[lane]);
        }
      }
    }
  }

  /** @param {number} lane @returns {Answer} */
  answer(lane) {
    const { raw: { classes, target } } = this;
    const outputs = this.outputs.map((id) => this.rows[this.rowOf[id]]?.[lane] ?? NaN);
    const [first] = outputs;
    if (!this.hasClasses) return { place: 0, strength: 0, score: target ? first * target[1] + target[0] : first };
    if (outputs.length === 1) {
      const nearest = Math.min(Math.max(Math.round(first), 0), classes.length - 1);
      const place = classes.length === 2 ? Number(first > 0) : Number.isFinite(nearest) ? nearest : 0;
      return { place, strength: Math.min(1, Math.abs(first)), score: first };
    }
    // Of equal ones the last, as in Swift.
    const place = outputs.reduce((best, output, index) => (output >= outputs[best] ? index : best), 0);
    const share = 1 / outputs.reduce((sum, output) => sum + Math.exp(output - outputs[place]), 0);
    const chance = 1 / outputs.length;
    return { place, strength: (share - chance) / (1 - chance), score: 0 };
  }

  // MARK: Another sample

  /**
   * The constant that the loss compares the output with; null where the class is in the shape of the graph.
   * @param {number} end of the network
   */
  findTargetLeaf(end) {
    const { graph, outputs } = this;
    if (outputs.length !== 1) return null;
    const near = graph.usesOf(outputs[0]).filter(([result]) => result >= end)
      .flatMap(([result]) => graph.operandsOf(result).filter((operand) => graph.op[operand] === 0 && graph.role[operand] === CONSTANT));
    return near.length === 1 ? near[0] : null;
  }

  /**
   * The leaves that another sample has; null where the graph can't be that of it.
   * @param {Numbers} original with the numbers that came @param {number} index
   * @returns {Map<number, number> | null}
   */
  editsFor(original, index) {
    const { samples, sample, inputs, targetLeaf, raw } = this;
    if (sample === null) return null;
    const to = samples[index], from = samples[sample];
    const edits = new Map([[inputs[0], scaled(raw.scaling[0], to.x)], [inputs[1], scaled(raw.scaling[1], to.y)]]);
    if (to.target === from.target) return edits;
    if (targetLeaf === null) return null;
    // As −1 and 1, as 0 and 1, or as a number.
    const codings = [(/** @type {Sample} */ { target }) => 2 * target - 1, (/** @type {Sample} */ { target }) => target,
      (/** @type {Sample} */ { target }) => scaled(raw.target, target)];
    const coding = codings.find((code) => Math.abs(code(from) - original.data[targetLeaf]) < 1e-9);
    return coding ? edits.set(targetLeaf, coding(to)) : null;
  }
}
