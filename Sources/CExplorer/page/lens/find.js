// Finding values.

import { ROLES } from "../model/graph.js";
import { outputName } from "../words/names.js";

/** @typedef {import("../play/shown.js").Shown} Shown */

/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARE = {
  "<": (a, b) => a < b, ">": (a, b) => a > b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "=": (a, b) => a === b,
};

/**
 * The ids that a query is about; it finds nothing that the reader has not seen.
 *   name or label · v8 · op:tanh · |grad|>1 · data<0 · dead · nan · input · parameter
 * @param {Shown} shown @param {string} query
 * @returns {number[]}
 */
export function findValues(shown, query) {
  const { numbers } = shown;
  const { graph } = numbers;
  const text = query.trim().toLowerCase();
  if (!text) return [];
  const comparison = text.match(/^(\|?)(data|grad)\1\s*(<=|>=|<|>|=)\s*([-−]?[\d.]+(?:e[-−]?\d+)?)$/);
  /** @type {(id: number) => boolean} */
  let matches;
  if (comparison) {
    const [, bars, what, sign, bound] = comparison;
    const number = Number(bound.replaceAll("−", "-"));
    matches = (id) => {
      const known = what === "data" ? shown.data(id) : shown.grad(id)?.known;
      return typeof known === "number" && COMPARE[sign](bars ? Math.abs(known) : known, number);
    };
  } else if (text === "dead") {
    matches = (id) => numbers.isDead(id) && shown.data(id) !== "later";
  } else if (text === "nan") {
    matches = (id) => [shown.data(id), shown.grad(id)?.known]
      .some((known) => typeof known === "number" && !Number.isFinite(known));
  } else if (text.startsWith("op:")) {
    const index = graph.opNames.indexOf(text.slice(3).trim());
    matches = (id) => index > 0 && graph.op[id] === index;
  } else if (text === "input" || text === "parameter") {
    matches = (id) => graph.op[id] === 0 && ROLES[graph.role[id]] === text;
  } else {
    return named(graph, text);
  }
  const found = [];
  for (let id = 0; id < graph.count; id++) if (matches(id)) found.push(id);
  return found;
}

/**
 * The values whose label, name in the text, or name on the page has this in it; those that are called so come first.
 * @param {import("../model/graph.js").Graph} graph @param {string} text in lower case
 */
function named(graph, text) {
  /** @type {Set<number>} */
  const exact = new Set();
  /** @type {Set<number>} */
  const others = new Set();
  const own = /^v\d+$/.test(text) ? Number(text.slice(1)) : -1;
  if (own >= 0 && own < graph.count && !graph.labels.has(own)) exact.add(own);
  const look = (/** @type {string} */ name, /** @type {number} */ id) => {
    const lower = name.toLowerCase();
    if (lower === text) exact.add(id);
    else if (lower.includes(text)) others.add(id);
  };
  for (const [id, label] of graph.labels) look(label, id);
  for (const [name, id] of graph.aliases) look(name, id);
  graph.calls.forEach((_call, index) => {
    if (graph.isRepeated(index)) return;
    for (const id of graph.outputsOf(index)) {
      if (graph.labels.has(id)) continue;
      const name = outputName(graph, -1, id) ?? "";
      look(name, id);
      // For keyboards without it, and what the box is called.
      if (name === "ŷ" && (text === "y" || text === "network")) exact.add(id);
    }
  });
  return [...exact, ...[...others].filter((id) => !exact.has(id))];
}
