import assert from "node:assert/strict";
import test from "node:test";
import { heightFor } from "../../../Sources/CExplorer/page/share/frame.js";
import { chainFormula, forwardFormula } from "../../../Sources/CExplorer/page/words/formula.js";
import { latexText } from "../../../Sources/CExplorer/page/words/latex.js";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";
import { graphOf, lecture, numbersOf, viewOf } from "./graphs.js";

const RULES = { "*": ["b", "a"], "+": ["1", "1"], "**": ["b * a ** (b - 1)", "y * log(a)"], tanh: ["1 - y ** 2"], relu: ["1 if a > 0 else 0"] };

const shownOf = (graph, leaves) => {
  const player = new Player(viewOf(graph), numbersOf(graph, leaves), RULES);
  return new Shown(player, player.end, new Names(graph, -1), () => false);
};

test("formulas as LaTeX, with the reason under the local derivative", () => {
  const shown = shownOf(lecture(), [2, -3, 10, -2]);
  assert.equal(latexText(chainFormula(shown, 4, 0)), String.raw`a.\text{grad} \mathrel{+}= e.\text{grad} \cdot \frac{\partial e}{\partial a} = \left(-2\right) \cdot \underset{= b}{\left(-3\right)} = 6`);
  assert.equal(latexText([{ kind: "grad", text: "ŷ", id: 3 }, { kind: "text", text: " = " }, { kind: "partial", of: "L", by: "ŷ", edge: [4, 0] }]),
    String.raw`\hat{y}.\text{grad} = \frac{\partial L}{\partial \hat{y}}`);
  assert.equal(latexText([{ kind: "partial", of: "L", by: "x₂", edge: [4, 0] }]), String.raw`\frac{\partial L}{\partial x_{2}}`);
  assert.equal(latexText(forwardFormula(shown, 4)), String.raw`e = a \cdot b = 2 \cdot \left(-3\right) = -6`);
});

test("powers, fractions, roots and functions have their own notation", () => {
  for (const [op, leaves, expected] of [
    ["**", [2, 3], String.raw`r = {p}^{q} = {2}^{3} = 8`], ["/", [1, 2], String.raw`r = \frac{p}{q} = \frac{1}{2} = 0.5`],
    ["sqrt", [4], String.raw`r = \sqrt{p} = \sqrt{4} = 2`], ["tanh", [0], String.raw`r = \tanh\left(p\right) = \tanh\left(0\right) = 0`],
    ["relu", [-1], String.raw`r = \operatorname{relu}\left(p\right) = \operatorname{relu}\left(-1\right) = 0`],
    ["exp", [60], String.raw`r = \exp\left(p\right) = \exp\left(60\right) = 1.142 \cdot 10^{26}`], ["/", [1, 0], String.raw`r = \frac{p}{q} = \frac{1}{0} = \infty`],
  ]) {
    const graph = graphOf([...leaves.map((_, index) => ["pq"[index], "input"]), ["r", op, ...leaves.keys()]]);
    assert.equal(latexText(forwardFormula(shownOf(graph, leaves), leaves.length)), expected);
  }
});

test("names are data: no sign in them is a command", () => {
  const graph = graphOf([["\\input{x}", "input"], ["a_1 $%&#^~{}", "input"], ["r", "+", 0, 1]]);
  const text = latexText(forwardFormula(shownOf(graph, [1, 2]), 2));
  assert.equal(text, String.raw`r = \text{(\textbackslash{}input\{x\})} + \text{(a\_1 \$\%\&\#\textasciicircum{}\textasciitilde{}\{\})} = 1 + 2 = 3`);
});

test("the height of a frame follows from its width, and stays within what is pleasant", () => {
  const graph = lecture();
  const app = { graph, state: { call: -1 }, raw: {} };
  const wide = heightFor(app, 1000, 170), narrow = heightFor(app, 390, 170);
  assert.equal(heightFor(app, 1000, 170), wide);
  assert.ok(wide >= 290 && wide <= 170 + 750, String(wide));
  assert.ok(narrow >= 290 && narrow <= 170 + 560, String(narrow));
});
