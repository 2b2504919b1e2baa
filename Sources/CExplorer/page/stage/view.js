// What is looked at at once: the whole graph, or the inside of one call of a module, drawn by a layout that was made
// before; calls of equal structure share their layouts.

import { PARAMETER } from "../model/graph.js";
import { labelsWithin } from "../words/names.js";
import { counted, grouped } from "../words/text.js";

/** @typedef {import("../model/graph.js").Graph} Graph */
/** @typedef {import("../model/graph.js").LayoutItem} LayoutItem */

/** Places of edges that are no operand's: to or from a box, and from what is not drawn. */
export const LINK = -1, STUB = -3;

/**
 * A box of the drawing: a value, closed modules, leaves in one box, or a sign that more is not drawn.
 * @typedef {object} Item
 * @property {number} index
 * @property {number} x its center
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {ViewEdge[]} incoming
 * @property {ViewEdge[]} outgoing
 * @property {number} order where it comes in the order of computation
 * @property {boolean} isComputed
 * @property {number} [id]
 * @property {number[]} [op] center and size of the operation in front of it
 * @property {number[]} [calls]
 * @property {number[]} outputs values of a box that others use
 * @property {number} [count]
 * @property {number} [parameters]
 * @property {number} [hidden]
 */

/**
 * @typedef {object} ViewEdge
 * @property {number} index
 * @property {Item} from
 * @property {Item} to
 * @property {number} place
 * @property {string} path from the operand to the operation of the result
 */

/**
 * From the middle of one side to the middle of another, which is how most edges between modules go.
 * @param {Item} from @param {Item} to @param {"LR" | "TB"} direction
 */
export function plainPath(from, to, direction) {
  const [x, y, width, height] = to.op ?? [to.x, to.y, to.width, to.height];
  if (direction === "LR") {
    const [x0, x1] = [from.x + from.width / 2, x - width / 2];
    const bend = (x1 - x0) / 2;
    return `M${x0} ${from.y}C${x0 + bend} ${from.y} ${x1 - bend} ${y} ${x1 - 6} ${y}L${x1} ${y}`;
  }
  const [y0, y1] = [from.y + from.height / 2, y - height / 2];
  const bend = (y1 - y0) / 2;
  return `M${from.x} ${y0}C${from.x} ${y0 + bend} ${x} ${y1 - bend} ${x} ${y1 - 6}L${x} ${y1}`;
}

export class View {
  /**
   * @param {Graph} graph
   * @param {number} call the index of a call, -1 for the whole graph
   * @param {number} layout the index of the layout
   */
  constructor(graph, call, layout) {
    this.graph = graph;
    this.call = call;
    const within = call >= 0 ? graph.calls[call] : null;
    this.start = within ? within.start : 0;
    this.end = within ? within.end : graph.count;
    this.layoutIndex = layout;
    this.layout = graph.layouts[layout];
    this.root = within ? this.end - 1 : graph.root;
    // What it is about: of a layer the outputs of all of its neurons.
    this.results = new Set(within ? [this.root, ...graph.outputsOf(call)] : [this.root]);
    const outside = this.findOutside();
    this.items = this.layout.items.map((item, index) => this.resolve(item, index, outside));
    /** @type {Map<number, Item>} */
    this.itemOf = new Map();
    for (const item of this.items) if (item.id !== undefined) this.itemOf.set(item.id, item);
    /** @type {ViewEdge[]} */
    this.edges = this.layout.edges.map(([from, to, place, path], index) => ({
      index, from: this.items[from], to: this.items[to], place,
      path: path || plainPath(this.items[from], this.items[to], this.layout.d),
    }));
    for (const edge of this.edges) {
      edge.from.outgoing.push(edge);
      edge.to.incoming.push(edge);
    }
    /** @type {Map<number, Item> | null} */
    this.boxes = null;
    this.inside = new Int32Array(0);
    this.label = labelsWithin(graph, this.start, this.end, call);
  }

