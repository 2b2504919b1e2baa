// The graph of the page: read from the data at its end, and every number of it at one moment.

const COMPUTED = 0, INPUT = 1, PARAMETER = 2, CONSTANT = 3;
const ROLES = ["computed", "input", "parameter", "constant"];

const bytesOf = (text) => {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index++) bytes[index] = raw.charCodeAt(index);
  return bytes;
};

const doublesOf = (text) => {
  const bytes = bytesOf(text);
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(8 * index, true));
};

// Whole numbers from 0 on, seven bits a byte, the lowest first.
const wholesOf = (text) => {
  const bytes = bytesOf(text);
  const numbers = [];
  let number = 0, scale = 1;
  for (const byte of bytes) {
    number += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      numbers.push(number);
      number = 0;
      scale = 1;
    }
  }
  return numbers;
};

// What does not change over a run: nodes, operands, modules and layouts.
function readGraph(raw) {
  const flags = bytesOf(raw.flags);
  const count = flags.length;
  const graph = {
    count, root: raw.root, opNames: raw.ops, op: bytesOf(raw.op),
    role: Uint8Array.from(flags, (flag) => (flag >> 1) & 3),
    firstOperand: new Uint32Array(count + 1), operands: null,
    labels: new Map(), locals: raw.locals ? doublesOf(raw.locals) : null,
    calls: [], layouts: raw.layouts, isEdited: false,
    // What the names of values begin with that belong to the module in view.
    prefix: "",
  };
  const arity = bytesOf(raw.arity);
  for (let id = 0; id < count; id++) graph.firstOperand[id + 1] = graph.firstOperand[id] + arity[id];
  // Distances to operands, which come before their results.
  graph.operands = Uint32Array.from(wholesOf(raw.operands));
  for (let id = 0; id < count; id++) {
    for (let at = graph.firstOperand[id]; at < graph.firstOperand[id + 1]; at++) {
      graph.operands[at] = id - graph.operands[at];
    }
  }
  let labelled = 0;
  wholesOf(raw.labelled).forEach((step, index) => {
    labelled += step;
    graph.labels.set(labelled, raw.labels[index]);
  });
  const calls = wholesOf(raw.calls);
  for (let at = 0, start = 0; at < calls.length; at += 5) {
    start += calls[at + 1];
    graph.calls.push({
      index: graph.calls.length, name: raw.names[calls[at]], start, end: start + calls[at + 2],
      parent: calls[at + 3] - 1, layout: calls[at + 4], children: [],
    });
  }
  graph.roots = [];
  for (const call of graph.calls) {
    (call.parent < 0 ? graph.roots : graph.calls[call.parent].children).push(call.index);
  }
  graph.wholeLayout = raw.layout;
  graph.uses = null;
  return graph;
}

// Where a value is used: pairs of result and place.
function usesOf(graph, id) {
  graph.uses ??= indexUses(graph);
  const { starts, results, places } = graph.uses;
  const uses = [];
  for (let at = starts[id]; at < starts[id + 1]; at++) uses.push([results[at], places[at]]);
  return uses;
}

// The uses of all values in three lists, those of one value side by side.
function indexUses({ count, operands, firstOperand }) {
  const starts = new Uint32Array(count + 1);
  for (const operand of operands) starts[operand + 1]++;
  for (let id = 0; id < count; id++) starts[id + 1] += starts[id];
  const next = starts.slice();
  const results = new Uint32Array(operands.length);
  const places = new Uint8Array(operands.length);
  for (let result = 0; result < count; result++) {
    for (let at = firstOperand[result]; at < firstOperand[result + 1]; at++) {
      const slot = next[operands[at]]++;
      results[slot] = result;
      places[slot] = at - firstOperand[result];
    }
  }
  return { starts, results, places };
}

const operandsOf = (graph, id) =>
  Array.from(graph.operands.subarray(graph.firstOperand[id], graph.firstOperand[id + 1]));

// All numbers at one moment.
class Numbers {
  constructor(graph, data, grad, hasGrad) {
    Object.assign(this, { graph, data, grad, hasGrad });
  }

  // From what the page holds; what it leaves out is computed from the leaves.
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
      data.set(doublesOf(raw.data));
      if (raw.grad) grad.set(doublesOf(raw.grad));
      if (raw.hasGrad) hasGrad.set(bytesOf(raw.hasGrad));
    }
    return new Numbers(graph, data, grad, hasGrad);
  }

  get hasGradients() { return this.hasGrad[this.graph.root] === 1; }

  // The same graph with other numbers for some leaves, everything computed anew.
  edited(edits) {
    const copy = new Numbers(this.graph, this.data.slice(), this.grad.slice(), this.hasGrad.slice());
    for (const [id, number] of edits) copy.data[id] = number;
    this.graph.isEdited = edits.size > 0;
    forward(this.graph, copy.data);
    if (this.hasGradients) backward(this.graph, copy.data, copy.grad, copy.hasGrad);
    return copy;
  }

  locals(id) { return localDerivatives(this.graph, this.data, id); }

  // What a use of a value hands on to its gradient; 0 where nothing is handed on.
  contribution(result, place) {
    if (!this.hasGrad[result] || takesNoGradient(this.graph, result, place)) return 0;
    return handedOn(this.graph, this.data, this.grad, result)[place];
  }

  isAlarming(id) {
    return !Number.isFinite(this.data[id])
      || (this.graph.role[id] !== CONSTANT && this.hasGrad[id] === 1 && !Number.isFinite(this.grad[id]));
  }

  isDead(id) {
    const graph = this.graph;
    return graph.opNames[graph.op[id]] === "relu" && this.data[graph.operands[graph.firstOperand[id]]] <= 0;
  }
}
