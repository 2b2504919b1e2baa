// What is looked at at once: the whole graph, or the inside of one call of a module. The layout was made
// before; calls of equal structure share one.

class View {
  // `call` is the index of a call, -1 for the whole graph.
  constructor(graph, call) {
    this.graph = graph;
    this.call = call;
    const within = call >= 0 ? graph.calls[call] : null;
    this.start = within ? within.start : 0;
    this.end = within ? within.end : graph.count;
    this.layout = graph.layouts[within ? within.layout : graph.wholeLayout];
    this.root = within ? this.end - 1 : graph.root;
    this.outside = this.findOutside();
    this.items = this.layout.items.map((item, index) => this.resolve(item, index));
    this.itemOf = new Map();
    for (const item of this.items) if (item.id !== undefined) this.itemOf.set(item.id, item);
    this.boxOf = new Map();
    for (const item of this.items) for (const call of item.calls ?? []) this.boxOf.set(call, item);
    this.edges = this.layout.edges.map(([from, to, place, path, label], index) => ({
      index, from: this.items[from], to: this.items[to], place, path, label,
    }));
    for (const edge of this.edges) {
      if (edge.place === OWN) continue;
      edge.from.outgoing.push(edge);
      edge.to.incoming.push(edge);
    }
  }

  // What is used inside and computed elsewhere, in order of first use.
  findOutside() {
    if (this.call < 0) return [];
    const seen = new Set();
    const { firstOperand, operands } = this.graph;
    for (let at = firstOperand[this.start]; at < firstOperand[this.end]; at++) {
      const id = operands[at];
      if (id < this.start || id >= this.end) seen.add(id);
    }
    return [...seen];
  }

  resolve(raw, index) {
    const id = (reference) => (reference >= 0 ? this.start + reference : this.outside[-1 - reference]);
    const [x, y, width, height] = raw.b;
    const item = { index, x, y, width, height, incoming: [], outgoing: [] };
    if (raw.v !== undefined) {
      item.id = id(raw.v);
      item.op = raw.o;
      item.order = item.id;
      item.isComputed = raw.o !== undefined;
    } else if (raw.c) {
      item.calls = raw.c.map((relative) => this.call + 1 + relative);
      item.outputs = raw.u.map(id);
      item.count = raw.n;
      item.parameters = raw.k;
      item.order = this.graph.calls[item.calls[item.calls.length - 1]].end - 0.5;
      item.isComputed = true;
    } else if (raw.p) {
      item.outputs = raw.p.map(id);
      item.order = Math.min(...item.outputs);
    } else {
      item.hidden = raw.s;
      item.order = -1;
    }
    return item;
  }

  // The item that shows a value, or the box that it is in.
  itemFor(id) {
    const item = this.itemOf.get(id);
    if (item) return item;
    if (!this.boxes) {
      this.boxes = new Map();
      for (const box of this.items) for (const output of box.outputs ?? []) this.boxes.set(output, box);
      this.inside = new Int32Array(this.end - this.start).fill(-1);
      for (const [call, box] of this.boxOf) {
        const { start, end } = this.graph.calls[call];
        this.inside.fill(box.index, start - this.start, end - this.start);
      }
    }
    const index = id >= this.start && id < this.end ? this.inside[id - this.start] : -1;
    return index >= 0 ? this.items[index] : this.boxes.get(id) ?? null;
  }

  boxName(item) {
    if (!item.calls) {
      const isParameters = this.graph.role[item.outputs[0]] === PARAMETER;
      return `${grouped(item.outputs.length)} ${isParameters ? "parameter" : "value"}${item.outputs.length === 1 ? "" : "s"}`;
    }
    const name = shortName(this.graph, item.calls[0]);
    return item.calls.length === 1 ? name : `${name.replace(/\[\d*\]$/, "")} × ${grouped(item.calls.length)}`;
  }

  // The items that an item depends on, or that depend on it.
  reach(item, isUpward) {
    const found = new Set();
    const stack = [item];
    while (stack.length) {
      for (const edge of isUpward ? stack.pop().outgoing : stack.pop().incoming) {
        const next = isUpward ? edge.to : edge.from;
        if (!found.has(next)) {
          found.add(next);
          stack.push(next);
        }
      }
    }
    return found;
  }
}

// Of edges: from an operation to its own value; to or from a box; from a stub.
const OWN = -2, LINK = -1, STUB = -3;

// A module's path without those of the modules around it.
function shortName(graph, index) {
  const path = graph.calls[index].name;
  if (!path) return "network";
  for (let outer = graph.calls[index].parent; outer >= 0; outer = graph.calls[outer].parent) {
    const prefix = graph.calls[outer].name + ".";
    if (prefix.length > 1 && path.startsWith(prefix)) return path.slice(prefix.length);
  }
  return path;
}

// What is left of a label within the frame of its module.
function shortLabel(graph, label, item, view) {
  const inner = innermostCall(graph, item.id, view);
  const prefix = inner >= 0 ? graph.calls[inner].name + "." : "";
  return prefix.length > 1 && label.startsWith(prefix) ? label.slice(prefix.length) : label;
}

// The call that a value belongs to; a parameter belongs to the call in view that alone uses it.
function innermostCall(graph, id, view) {
  let known = view.homes;
  if (!known) {
    known = view.homes = new Map();
    const users = new Map();
    const first = Math.max(0, view.call);
    for (let index = first; index < graph.calls.length; index++) {
      const call = graph.calls[index];
      if (call.start >= view.end) break;
      if (view.call >= 0 && (call.start < view.start || call.end > view.end)) continue;
      for (let node = call.start; node < call.end; node++) known.set(node, index);
    }
    for (let result = view.start; result < view.end; result++) {
      const home = known.get(result) ?? -1;
      for (let at = graph.firstOperand[result]; at < graph.firstOperand[result + 1]; at++) {
        const operand = graph.operands[at];
        if (graph.role[operand] !== PARAMETER) continue;
        users.set(operand, users.has(operand) && users.get(operand) !== home ? -1 : home);
      }
    }
    for (const [operand, home] of users) known.set(operand, home);
  }
  return known.get(id) ?? -1;
}
