// Every number of a graph at one moment, and what follows from them.

import { bytesOf, doublesOf } from "./bytes.js";
import { backward, forward, handedOn, localDerivatives } from "./engine.js";
import { CONSTANT } from "./graph.js";

/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {{ leaves?: string, backward?: boolean, data?: string, grad?: string, hasGrad?: string }} RawNumbers */

export class Numbers {
  /**
   * @param {Graph} graph @param {Float64Array} data @param {Float64Array} grad @param {Uint8Array} hasGrad
   * @param {boolean} isEdited whether they were computed here, from other leaves than those that came
   */
  constructor(graph, data, grad, hasGrad, isEdited = false) {
    this.graph = graph;
    this.data = data;
    this.grad = grad;
    this.hasGrad = hasGrad;
    this.isEdited = isEdited;
    /** @type {Set<number> | null} */
    this.knownCulprits = null;
    /** @type {Uint8Array | null} */
    this.knownReaching = null;
  }

  /**
   * From what the page holds; what it leaves out is computed from the leaves.
   * @param {Graph} graph @param {RawNumbers} raw
   */
  static read(graph, raw) {
    const data = new Float64Array(graph.count);
    const grad = new Float64Array(graph.count);
    const hasGrad = new Uint8Array(graph.count);
    if (raw.leaves !== undefined) {
      const leaves = doublesOf(raw.leaves);
      let next = 0;
      for (let id = 0; id < graph.count; id++) if (graph.op[id] === 0) data[id] = leaves[next++];
      forward(graph, data);
      if (raw.backward) backward(graph, data, grad, hasGrad);
    } else {
      if (raw.data) data.set(doublesOf(raw.data));
      if (raw.grad) grad.set(doublesOf(raw.grad));
      if (raw.hasGrad) hasGrad.set(bytesOf(raw.hasGrad));
    }
    return new Numbers(graph, data, grad, hasGrad);
  }

  get hasGradients() { return this.hasGrad[this.graph.root] === 1; }

  /**
   * The same graph with other numbers for some leaves, everything computed anew. O(n).
   * @param {Map<number, number>} edits
   */
  edited(edits) {
    if (edits.size === 0) return this;
    const copy = new Numbers(this.graph, this.data.slice(), this.grad.slice(), this.hasGrad.slice(), true);
    for (const [id, number] of edits) copy.data[id] = number;
    forward(this.graph, copy.data);
    if (this.hasGradients) backward(this.graph, copy.data, copy.grad, copy.hasGrad);
    return copy;
  }

  /** @param {number} id */
  locals(id) { return localDerivatives(this.graph, this.data, id, this.isEdited); }

  /**
   * What a use of a value hands on to its gradient: 0 where nothing is handed on, null where it is not known.
   * @param {number} result @param {number} place @returns {number | null}
   */
  contribution(result, place) {
    if (!this.hasGrad[result] || this.graph.takesNoGradient(result, place)) return 0;
    return handedOn(this.graph, this.data, this.grad, result, this.isEdited)[place];
  }

  /** @param {number} id */
  isAlarming(id) {
    return !Number.isFinite(this.data[id])
      || (this.graph.role[id] !== CONSTANT && this.hasGrad[id] === 1 && !Number.isFinite(this.grad[id]));
  }

  /**
   * Whether a relu lets nothing through.
   * @param {number} id
   */
  isDead(id) {
    const { graph } = this;
    return graph.opName(id) === "relu" && this.data[graph.operands[graph.firstOperand[id]]] <= 0;
  }

  /**
   * Where the first number that is not finite comes from: values whose operands are all finite, and values whose
   * gradient is not finite although those of their results are. O(n).
   * @returns {Set<number>}
   */
  get culprits() { return (this.knownCulprits ??= this.findCulprits()); }

  /** @returns {Set<number>} */
  findCulprits() {
    const { graph, data, grad, hasGrad } = this;
    /** @type {Set<number>} */
    const found = new Set();
    for (let id = 0; id < graph.count; id++) {
      if (Number.isFinite(data[id])) continue;
      if (graph.operandsOf(id).every((operand) => Number.isFinite(data[operand]))) found.add(id);
    }
    if (found.size > 0 || !this.hasGradients) return found;
    for (let id = graph.root; id >= 0; id--) {
      if (hasGrad[id] && !Number.isFinite(grad[id]) && graph.role[id] !== CONSTANT) {
        if (graph.usesOf(id).every(([result]) => !hasGrad[result] || Number.isFinite(grad[result]))) found.add(id);
      }
    }
    return found;
  }

  /**
   * Whether the root still feels a change of each value: 1 unless every way to it is shut. O(n).
   * @returns {Uint8Array}
   */
  get reaching() { return (this.knownReaching ??= this.findReaching()); }

  /** @returns {Uint8Array} */
  findReaching() {
    const { graph } = this;
    const reaches = new Uint8Array(graph.count);
    reaches[graph.root] = 1;
    for (let id = graph.root; id >= 0; id--) {
      if (!reaches[id] || graph.op[id] === 0) continue;
      const first = graph.firstOperand[id];
      this.locals(id).forEach((local, place) => { if (local !== 0) reaches[graph.operands[first + place]] = 1; });
    }
    return reaches;
  }
}
