import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { OPERATIONS, contributions, isComputable, localDerivatives } from "../../../Sources/CExplorer/page/model/engine.js";
import { graphOf, lecture, numbersOf } from "./graphs.js";

// The same rows that the engine in Swift is tested with.
const TABLE = JSON.parse(readFileSync(new URL("../../Reference/operations.json", import.meta.url), "utf8")).operations;

const near = (actual, expected, where) => {
  const wanted = expected === "inf" ? Infinity : expected === "-inf" ? -Infinity : Number(expected === "nan" ? NaN : expected);
  if (!Number.isFinite(wanted)) return assert.ok(Object.is(actual, wanted) || (Number.isNaN(actual) && Number.isNaN(wanted)), `${where}: ${actual}, not ${expected}`);
  assert.ok(Math.abs(actual - wanted) <= 4e-15 * Math.abs(wanted) + Number.EPSILON, `${where}: ${actual}, not ${expected}`);
};

test("every operation of the table, and no other, computes what the table says", () => {
  assert.deepEqual(Object.keys(OPERATIONS).sort(), Object.keys(TABLE).sort());
  for (const [name, rows] of Object.entries(TABLE)) {
    const [arity, result, partials] = OPERATIONS[name];
    for (const row of rows) {
      const [a, b = NaN] = row.at.map((text) => (text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text)));
      const where = `${name} at ${row.at}`, y = result(a, b);
      assert.equal(row.at.length, arity, where);
      near(y, row.result, where);
      const locals = partials(a, b, y).slice(0, arity);
      locals.forEach((local, place) => near(local, row.partials[place], `${where}, derivative ${place}`));
      if (!row.contributions) continue;
      const gradient = { inf: Infinity, "-inf": -Infinity, nan: NaN }[row.gradient] ?? Number(row.gradient);
      contributions(name, locals, gradient, a, b).forEach((amount, place) =>
        near(amount, row.contributions[place], `${where}, contribution ${place}`));
    }
  }
});

test("the lecture's numbers", () => {
  const numbers = numbersOf(lecture(), [2, -3, 10, -2]);
  assert.deepEqual([...numbers.data], [2, -3, 10, -2, -6, 4, -8]);
  assert.deepEqual([...numbers.grad], [6, -4, -2, 4, -2, -2, 1]);
});

// A mask is what derivatives are made of; by it the derivative is 0, though the product moves with it.
test("every operation's derivatives are the slopes of its results", () => {
  const operands = [[0.7, 1.3], [1.9, -0.6], [2.4, 0.5]];
  for (const [name, [arity, result, partials]] of Object.entries(OPERATIONS)) {
    for (const [a, b] of operands) {
      const slopes = [
        (result(a + 1e-6, b) - result(a - 1e-6, b)) / 2e-6, (result(a, b + 1e-6) - result(a, b - 1e-6)) / 2e-6,
      ].slice(0, arity);
      partials(a, b, result(a, b)).forEach((local, place) => (name === "gate" && place === 0) || Number.isNaN(result(a, b)) ||
        assert.ok(Math.abs(local - slopes[place]) < 1e-7 * Math.max(1, Math.abs(local)), `${name} at ${a}, ${b}: ${local}, ${slopes[place]}`));
    }
  }
});

test("a value that is used twice gets both contributions", () => {
  const numbers = numbersOf(graphOf([["a", "input"], ["b", "+", 0, 0]]), [3]);
  assert.deepEqual([...numbers.grad], [2, 1]);
});

test("unknown is not NaN: an operation of another engine has derivatives only if the file says so", () => {
  const nodes = [["a", "input"], ["y", "hypot3", 0, 0]];
  const plain = graphOf(nodes);
  assert.equal(isComputable(plain), false);
  assert.deepEqual(localDerivatives(plain, Float64Array.of(1, 1), 1, false), [null, null]);
  assert.deepEqual(localDerivatives(graphOf(nodes, { locals: [0.5, 4] }), Float64Array.of(1, 1), 1, false), [0.5, 4]);
});

test("a constant exponent takes no gradient", () => {
  const numbers = numbersOf(graphOf([["a", "input"], ["", "constant"], ["y", "**", 0, 1]]), [-2, 2]);
  assert.deepEqual([numbers.grad[0], numbers.hasGrad[1]], [-4, 0]);
});

test("the first number that is not finite is told from those that follow from it", () => {
  const graph = graphOf([["a", "input"], ["b", "input"], ["c", "/", 0, 1], ["d", "+", 2, 0], ["L", "exp", 3]]);
  assert.deepEqual([...numbersOf(graph, [1, 0]).culprits], [2]);
});

test("behind a shut relu nothing reaches the root", () => {
  const graph = graphOf([["a", "input"], ["b", "input"], ["h", "relu", 0], ["L", "+", 2, 1]]);
  assert.deepEqual([...numbersOf(graph, [-1, 2]).reaching], [0, 1, 1, 1]);
  assert.deepEqual([...numbersOf(graph, [1, 2]).reaching], [1, 1, 1, 1]);
});
