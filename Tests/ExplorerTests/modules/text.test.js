import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isolated, knownText, numberText, rangeText, sumText, visible } from "../../../Sources/CExplorer/page/words/text.js";
import { chainFormula, forwardFormula, plainText } from "../../../Sources/CExplorer/page/words/formula.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { graphOf, lecture, numbersOf, viewOf } from "./graphs.js";

const shownOf = (graph, leaves, position = Infinity, isSecret = () => false) => {
  const player = new Player(viewOf(graph), numbersOf(graph, leaves));
  return new Shown(player, Math.min(position, player.end), new Names(graph, -1), isSecret);
};

test("the same last digit as in pictures and frames, also at halves", () => {
  const rows = JSON.parse(readFileSync(new URL("../../Reference/shown_numbers.json", import.meta.url), "utf8"));
  assert.ok(rows.length > 300);
  for (const [number, text] of rows) assert.equal(numberText(number), text, String(number));
});

test("four significant digits in ten characters", () => {
  for (const [number, text] of [
    [0, "0"], [-0, "0"], [2, "2"], [-0.70710678, "−0.7071"], [1.5e-7, "1.5e−7"], [123456, "1.235e5"], [99999, "99999"],
    [0.001234567, "0.001235"], [-1.23456e-123, "−1.23e−123"], [9999.96, "10000"], [NaN, "⚠ NaN"], [-Infinity, "⚠ −∞"],
  ]) assert.equal(numberText(number), text);
});

test("numbers that have less room lose digits, never places", () => {
  assert.equal(numberText(-0.001234, 7), "−0.0012");
  assert.equal(numberText(-1.23456e-17, 7), "−1e−17");
  for (const number of [1e-300, -8.888e-88, 0.0098765, -12345.678, 1 / 3]) assert.ok(numberText(number, 7).length <= 7, numberText(number, 7));
});

test("a range of equal numbers is one number, of none a dash, and no list is too long", () => {
  assert.equal(rangeText([0.0101, 0.01010000001]), "0.0101");
  assert.equal(rangeText([-0, 0]), "0");
  assert.equal(rangeText([]), "—");
  assert.equal(rangeText(new Array(300000).fill(1)), "1");
  assert.equal(rangeText([1, NaN, 3]), "⚠ NaN");
});

test("what is not reached, hidden or unknown is no number", () => {
  assert.deepEqual(["later", "secret", "unknown"].map((known) => knownText(known)), ["—", "?", "?"]);
  assert.equal(sumText([4, -3]), "4 − 3");
});

test("formulas forward and backward; totals and local derivatives have different signs", () => {
  const shown = shownOf(lecture(), [2, -3, 10, -2]);
  assert.equal(plainText(forwardFormula(shown, 4)), "e = a · b = 2 · (−3) = −6");
  assert.equal(plainText(chainFormula(shown, 4, 0)), "a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6");
  assert.equal(plainText(forwardFormula(shown, 0)), "a = 2");
});

test("no formula speaks of a number that is not reached", () => {
  const shown = shownOf(lecture(), [2, -3, 10, -2], 1);
  assert.equal(plainText(forwardFormula(shown, 5)), "d = e + c = (−6) + 10 = —");
  assert.equal(plainText(chainFormula(shown, 6, 0)), "∂L/∂d = —");
});

test("functions have single parentheses", () => {
  const shown = shownOf(graphOf([["x", "input"], ["y", "relu", 0]]), [-5]);
  assert.equal(plainText(forwardFormula(shown, 1)), "y = relu(x) = relu(−5) = 0");
});

test("hidden gradients stand in no formula, nor does what follows from them", () => {
  const shown = shownOf(lecture(), [2, -3, 10, -2], Infinity, (id) => id === 4);
  assert.equal(plainText(chainFormula(shown, 4, 0)), "a.grad += e.grad · ∂e/∂a = ? · (−3) = ?");
  assert.equal(plainText(chainFormula(shown, 5, 0)), "e.grad += d.grad · ∂d/∂e = (−2) · ? = ?");
});

test("why a hidden gradient's derivative is what it is would give it away", () => {
  const rules = { "*": ["b", "a"], "+": ["1", "1"] }, graph = lecture();
  const player = new Player(viewOf(graph), numbersOf(graph, [2, -3, 10, -2]), rules);
  const shown = new Shown(player, player.end, new Names(graph, -1), (id) => id === 0);
  assert.equal(shown.why(4, 0), undefined);
  assert.equal(plainText(shown.why(4, 1)), "= a");
});

test("labels that are no plain names stand in brackets where signs are around them", () => {
  const shown = shownOf(graphOf([["x1*w1", "input"], ["n.w[0]", "input"], ["a + b", "*", 0, 1], ["L", "tanh", 2]]), [2, -3]);
  assert.equal(plainText(forwardFormula(shown, 2)), "a + b = (x1*w1) · n.w[0] = 2 · (−3) = −6");
  assert.equal(plainText(forwardFormula(shown, 3)).slice(0, 15), "L = tanh(a + b)");
  assert.match(plainText(chainFormula(shown, 2, 0)), /^\(x1\*w1\)\.grad \+= \(a \+ b\)\.grad · ∂\(a \+ b\)\/∂\(x1\*w1\) = /);
});

test("before the backward pass a use says what it waits for", () => {
  const shown = shownOf(lecture(), [2, -3, 10, -2], 3);
  assert.equal(plainText(chainFormula(shown, 4, 0, true)), "e.grad · ∂e/∂a = — · (−3)");
  assert.equal(plainText(chainFormula(shown, 4, 0)), "∂e/∂a = −3");
});

test("names from right to left keep to themselves, and invisible characters are seen", () => {
  assert.equal(isolated("שלום"), "\u2068שלום\u2069");
  assert.equal(isolated("a"), "a");
  assert.equal(visible("a\u202eb\n"), "a\ufffdb␊");
});