  /** What is used inside and computed elsewhere, in order of first use. */
  findOutside() {
    if (this.call < 0) return [];
    /** @type {Set<number>} */
    const seen = new Set();
    const { firstOperand, operands } = this.graph;
    for (let at = firstOperand[this.start]; at < firstOperand[this.end]; at++) {
      const id = operands[at];
      if (id < this.start || id >= this.end) seen.add(id);
    }
    return [...seen];
  }

  /**
   * @param {LayoutItem} raw @param {number} index @param {number[]} outside @returns {Item}
   */
  resolve(raw, index, outside) {
    /** @param {number} reference */
    const id = (reference) => (reference >= 0 ? this.start + reference : outside[-1 - reference]);
    const [x, y, width, height] = raw.b;
    /** @type {Item} */
    const item = {
      index, x, y, width, height, incoming: [], outgoing: [], order: -1, isComputed: false, outputs: [],
    };
    if (raw.v !== undefined) {
      item.id = id(raw.v);
      item.op = raw.o;
      item.order = item.id;
      item.isComputed = raw.o !== undefined;
    } else if (raw.c) {
      item.calls = raw.c.map((relative) => this.call + 1 + relative);
      item.outputs = (raw.u ?? []).map(id);
      item.count = raw.n;
      item.parameters = raw.k;
      item.order = this.graph.calls[item.calls[item.calls.length - 1]].end - 0.5;
      item.isComputed = true;
    } else if (raw.p) {
      item.outputs = raw.p.map(id);
      item.order = item.outputs.reduce((least, output) => Math.min(least, output), Infinity);
    } else {
      item.hidden = raw.s;
    }
    return item;
  }

  /**
   * The item that shows a value, or the box that it is in.
   * @param {number} id @returns {Item | null}
   */
  itemFor(id) {
    const item = this.itemOf.get(id);
    if (item) return item;
    if (!this.boxes) {
      this.boxes = new Map();
      this.inside = new Int32Array(this.end - this.start).fill(-1);
      for (const box of this.items) {
        for (const output of box.outputs) this.boxes.set(output, box);
        for (const call of box.calls ?? []) {
          const { start, end } = this.graph.calls[call];
          this.inside.fill(box.index, start - this.start, end - this.start);
        }
      }
      // Leaves that only the inside of one box uses are in it as well.
      for (let result = this.start; result < this.end; result++) {
        const box = this.inside[result - this.start];
        if (box < 0) continue;
        for (const operand of this.graph.operandsOf(result)) {
          if (this.graph.op[operand] === 0 && !this.itemOf.has(operand) && !this.boxes.has(operand)) {
            this.boxes.set(operand, this.items[box]);
          }
        }
      }
    }
    const index = id >= this.start && id < this.end ? this.inside[id - this.start] : -1;
    return index >= 0 ? this.items[index] : this.boxes.get(id) ?? null;
  }

  /** @param {Item} item */
  boxName(item) {
    if (item.hidden !== undefined) return item.hidden ? `… ${grouped(item.hidden)} more` : "…";
    if (!item.calls) {
      return counted(item.outputs.length, this.graph.role[item.outputs[0]] === PARAMETER ? "parameter" : "value");
    }
    const name = this.graph.shortName(item.calls[0]);
    return item.calls.length === 1 ? name : `${name.replace(/\[\d*\]$/, "")} × ${grouped(item.calls.length)}`;
  }

  /**
   * The items that an item depends on, or that depend on it.
   * @param {Item} item @param {boolean} isUpward
   */
  reach(item, isUpward) {
    /** @type {Set<Item>} */
    const found = new Set();
    const stack = [item];
    for (let at = stack.pop(); at; at = stack.pop()) {
      for (const edge of isUpward ? at.outgoing : at.incoming) {
        const next = isUpward ? edge.to : edge.from;
        if (found.has(next)) continue;
        found.add(next);
        stack.push(next);
      }
    }
    return found;
  }
}
