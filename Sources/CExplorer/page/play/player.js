// The steps of a view: forward, every value from its operands; backward, every contribution along its edge; then,
// in a training, the update. A position counts the steps that are done: what is shown follows from it alone.

import { CONSTANT, PARAMETER } from "../model/graph.js";
import { LINK } from "../stage/view.js";

/** @typedef {import("../stage/view.js").View} View */
/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("../stage/view.js").ViewEdge} ViewEdge */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */
/** @typedef {import("../words/text.js").Known} Known */

/**
 * @typedef {{ kind: "forward", item: Item }
 *   | { kind: "seed", items: Item[] }
 *   | { kind: "deposit", item: Item, to: Item, edge: ViewEdge | undefined, result: number, place: number,
 *       operand: number }
 *   | { kind: "box", item: Item, edges: ViewEdge[] }
 *   | { kind: "update", item: Item }} Step
 */

/** @typedef {"forward" | "backward" | "update"} Phase */

/**
 * Of each operation the local derivative by each operand, as the table of operations writes it.
 * @typedef {Record<string, string[]>} Rules
 */

export class Player {
  /**
   * @param {View} view @param {Numbers} numbers @param {Rules} rules
   * @param {Numbers | null} next the numbers of the following step of a run, if there is one
   * @param {Numbers | null} before those of the step before
   */
  constructor(view, numbers, rules = {}, next = null, before = null) {
    this.rules = rules;
    this.view = view;
    this.numbers = numbers;
    this.next = next;
    this.before = before;
    /** @type {Step[]} */
    this.steps = [];
    const count = view.items.length;
    // For each item: the step that computes it, -1 for what is given.
    this.known = new Int32Array(count).fill(-1);
    // For each item: what its gradient begins with, what is added at which step (null: not known), and what a
    // given gradient has beyond that: what the step before left, or something that nothing here tells.
    this.seeds = new Float64Array(count);
    this.carried = new Float64Array(count);
    /** @type {[step: number, amount: number | null][][]} */
    this.deposits = view.items.map(() => []);
    this.surplus = new Float64Array(count);
    // For each edge: the step that runs along it.
    this.handedAt = new Int32Array(view.edges.length).fill(0x7fffffff);
    // The greatest contribution, which is the widest edge.
    this.greatest = 0;
    this.order = view.items.filter((item) => item.isComputed).sort((a, b) => a.order - b.order);
    this.addForward();
    this.forwardEnd = this.steps.length;
    if (numbers.hasGradients) this.addBackward();
    this.backwardEnd = this.steps.length;
    /** @type {Map<number, number>} */
    this.updated = new Map();
    if (next) this.addUpdates();
  }

  get end() { return this.steps.length; }

  // MARK: Steps

  addForward() {
    for (const item of this.order) {
      this.known[item.index] = this.steps.length;
      this.steps.push({ kind: "forward", item });
    }
  }

  addBackward() {
    const { view, numbers } = this;
    /** @type {Item[]} */
    const seeded = [];
    this.steps.push({ kind: "seed", items: seeded });
    for (const item of [...this.order].reverse()) {
      if (item.id !== undefined) this.addDeposits(item, item.id);
      else this.addBoxDeposits(item);
    }
    for (const item of view.items) {
      const { id } = item;
      if (id === undefined || !numbers.hasGrad[id]) continue;
      this.seeds[item.index] = id === numbers.graph.root ? 1 : this.fromOutside(id);
      if (id === view.root || this.seeds[item.index] !== 0) seeded.push(item);
      const rest = this.surplusOf(item, numbers.grad[id]);
      const isLeft = rest !== 0 && Math.abs(rest - (this.before?.grad[id] ?? 0)) <= 1e-9 * Math.abs(rest);
      (isLeft ? this.carried : this.surplus)[item.index] = rest;
    }
  }

  /**
   * What a value gets from uses that this view does not show.
   * @param {number} id
   */
  fromOutside(id) {
    let sum = 0;
    for (const [result, place] of this.numbers.graph.usesOf(id)) {
      if (!this.view.itemFor(result)) sum += this.numbers.contribution(result, place) ?? 0;
    }
    return sum;
  }

  /**
   * What a gradient that came with the graph has beyond what its uses add up to; rounding is not counted.
   * @param {Item} item @param {number} grad
   */
  surplusOf(item, grad) {
    let sum = this.seeds[item.index], size = Math.abs(grad);
    for (const [, amount] of this.deposits[item.index]) {
      if (amount === null) return 0;
      sum += amount;
      size += Math.abs(amount);
    }
    const rest = grad - sum;
    return Number.isFinite(rest) && Math.abs(rest) > 1e-9 * size ? rest : 0;
  }

  /** @param {Item} item @param {number} id */
  addDeposits(item, id) {
    const { view, numbers } = this;
    if (!numbers.hasGrad[id]) return;
    numbers.graph.operandsOf(id).forEach((operand, place) => {
      if (numbers.graph.role[operand] === CONSTANT) return;
      const to = view.itemFor(operand);
      if (!to) return;
      const edge = item.incoming.find((edge) => edge.from === to && (edge.place === place || edge.place === LINK));
      const amount = numbers.contribution(id, place);
      if (edge) this.handedAt[edge.index] = this.steps.length;
      if (amount !== null && Number.isFinite(amount)) this.greatest = Math.max(this.greatest, Math.abs(amount));
      this.deposits[to.index].push([this.steps.length, amount]);
      this.steps.push({ kind: "deposit", item, to, edge, result: id, place, operand });
    });
  }

