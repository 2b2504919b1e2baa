// Numbers, names and formulas as they are shown. Formulas are lists of parts; a part that stands for a value
// or an edge refers to it, so that pointing at one shows the other.

// Four significant digits in at most ten characters, as in the frames of a recorded run.
function numberText(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "⚠ NaN" : number > 0 ? "⚠ ∞" : "⚠ −∞";
  if (number === 0) return "0";
  const sign = number < 0 ? "−" : "";
  const size = Math.abs(number);
  if (size >= 0.001 && size < 99999.5) {
    const before = size < 0.01 ? -2 : size < 0.1 ? -1 : size < 1 ? 0 : Math.min(4, Math.floor(Math.log10(size) + 1e-12) + 1);
    return sign + trimmed(size.toFixed(Math.max(0, 4 - before)));
  }
  const exponent = Math.abs(Math.floor(Math.log10(size)));
  const [mantissa, power] = size.toExponential(exponent >= 100 ? 2 : 3).split("e");
  return `${sign}${trimmed(mantissa)}e${power.replace("+", "").replace("-", "−")}`;
}

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

const sumText = (terms) => terms.map(numberText).join(" + ").replaceAll("+ −", "− ");

// Every digit, for whoever wants to check.
const exactText = (number) => String(number).replace(/-/g, "−");

const visible = (text) =>
  text.replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0))).replace(/\u007f/g, "␡")
    .replace(/[\u0080-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g, "\ufffd");

const elided = (text, length = 32) => {
  const shown = Array.from(text);
  return shown.length > length ? shown.slice(0, length).join("") + "…" : text;
};

const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

const SIGNS = { "+": "+", "-": "−", "*": "·", "/": "/", "**": "**" };

const opSymbol = (name) => ({ "-": "−", "*": "×", neg: "−" })[name] ?? elided(visible(name));

// What to call a value: its label, its number if it is a constant, else a name of its own that the drawing
// shows beside it.
function nameOf(numbers, id) {
  const { graph } = numbers;
  const label = graph.labels.get(id);
  if (label) return elided(visible(label.startsWith(graph.prefix) ? label.slice(graph.prefix.length) : label));
  return graph.role[id] === CONSTANT ? numberText(numbers.data[id]) : `v${id}`;
}

function formulaText(numbers, id) {
  return joined(numbers, id, operandsOf(numbers.graph, id).map((operand) => [nameOf(numbers, operand)])).join("");
}

// The operation with its operands, each a list of parts.
function joined(numbers, id, operands) {
  const op = numbers.graph.opNames[numbers.graph.op[id]];
  if (op in SIGNS && operands.length === 2) return [...operands[0], ` ${SIGNS[op]} `, ...operands[1]];
  if (op === "neg") return ["−", ...operands[0]];
  return [
    `${elided(visible(op))}(`, ...operands.flatMap((parts, index) => (index ? [", ", ...parts] : parts)), ")",
  ];
}

const part = (text, refers) => ({ text, ...refers });

const namePart = (numbers, id) => part(nameOf(numbers, id), { id });

const numberPart = (number, refers) =>
  part(number < 0 ? `(${numberText(number)})` : numberText(number), { ...refers, number });

// e = a · b = 2 · (−3) = −6
function forwardFormula(numbers, id) {
  const { graph, data } = numbers;
  if (graph.op[id] === 0) return [namePart(numbers, id), " = ", numberPart(data[id], { id })];
  const operands = operandsOf(graph, id);
  return [
    namePart(numbers, id), " = ", ...joined(numbers, id, operands.map((operand) => [namePart(numbers, operand)])), " = ",
    ...joined(numbers, id, operands.map((operand) => [numberPart(data[operand], { id: operand })])), " = ",
    part(numberText(data[id]), { id, number: data[id] }),
  ];
}

const derivativePart = (numbers, of, by, refers) =>
  part(`∂${nameOf(numbers, of)}/∂${nameOf(numbers, by)}`, refers);

// ∂L/∂a += ∂L/∂e · ∂e/∂a = (−2) · (−3) = 6
function chainFormula(numbers, result, place) {
  const { graph } = numbers;
  const operand = operandsOf(graph, result)[place];
  if (graph.role[operand] === CONSTANT) {
    return [namePart(numbers, operand), " is a constant of ", namePart(numbers, result)];
  }
  const local = numbers.locals(result)[place];
  const root = graph.root;
  const local_ = derivativePart(numbers, result, operand, { edge: [result, place] });
  if (!numbers.hasGrad[result]) return [local_, " = ", numberPart(local, {})];
  return [
    derivativePart(numbers, root, operand, { id: operand }), " += ",
    derivativePart(numbers, root, result, { id: result }), " · ", local_, " = ",
    numberPart(numbers.grad[result], { id: result }), " · ", numberPart(local, { edge: [result, place] }), " = ",
    part(numberText(numbers.contribution(result, place)), { id: operand }),
  ];
}
