// A recorded run: the numbers of every kept step, what went wrong and when.

import { numberOf } from "../model/bytes.js";
import { PARAMETER } from "../model/graph.js";
import { Numbers } from "../model/numbers.js";
import { counted, numberText } from "../words/text.js";

/** @typedef {import("../model/graph.js").Graph} Graph */
/** @typedef {import("../model/numbers.js").RawNumbers} RawNumbers */
/** @typedef {import("../words/formula.js").Piece} Piece */
/** @typedef {{ step: number, metrics: Record<string, number | string>, graph?: number } & RawNumbers} RawStep */
/** @typedef {RawStep & { index: number, graph: number }} KeptStep */
/** @typedef {{ at: number, kind: "nan" | "explosion" | "death", text: string }} Trouble */

/** Above so many numbers in all steps nobody waits for a search for trouble. */
const MOST_SEARCHED = 3e6;

export class Run {
  /** @param {Graph[]} graphs @param {RawStep[]} steps @param {boolean} isSample whether only one sample was kept */
  constructor(graphs, steps, isSample) {
    this.graphs = graphs;
    this.steps = steps;
    this.isSample = isSample;
    /** @type {KeptStep[]} the steps whose graph was kept */
    this.kept = steps.flatMap((step, index) => (step.graph === undefined ? [] : [{ ...step, graph: step.graph, index }]));
    /** @type {Map<number, Numbers>} */
    this.cache = new Map();
    /** @type {Trouble[] | null} */
    this.knownTrouble = null;
    this.isTraining = this.movesNumbers();
  }

  /** @param {number} at */
  numbers(at) {
    let numbers = this.cache.get(at);
    if (!numbers) {
      if (this.cache.size > 300) this.cache.clear();
      numbers = Numbers.read(this.graphs[this.kept[at].graph], this.kept[at]);
      this.cache.set(at, numbers);
    }
    return numbers;
  }

  /**
   * The numbers of the following step, if it was kept and has the same shape.
   * @param {number} at
   */
  next(at) {
    const now = this.kept[at], next = this.kept[at + 1];
    return next && next.graph === now.graph && next.step === now.step + 1 ? this.numbers(at + 1) : null;
  }

  /**
   * What the graph was before: the pinned step, else the one kept before; null if its shape was another.
   * @param {number} at @param {number | null} pinned
   */
  reference(at, pinned) {
    const before = pinned ?? at - 1;
    return before >= 0 && this.kept[before].graph === this.kept[at].graph ? this.numbers(before) : null;
  }

  /** Whether a step moves numbers, as a training does: several backward passes over the same ones only add up gradients. */
  movesNumbers() {
    if (this.kept.length < 2) return true;
    const first = this.numbers(0);
    return this.kept.some((step, at) => step.graph !== this.kept[0].graph
      || this.numbers(at).data.some((number, id) => !Object.is(number, first.data[id])));
  }

  get losses() { return this.steps.map((step) => numberOf(step.metrics.loss)); }

  /**
   * p ← p − lr · grad, where the next step was kept and this is what happened.
   * @param {number} at @param {number} id @param {string} name @returns {Piece[] | null}
   */
  updatePieces(at, id, name) {
    const before = this.numbers(at), after = this.next(at);
    if (before.graph.role[id] !== PARAMETER || !after) return null;
    /** @param {string} text @returns {Piece} */
    const text = (text) => ({ kind: "text", text });
    /** @type {Piece} */
    const named = { kind: "name", text: name, id };
    const rate = numberOf(this.kept[at].metrics.learning_rate);
    const plain = before.data[id] - rate * before.grad[id];
    if (Math.abs(plain - after.data[id]) <= 1e-9 * Math.max(1, Math.abs(plain))) {
      return [
        named, text(" ← "), named, text(" − lr · "), { kind: "grad", text: name, id }, text(" = "),
        { kind: "number", known: before.data[id], part: "value", id }, text(" − "),
        { kind: "number", known: rate, part: "local" }, text(" · "),
        { kind: "number", known: before.grad[id], part: "upstream", id, isOperand: true }, text(" = "),
        { kind: "number", known: after.data[id], part: "value", id },
      ];
    }
    const why = `${this.isSample ? "by the gradient of all samples of the step" : "by the optimizer"}${Number.isFinite(rate) ? `, at the rate ${numberText(rate)}` : ""}`;
    return [
      named, text(" ← "), { kind: "number", known: after.data[id], part: "value", id },
      text(`, moved by ${numberText(after.data[id] - before.data[id])} ${why}`),
    ];
  }

  /** Steps at which a number stopped being finite, a relu died for good, or gradients exploded. */
  get trouble() { return (this.knownTrouble ??= this.findTrouble()); }

  /** @returns {Trouble[]} */
  findTrouble() {
    /** @type {Trouble[]} */
    const trouble = [];
    const graph = this.graphs[this.kept[0].graph];
    if (this.kept.length * graph.count > MOST_SEARCHED) return trouble;
    /** @type {[at: number, greatest: number][]} */
    const greatest = [];
    let wasFinite = true;
    /** @type {Map<string | number, number>} */
    const lastAlive = new Map();
    const units = unitsOf(graph);
    this.kept.forEach((step, at) => {
      if (step.graph !== this.kept[0].graph) return;
      const numbers = this.numbers(at);
      let most = 0, isFinite = step.metrics.loss === undefined || Number.isFinite(numberOf(step.metrics.loss));
      for (let id = 0; id < graph.count; id++) {
        if (numbers.isAlarming(id)) isFinite = false;
        if (numbers.hasGrad[id]) most = Math.max(most, Math.abs(numbers.grad[id]));
        const unit = units.get(id);
        if (unit !== undefined && !numbers.isDead(id)) lastAlive.set(unit, at);
      }
      if (!isFinite && wasFinite) trouble.push({ at, kind: "nan", text: "the first number that is not finite" });
      wasFinite = isFinite;
      greatest.push([at, most]);
    });
    const sorted = greatest.map(([, most]) => most).filter(Number.isFinite).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    for (const [at, most] of greatest) {
      if (median > 0 && most > 100 * median) trouble.push({ at, kind: "explosion", text: `a gradient of ${numberText(most)}, 100 times the usual` });
    }
    /** @type {Map<number, number>} */
    const deaths = new Map();
    for (const [, at] of lastAlive) if (at < this.kept.length - 2) deaths.set(at + 1, (deaths.get(at + 1) ?? 0) + 1);
    for (const [at, count] of deaths) {
      trouble.push({ at, kind: "death", text: `${counted(count, "unit")} dead${this.isSample ? " for this sample" : ""} from here on` });
    }
    return trouble;
  }
}

/**
 * For each relu which unit it belongs to: a neuron has one relu for every sample.
 * @param {Graph} graph @returns {Map<number, string | number>}
 */
function unitsOf(graph) {
  /** @type {Map<number, string | number>} */
  const units = new Map();
  const innermost = new Int32Array(graph.count).fill(-1);
  for (const call of graph.calls) innermost.fill(call.index, call.start, call.end);
  for (let id = 0; id < graph.count; id++) {
    if (graph.opName(id) === "relu") units.set(id, innermost[id] >= 0 ? graph.calls[innermost[id]].name : id);
  }
  return units;
}
