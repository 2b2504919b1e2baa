// The arithmetic of the operations, by the same rules as the engine in Swift. What an operation is called and how
// formulas write it comes with the page's data.

import { CONSTANT } from "./graph.js";

/** @typedef {import("./graph.js").Graph} Graph */

/**
 * An operation: how many operands, the result, and the derivative by each operand; `y` is the result.
 * @typedef {[arity: 1 | 2, result: (a: number, b: number) => number,
 *   partials: (a: number, b: number, y: number) => number[]]} Rule
 */

/** @param {number} x */
const logistic = (x) => {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
};

/**
 * C's pow differs from JavaScript's where the base is 1 or -1.
 * @param {number} a @param {number} b
 */
const power = (a, b) =>
  a === 1 || b === 0 ? 1 : a === -1 && Math.abs(b) === Infinity ? 1 : Math.pow(a, b);

/** @param {number} a */
const positivePart = (a) => (a > 0 ? a : Number.isNaN(a) ? a : 0);

/** @param {number} a @param {number} b */
const gate = (a, b) => (a === 0 ? 0 : a * b);

/** @param {number} a */
const stepOf = (a) => (a <= 0 ? 0 : 1);

/** @param {number} a */
const signOf = (a) => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : a);

/** @param {number} a @param {number} b */
const greater = (a, b) => (a > b ? 1 : a < b ? 0 : 0.5);

/**
 * 0 where a power does not change with its exponent, at base 0 and exponents from 0 on; else 1.
 * @param {number} a @param {number} b
 */
const hasLogarithm = (a, b) => stepOf(Math.abs(a) + stepOf(-b));

/**
 * 2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1·3·5⋯(2n+1)): its terms have one sign, so that none cancels another.
 * @param {number} x
 */
function erf(x) {
  if (!(Math.abs(x) < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** @type {Record<string, Rule>} */
export const OPERATIONS = {
  "+": [2, (a, b) => a + b, () => [1, 1]],
  "-": [2, (a, b) => a - b, () => [1, -1]],
  "*": [2, (a, b) => a * b, (a, b) => [b, a]],
  "/": [2, (a, b) => a / b, (_a, b, y) => [1 / b, -y / b]],
  "**": [
    2, power,
    (a, b, y) => [gate(b, power(a, b - 1)), gate(hasLogarithm(a, b), y * Math.log(a))],
  ],
  neg: [1, (a) => -a, () => [-1]],
  exp: [1, Math.exp, (_a, _b, y) => [y]],
  expm1: [1, Math.expm1, (a) => [Math.exp(a)]],
  log: [1, Math.log, (a) => [1 / a]],
  log1p: [1, Math.log1p, (a) => [1 / (1 + a)]],
  log2: [1, Math.log2, (a) => [1 / (a * Math.LN2)]],
  log10: [1, Math.log10, (a) => [1 / (a * Math.LN10)]],
  sqrt: [1, Math.sqrt, (_a, _b, y) => [0.5 / y]],
  sin: [1, Math.sin, (a) => [Math.cos(a)]],
  cos: [1, Math.cos, (a) => [-Math.sin(a)]],
  tan: [1, Math.tan, (_a, _b, y) => [1 + y * y]],
  asin: [1, Math.asin, (a) => [1 / Math.sqrt((1 - a) * (1 + a))]],
  acos: [1, Math.acos, (a) => [-1 / Math.sqrt((1 - a) * (1 + a))]],
  atan: [1, Math.atan, (a) => [1 / (1 + a * a)]],
  sinh: [1, Math.sinh, (a) => [Math.cosh(a)]],
  cosh: [1, Math.cosh, (a) => [Math.sinh(a)]],
  tanh: [1, Math.tanh, (_a, _b, y) => [1 - y * y]],
  asinh: [1, Math.asinh, (a) => [1 / Math.sqrt(a * a + 1)]],
  acosh: [1, Math.acosh, (a) => [1 / (Math.sqrt(a - 1) * Math.sqrt(a + 1))]],
  atanh: [1, Math.atanh, (a) => [1 / ((1 - a) * (1 + a))]],
  sigmoid: [1, logistic, (_a, _b, y) => [y * (1 - y)]],
  softplus: [1, (a) => positivePart(a) + Math.log1p(Math.exp(-Math.abs(a))), (a) => [logistic(a)]],
  erf: [1, erf, (a) => [2 / Math.sqrt(Math.PI) * Math.exp(-a * a)]],
  relu: [1, positivePart, (a) => [stepOf(a)]],
  abs: [1, Math.abs, (a) => [signOf(a)]],
  max: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a >= b ? a : b),
    (a, b) => [greater(a, b), greater(b, a)],
  ],
  min: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a <= b ? a : b),
    (a, b) => [greater(b, a), greater(a, b)],
  ],
  sign: [1, signOf, () => [0]],
  step: [1, stepOf, () => [0]],
  greater: [2, greater, () => [0, 0]],
  gate: [2, gate, (a) => [0, a]],
};

/**
 * Those whose derivatives are masks: where one is 0 its branch is closed and hands on 0, whatever the gradient of the
 * result is. Elsewhere 0 · ∞ is NaN.
 */
