import assert from "node:assert/strict";
import test from "node:test";
import { whyPieces } from "../../../Sources/CExplorer/page/words/rule.js";
import { plainText } from "../../../Sources/CExplorer/page/words/formula.js";

const why = (op, rule, numbers = {}) => {
  const name = (text) => ({ kind: "name", text, id: 0 });
  return plainText(whyPieces(op, rule, { a: 1, b: 2, y: 3, ...numbers }, { a: name("x"), b: name("w"), y: name("o") }));
};

test("rules with the names of the values in place of the letters", () => {
  for (const [op, rule, text] of [
    ["*", "b", "= w"], ["tanh", "1 - y ** 2", "= 1 − o ** 2"], ["+", "1", "+ passes it on"], ["-", "-1", "− turns the sign"], ["-", "1", "always"],
    ["/", "1 / b", "= 1 / w"], ["/", "-y / b", "= −o / w"], ["**", "b * a ** (b - 1)", "= w · x ** (w − 1)"],
    ["**", "y * log(a)", "= o · log(x)"], ["sigmoid", "y * (1 - y)", "= o · (1 − o)"], ["cos", "-sin(a)", "= −sin(x)"],
    ["sqrt", "0.5 / y", "= 0.5 / o"], ["asin", "1 / sqrt(1 - a ** 2)", "= 1 / sqrt(1 − x ** 2)"],
    ["f", "a - (b - y)", "= x − (w − o)"], ["f", "-(a + b) * y", "= −(x + w) · o"],
  ]) assert.equal(why(op, rule), text);
});

test("of a choice what holds", () => {
  const relu = "1 if a > 0 else 0";
  assert.equal(why("relu", relu, { a: 2 }), "open: x > 0");
  assert.equal(why("relu", relu, { a: 0 }), "relu is shut");
  const abs = "1 if a > 0 else -1 if a < 0 else 0";
  assert.deepEqual([2, -2, 0].map((a) => why("abs", abs, { a })), ["x > 0", "x < 0", "x = 0"]);
  const max = "1 if a > b else 0 if a < b else 0.5";
  assert.deepEqual([[1, 0], [0, 1], [1, 1]].map(([a, b]) => why("max", max, { a, b })), ["x > w", "x < w", "x = w"]);
});
