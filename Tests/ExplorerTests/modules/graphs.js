// Small graphs for the tests, in the words of the page's data.

import { Graph } from "../../../Sources/CExplorer/page/model/graph.js";
import { Numbers } from "../../../Sources/CExplorer/page/model/numbers.js";
import { View } from "../../../Sources/CExplorer/page/stage/view.js";
import { OPERATIONS, backward, forward } from "../../../Sources/CExplorer/page/model/engine.js";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

const wholes = (numbers) => base64(numbers.flatMap((number) => {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number & 127) | 128);
  return [...bytes, number];
}));

/**
 * A graph of nodes `[label, op, ...operands]`, leaves being `[label, role]`; a view with a box for every value.
 * Its calls are `[path, start, end, parent]`.
 */
export function graphOf(nodes, { locals = null, calls = [], layouts = null, views = null } = {}) {
  const roles = { input: 1, parameter: 2, constant: 3 };
  const ops = ["", ...new Set(nodes.filter((node) => node.length > 2).map((node) => node[1]))];
  const isLeaf = (node) => node.length === 2;
  const items = nodes.map((node, id) => ({ v: id, b: [100 * id, 0, 80, 50], ...(isLeaf(node) ? {} : { o: [100 * id - 52, 0, 24, 24] }) }));
  const edges = nodes.flatMap((node, id) => node.slice(2).map((operand, place) => [operand, id, place, "M0 0C1 1 2 2 3 3L4 4"]));
  let labelled = 0;
  const named = nodes.flatMap(([label], id) => (label ? [[id, label]] : []));
  const steps = named.map(([id]) => { const step = id - labelled; labelled = id; return step; });
  let start = 0;
  return new Graph({
    root: nodes.length - 1, ops, op: wholes(nodes.map((node) => (isLeaf(node) ? 0 : ops.indexOf(node[1])))),
    flags: base64(nodes.map((node) => (isLeaf(node) ? roles[node[1]] << 1 : 0))), arity: wholes(nodes.map((node) => node.length - 2)),
    operands: wholes(nodes.flatMap((node, id) => node.slice(2).map((operand) => id - operand))),
    labelled: wholes(steps), labels: named.map(([, label]) => label),
    locals: locals ? base64(new Uint8Array(Float64Array.from(locals).buffer)) : undefined,
    names: calls.map(([path]) => path),
    calls: wholes(calls.flatMap(([, from, to, parent], index) => {
      const step = from - start;
      start = from;
      return [index, step, to - from, parent + 1, 0];
    })),
    whole: 0, views: views ?? [[0]],
    layouts: layouts ?? [{ w: 100 * nodes.length, h: 50, d: "LR", z: 0, items, edges, frames: [] }],
  });
}

/** The numbers of a graph from those of its leaves. */
export function numbersOf(graph, leaves) {
  const data = new Float64Array(graph.count), grad = new Float64Array(graph.count), hasGrad = new Uint8Array(graph.count);
  let next = 0;
  for (let id = 0; id < graph.count; id++) if (graph.op[id] === 0) data[id] = leaves[next++];
  forward(graph, data);
  backward(graph, data, grad, hasGrad);
  return new Numbers(graph, data, grad, hasGrad);
}

export const viewOf = (graph) => new View(graph, -1, 0);

/** The expression of the micrograd lecture: L = (a·b + c)·f. */
export const lecture = () => graphOf([
  ["a", "input"], ["b", "input"], ["c", "input"], ["f", "input"],
  ["e", "*", 0, 1], ["d", "+", 4, 2], ["L", "*", 5, 3],
]);

export { OPERATIONS };