const CLOSING = new Set(["relu", "max", "min", "sign", "step", "greater", "gate"]);

/**
 * What each operand gets of the gradient of the result; null where the derivative is not known.
 * @template {number | null} Local
 * @param {string} name @param {Local[]} locals @param {number} grad @param {number} a @param {number} b
 * @returns {Local[]}
 */
export function contributions(name, locals, grad, a, b) {
  return locals.map((local, place) => {
    if (local === null) return local;
    if (CLOSING.has(name)) return /** @type {Local} */ (gate(local, grad));
    const amount = local * grad;
    if (name !== "**") return /** @type {Local} */ (amount);
    return /** @type {Local} */ (gate(place === 0 ? stepOf(Math.abs(b)) : hasLogarithm(a, b), amount));
  });
}

/**
 * What a value hands on to its operands, in order.
 * @param {Graph} graph @param {Float64Array} data @param {Float64Array} grad @param {number} id @param {boolean} isEdited
 */
export function handedOn(graph, data, grad, id, isEdited) {
  const first = graph.firstOperand[id];
  const [a, b] = [data[graph.operands[first]], data[graph.operands[first + 1]]];
  return contributions(graph.opName(id), localDerivatives(graph, data, id, isEdited), grad[id], a, b);
}

/**
 * Whether every operation of a graph can be computed here.
 * @param {Graph} graph
 */
export const isComputable = (graph) => graph.opNames.every((name) => name === "" || name in OPERATIONS);

/**
 * Computes all values from the leaves, in place. O(n).
 * @param {Graph} graph @param {Float64Array} data
 */
export function forward(graph, data) {
  const rules = graph.opNames.map((name) => (name ? OPERATIONS[name][1] : null));
  for (let id = 0; id < graph.count; id++) {
    const rule = rules[graph.op[id]];
    if (!rule) continue;
    const first = graph.firstOperand[id];
    data[id] = rule(data[graph.operands[first]], data[graph.operands[first + 1]]);
  }
}

/**
 * The derivatives of a value by its operands, in order; null where they are not known, which is not NaN: the
 * operation is none of the engine's, and the file does not say. Those by a constant, which takes no gradient, are 0
 * where they are not finite.
 * @param {Graph} graph @param {Float64Array} data @param {number} id
 * @param {boolean} isEdited whether the numbers are others than those that came with the graph
 * @returns {(number | null)[]}
 */
export function localDerivatives(graph, data, id, isEdited) {
  const first = graph.firstOperand[id];
  const count = graph.firstOperand[id + 1] - first;
  const rule = OPERATIONS[graph.opNames[graph.op[id]]];
  const isKnown = rule !== undefined && rule[0] === count;
  if (graph.locals && !isEdited) {
    const { locals } = graph;
    const given = Array.from({ length: count }, (_, place) => locals[first + place]);
    return isKnown ? given : given.map((local) => (Number.isNaN(local) ? null : local));
  }
  if (!isKnown) return new Array(count).fill(null);
  return rule[2](data[graph.operands[first]], data[graph.operands[first + 1]], data[id]).map(
    (local, place) => (graph.takesNoGradient(id, place) && !Number.isFinite(local) ? 0 : local));
}

/**
 * The operations that networks are full of, which are spared the lists of the others: by what the second operand is
 * multiplied, 2 standing for products.
 * @type {Record<string, number>}
 */
const LINEAR = { "+": 1, "-": -1, "*": 2 };

/**
 * The derivatives of the root by all values. O(n). `hasGrad` becomes 1 where the root depends on a value.
 * @param {Graph} graph @param {Float64Array} data @param {Float64Array} grad @param {Uint8Array} hasGrad
 */
export function backward(graph, data, grad, hasGrad) {
  grad.fill(0);
  hasGrad.fill(0);
  grad[graph.root] = 1;
  hasGrad[graph.root] = 1;
  const linears = graph.opNames.map((name) => LINEAR[name] ?? 0);
  for (let id = graph.root; id >= 0; id--) {
    if (!hasGrad[id] || graph.op[id] === 0) continue;
    const first = graph.firstOperand[id];
    const linear = linears[graph.op[id]];
    if (linear && graph.firstOperand[id + 1] === first + 2) {
      const a = graph.operands[first], b = graph.operands[first + 1];
      const [byA, byB] = [linear === 2 ? data[b] : 1, linear === 2 ? data[a] : linear];
      if (graph.role[a] !== CONSTANT) {
        grad[a] += byA * grad[id];
        hasGrad[a] = 1;
      }
      if (graph.role[b] !== CONSTANT) {
        grad[b] += byB * grad[id];
        hasGrad[b] = 1;
      }
      continue;
    }
    const amounts = handedOn(graph, data, grad, id, true);
    for (let place = 0; place < amounts.length; place++) {
      if (graph.takesNoGradient(id, place)) continue;
      const operand = graph.operands[first + place];
      grad[operand] += amounts[place] ?? 0;
      hasGrad[operand] = 1;
    }
  }
}
