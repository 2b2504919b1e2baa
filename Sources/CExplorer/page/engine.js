// The operations, by the same rules as the engine in Swift: what they compute, and their derivatives.

const logistic = (x) => {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
};

// C's pow differs from JavaScript's where the base is 1 or -1.
const power = (a, b) =>
  a === 1 || b === 0 ? 1 : a === -1 && Math.abs(b) === Infinity ? 1 : Math.pow(a, b);

const positivePart = (a) => (a > 0 ? a : Number.isNaN(a) ? a : 0);

const gate = (a, b) => (a === 0 ? 0 : a * b);
const step = (a) => (a <= 0 ? 0 : 1);
const sign = (a) => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : a);
const greater = (a, b) => (a > b ? 1 : a < b ? 0 : 0.5);
// 0 where a power does not change with its exponent, at base 0 and exponents from 0 on; else 1.
const hasLogarithm = (a, b) => step(Math.abs(a) + step(-b));

// For each operation: [arity, result, derivatives]. `y` is the result.
const OPERATIONS = {
  "+": [2, (a, b) => a + b, () => [1, 1]],
  "-": [2, (a, b) => a - b, () => [1, -1]],
  "*": [2, (a, b) => a * b, (a, b) => [b, a]],
  "/": [2, (a, b) => a / b, (a, b, y) => [1 / b, -y / b]],
  "**": [
    2, power,
    (a, b, y) => [gate(b, power(a, b - 1)), gate(hasLogarithm(a, b), y * Math.log(a))],
  ],
  neg: [1, (a) => -a, () => [-1]],
  exp: [1, Math.exp, (a, b, y) => [y]],
  log: [1, Math.log, (a) => [1 / a]],
  tanh: [1, Math.tanh, (a, b, y) => [1 - y * y]],
  relu: [1, positivePart, (a) => [step(a)]],
  sigmoid: [1, logistic, (a, b, y) => [y * (1 - y)]],
  sin: [1, Math.sin, (a) => [Math.cos(a)]],
  cos: [1, Math.cos, (a) => [-Math.sin(a)]],
  sqrt: [1, Math.sqrt, (a, b, y) => [0.5 / y]],
  abs: [1, Math.abs, (a) => [sign(a)]],
  softplus: [1, (a) => positivePart(a) + Math.log1p(Math.exp(-Math.abs(a))), (a) => [logistic(a)]],
  max: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a >= b ? a : b),
    (a, b) => [greater(a, b), greater(b, a)],
  ],
  min: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a <= b ? a : b),
    (a, b) => [greater(b, a), greater(a, b)],
  ],
  sign: [1, sign, () => [0]],
  step: [1, step, () => [0]],
  greater: [2, greater, () => [0, 0]],
  gate: [2, gate, (a) => [0, a]],
};

// Those whose derivatives are masks: where one is 0 its branch is closed and hands on 0, whatever the gradient of
// the result is. Elsewhere 0 · ∞ is NaN.
const CLOSING = new Set(["relu", "max", "min", "sign", "step", "greater", "gate"]);

// What each operand gets of the gradient of the result.
function contributions(name, locals, grad, a, b) {
  if (CLOSING.has(name)) return locals.map((local) => gate(local, grad));
  const amounts = locals.map((local) => local * grad);
  if (name !== "**") return amounts;
  return [gate(step(Math.abs(b)), amounts[0]), gate(hasLogarithm(a, b), amounts[1])];
}

// Whether every operation of a graph can be computed here.
const isComputable = (graph) => graph.opNames.every((name) => name === "" || name in OPERATIONS);

// Computes all values from the leaves, in place. O(n).
function forward(graph, data) {
  const rules = graph.opNames.map((name) => (name ? OPERATIONS[name][1] : null));
  for (let id = 0; id < graph.count; id++) {
    const rule = rules[graph.op[id]];
    if (!rule) continue;
    const first = graph.firstOperand[id];
    data[id] = rule(data[graph.operands[first]], data[graph.operands[first + 1]]);
  }
}

// The derivatives of a value by its operands, in order; NaN where they are not known. Those by a constant, which
// takes no gradient, are 0 where they are not finite.
function localDerivatives(graph, data, id) {
  const first = graph.firstOperand[id];
  const count = graph.firstOperand[id + 1] - first;
  if (graph.locals && !graph.isEdited) {
    return Array.from({ length: count }, (_, place) => graph.locals[first + place]);
  }
  const rule = OPERATIONS[graph.opNames[graph.op[id]]];
  if (!rule || rule[0] !== count) return new Array(count).fill(NaN);
  return rule[2](data[graph.operands[first]], data[graph.operands[first + 1]], data[id]).map(
    (local, place) => (takesNoGradient(graph, id, place) && !Number.isFinite(local) ? 0 : local));
}

// What a value hands on to its operands, in order.
function handedOn(graph, data, grad, id) {
  const first = graph.firstOperand[id];
  const [a, b] = [data[graph.operands[first]], data[graph.operands[first + 1]]];
  return contributions(graph.opNames[graph.op[id]], localDerivatives(graph, data, id), grad[id], a, b);
}

// Whether an operand takes no gradient: a number inside an expression.
const takesNoGradient = (graph, id, place) =>
  graph.role[graph.operands[graph.firstOperand[id] + place]] === CONSTANT;

// The derivatives of the root by all values. O(n). `hasGrad` becomes 1 where the root depends on a value.
function backward(graph, data, grad, hasGrad) {
  grad.fill(0);
  hasGrad.fill(0);
  grad[graph.root] = 1;
  hasGrad[graph.root] = 1;
  for (let id = graph.root; id >= 0; id--) {
    if (!hasGrad[id] || graph.op[id] === 0) continue;
    const amounts = handedOn(graph, data, grad, id);
    for (let place = 0; place < amounts.length; place++) {
      if (takesNoGradient(graph, id, place)) continue;
      const operand = graph.operands[graph.firstOperand[id] + place];
      grad[operand] += amounts[place];
      hasGrad[operand] = 1;
    }
  }
}
