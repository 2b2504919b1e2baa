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

// For each operation: [arity, result, derivatives]. `y` is the result.
const OPERATIONS = {
  "+": [2, (a, b) => a + b, () => [1, 1]],
  "-": [2, (a, b) => a - b, () => [1, -1]],
  "*": [2, (a, b) => a * b, (a, b) => [b, a]],
  "/": [2, (a, b) => a / b, (a, b, y) => [1 / b, -y / b]],
  "**": [
    2, power,
    (a, b, y) => [b === 0 ? 0 : b * power(a, b - 1), a === 0 && b >= 0 ? 0 : y * Math.log(a)],
  ],
  neg: [1, (a) => -a, () => [-1]],
  exp: [1, Math.exp, (a, b, y) => [y]],
  log: [1, Math.log, (a) => [1 / a]],
  tanh: [1, Math.tanh, (a, b, y) => [1 - y * y]],
  relu: [1, positivePart, (a) => [a <= 0 ? 0 : 1]],
  sigmoid: [1, logistic, (a, b, y) => [y * (1 - y)]],
  sin: [1, Math.sin, (a) => [Math.cos(a)]],
  cos: [1, Math.cos, (a) => [-Math.sin(a)]],
  sqrt: [1, Math.sqrt, (a, b, y) => [0.5 / y]],
  abs: [1, Math.abs, (a) => [a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : a]],
  softplus: [1, (a) => positivePart(a) + Math.log1p(Math.exp(-Math.abs(a))), (a) => [logistic(a)]],
  max: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a >= b ? a : b),
    (a, b) => (a > b ? [1, 0] : a < b ? [0, 1] : [0.5, 0.5]),
  ],
  min: [
    2, (a, b) => (Number.isNaN(a) ? a : Number.isNaN(b) ? b : a <= b ? a : b),
    (a, b) => (a < b ? [1, 0] : a > b ? [0, 1] : [0.5, 0.5]),
  ],
};

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

// The derivatives of a value by its operands, in order; NaN where they are not known.
function localDerivatives(graph, data, id) {
  const first = graph.firstOperand[id];
  const count = graph.firstOperand[id + 1] - first;
  if (graph.locals && !graph.isEdited) {
    return Array.from({ length: count }, (_, place) => graph.locals[first + place]);
  }
  const rule = OPERATIONS[graph.opNames[graph.op[id]]];
  if (!rule || rule[0] !== count) return new Array(count).fill(NaN);
  return rule[2](data[graph.operands[first]], data[graph.operands[first + 1]], data[id]);
}

// Whether an operand takes no gradient: a number as exponent, whose logarithm would be NaN for nothing.
const takesNoGradient = (graph, id, place) =>
  place === 1 && graph.opNames[graph.op[id]] === "**"
  && graph.role[graph.operands[graph.firstOperand[id] + 1]] === CONSTANT;

// The derivatives of the root by all values. O(n). `hasGrad` becomes 1 where the root depends on a value.
function backward(graph, data, grad, hasGrad) {
  grad.fill(0);
  hasGrad.fill(0);
  grad[graph.root] = 1;
  hasGrad[graph.root] = 1;
  for (let id = graph.root; id >= 0; id--) {
    if (!hasGrad[id] || graph.op[id] === 0) continue;
    const locals = localDerivatives(graph, data, id);
    for (let place = 0; place < locals.length; place++) {
      if (takesNoGradient(graph, id, place)) continue;
      const operand = graph.operands[graph.firstOperand[id] + place];
      grad[operand] += locals[place] * grad[id];
      hasGrad[operand] = 1;
    }
  }
}
