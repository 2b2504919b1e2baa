// Every operation of the engine says why its derivative is what it is, with the rules of the table in Swift.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { OPERATIONS } from "../../../Sources/CExplorer/page/model/engine.js";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { chainFormula, plainText } from "../../../Sources/CExplorer/page/words/formula.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";
import { whyPieces } from "../../../Sources/CExplorer/page/words/rule.js";
import { graphOf, numbersOf, viewOf } from "./graphs.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../../Reference/${name}.json`, import.meta.url), "utf8"));
const { rules: RULES } = read("rules");
const { operations: TABLE } = read("operations");

const numberOf = (text) => (text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text));
const name = (text) => ({ kind: "name", text, id: 0 });

/** What a reason says, computed: names are first, other and result. */
const computed = (text, first, other, result) => {
  const { exp, log, sqrt, sin, cos, sinh, cosh } = Math;
  const sigmoid = (x) => 1 / (1 + exp(-x));
  // A minus in front of a power is applied last, which JavaScript wants to have said.
  const code = text.replaceAll("·", "*").replaceAll("−", "-").replace(/-(\w+) \*\* /g, "-1 * $1 ** ");
  return new Function("first", "other", "result", "exp", "log", "sqrt", "sin", "cos", "sinh", "cosh", "sigmoid", "pi", `return ${code}`)(
    first, other, result, exp, log, sqrt, sin, cos, sinh, cosh, sigmoid, Math.PI);
};

test("every operation has a rule for every operand, and says it of the values by their names", () => {
  assert.deepEqual(Object.keys(RULES).sort(), Object.keys(OPERATIONS).sort());
  assert.equal(Object.keys(RULES).length, 36);
  for (const [op, rules] of Object.entries(RULES)) {
    assert.equal(rules.length, OPERATIONS[op][0], op);
    for (const row of TABLE[op]) {
      const [a, b = NaN] = row.at.map(numberOf), y = numberOf(row.result);
      rules.forEach((rule, place) => {
        const text = plainText(whyPieces(op, rule, { a, b, y }, { a: name("first"), b: name("other"), y: name("result") }));
        const where = `${op} at ${row.at}: ${text}`;
        assert.ok(text.length > 1, where);
        assert.doesNotMatch(text, /\b[aby]\b/, where);
        const partial = numberOf(row.partials[place]);
        if (/always|passes|turns/.test(text)) assert.equal(partial, Number(rule), where);
        else if (text === "relu is shut") assert.equal(partial, 0, where);
        else if (text.startsWith("= ") && [a, y, partial].every(Number.isFinite) && (op !== "**" || a > 0)) {
          const value = computed(text.slice(2), a, b, y);
          assert.ok(Math.abs(value - partial) <= 1e-6 * Math.max(1, Math.abs(partial)), `${where} is ${value}, not ${partial}`);
        } else if (/ [<>=] /.test(text) && !Number.isNaN(a) && !Number.isNaN(b)) {
          const [, left, sign, right] = text.match(/(\S+) ([<>=]) (\S+)$/);
          const [l, r] = [left, right].map((word) => ({ first: a, other: b })[word] ?? Number(word));
          assert.ok(sign === "<" ? l < r : sign === ">" ? l > r : l === r, where);
        }
      });
    }
  }
});

test("totals and derivatives of one operation never share a sign, whatever the operation", () => {
  for (const [op, rules] of Object.entries(RULES)) {
    // Where every operation is defined; `acosh` and others of their own.
    const at = op === "acosh" ? [2, 3] : [0.5, 0.75];
    const nodes = [["p", "input"], ["q", "input"], ["r", op, ...(rules.length === 2 ? [0, 1] : [0])], ["L", "*", 2, 2]];
    const graph = graphOf(nodes);
    const player = new Player(viewOf(graph), numbersOf(graph, at), RULES);
    const shown = new Shown(player, player.end, new Names(graph, -1), () => false);
    rules.forEach((_, place) => {
      const operand = "pq"[place];
      const pieces = chainFormula(shown, 2, place);
      const text = plainText(pieces);
      assert.ok(text.startsWith(`${operand}.grad += r.grad · ∂r/∂${operand} = `), `${op}: ${text}`);
      assert.equal(text.match(/∂/g).length, 2, `${op}: one derivative, of this operation`);
      assert.ok(!/∂L/.test(text), `${op}: a total is no fraction`);
      const local = pieces.find((piece) => piece.kind === "number" && piece.part === "local");
      assert.ok(local.why && plainText(local.why).length > 1, `${op}: says why`);
    });
  }
});