  /** @param {Item} item */
  addBoxDeposits(item) {
    const { view, numbers } = this;
    for (const { from: to } of item.incoming) {
      /** @type {number | null} */
      let amount = 0;
      for (const [result, place] of to.id === undefined ? [] : numbers.graph.usesOf(to.id)) {
        if (view.itemFor(result) !== item) continue;
        const part = numbers.contribution(result, place);
        amount = part === null || amount === null ? null : amount + part;
      }
      this.deposits[to.index].push([this.steps.length, amount]);
    }
    this.steps.push({ kind: "box", item, edges: item.incoming });
  }

  addUpdates() {
    for (const item of this.view.items) {
      if (item.id === undefined || this.numbers.graph.role[item.id] !== PARAMETER) continue;
      this.updated.set(item.index, this.steps.length);
      this.steps.push({ kind: "update", item });
    }
  }

  // MARK: At a position

  /** @param {Item} item @param {number} position */
  isKnown(item, position) { return position > this.known[item.index]; }

  /**
   * Whether everything has arrived that makes up the gradient of an item.
   * @param {Item} item @param {number} position
   */
  isWhole(item, position) {
    return this.numbers.hasGradients && position > this.forwardEnd && this.deposits[item.index].every(([step]) => step < position);
  }

  /**
   * The number of a value, after its update if that is done.
   * @param {Item} item @param {number} id @param {number} position
   */
  data(item, id, position) {
    const isUpdated = position > (this.updated.get(item.index) ?? Infinity);
    return (isUpdated && this.next ? this.next : this.numbers).data[id];
  }

  /**
   * The gradient of a value as far as it has come: null before anything arrived.
   * @param {number} id @param {number} position
   * @returns {{ known: Known, isPartial: boolean, parts: number, of: number } | null}
   */
  gradient(id, position) {
    const { numbers, view } = this;
    if (!numbers.hasGrad[id]) return null;
    const item = view.itemFor(id);
    const carried = this.carriedOf(id);
    if (position <= this.forwardEnd && carried === 0) return null;
    const whole = { known: numbers.grad[id], isPartial: false, parts: 0, of: 0 };
    // What is computed from this view is done before it, what it is computed from after it.
    if (!item) return id >= view.end || position >= this.backwardEnd ? whole : null;
    if (item.id === undefined) return this.boxGradient(item, position) === "whole" ? whole : null;
    const given = this.deposits[item.index];
    const done = given.filter(([step]) => step < position);
    const isSeeded = this.seeds[item.index] !== 0 || id === view.root;
    if (given.length === 0 && !isSeeded) return whole;
    if (done.length === 0 && !isSeeded && carried === 0) return null;
    if (done.length === given.length) return { ...whole, parts: done.length, of: given.length };
    /** @type {Known} */
    let known = carried + (position > this.forwardEnd ? this.seeds[item.index] : 0);
    for (const [, amount] of done) known = amount === null || typeof known !== "number" ? "unknown" : known + amount;
    return { known, isPartial: true, parts: done.length, of: given.length };
  }

  /**
   * What the step before left in the gradient of a value.
   * @param {number} id
   */
  carriedOf(id) {
    const item = this.view.itemOf.get(id);
    return item ? this.carried[item.index] : 0;
  }

  /**
   * How much has arrived at a box.
   * @param {Item} item @param {number} position @returns {"none" | "partial" | "whole"}
   */
  boxGradient(item, position) {
    if (!this.numbers.hasGradients || position <= this.forwardEnd) return "none";
    const given = this.deposits[item.index];
    const done = given.filter(([step]) => step < position).length;
    return done === given.length ? "whole" : done > 0 ? "partial" : "none";
  }

  /** @param {number} position @returns {Phase} */
  phase(position) {
    return position <= this.forwardEnd ? "forward" : position <= this.backwardEnd ? "backward" : "update";
  }

  /** Where the phases end. */
  get ends() {
    return [...new Set([0, this.forwardEnd, this.backwardEnd, this.end])];
  }

  /** @param {number} position */
  stepBefore(position) { return position > 0 ? this.steps[position - 1] : null; }

  /**
   * The items and edges that a step touches.
   * @param {Step | null} step @returns {{ items: Item[], edges: ViewEdge[] }}
   */
  static touched(step) {
    if (!step) return { items: [], edges: [] };
    switch (step.kind) {
      case "update": return { items: [step.item], edges: [] };
      case "forward": return { items: [step.item], edges: step.item.incoming };
      case "seed": return { items: step.items, edges: [] };
      case "deposit": return { items: [step.to, step.item], edges: step.edge ? [step.edge] : [] };
      case "box": return { items: [step.item, ...step.edges.map((edge) => edge.from)], edges: step.edges };
    }
  }
}
