import assert from "node:assert/strict";
import test from "node:test";
import { findValues } from "../../../Sources/CExplorer/page/lens/find.js";
import { overlayAmounts } from "../../../Sources/CExplorer/page/lens/overlay.js";
import { pathsToRoot } from "../../../Sources/CExplorer/page/lens/paths.js";
import { curveOf, measuredSlope, rootIf } from "../../../Sources/CExplorer/page/lens/slope.js";
import { axisOf, shareOf, ticksOf } from "../../../Sources/CExplorer/page/lens/ticks.js";
import { NO_DESCENT, descend, movable, returnTo, trailOf } from "../../../Sources/CExplorer/page/lens/descend.js";
import { parsedNumber } from "../../../Sources/CExplorer/page/panel/editor.js";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { shutUses, shutWords, zeroWords } from "../../../Sources/CExplorer/page/words/shut.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";
import { graphOf, lecture, numbersOf, viewOf } from "./graphs.js";

const shownOf = (graph, leaves, position = Infinity, isSecret = () => false) => {
  const player = new Player(viewOf(graph), numbersOf(graph, leaves));
  return new Shown(player, Math.min(position, player.end), new Names(graph, -1), isSecret);
};

test("queries by name, the page's own names, operation, size, role and trouble", () => {
  const graph = graphOf([["alpha", "input"], ["b", "input"], ["e", "*", 0, 1], ["", "relu", 2], ["L", "+", 3, 0]]);
  const shown = shownOf(graph, [2, -3]);
  for (const [query, ids] of [
    ["alph", [0]], ["v3", [3]], ["v0", []], ["op:relu", [3]], ["op:none", []], ["dead", [3]], ["nan", []], ["data<-2.5", [1, 2]],
    ["data<−2.5", [1, 2]], ["|grad|=1", [0, 3, 4]], ["input", [0, 1]], ["", []],
  ]) assert.deepEqual(findValues(shown, query), ids, query);
});

test("what is called so comes before what has it in its name, and names of the text are names", () => {
  const graph = graphOf([["alpha", "input"], ["a", "input"], ["loss", "*", 0, 1], ["", "relu", 2], ["loss", "+", 3, 0]]);
  graph.aliases = [["loss@1", 2], ["net.w[0]", 0], ["f", 3]];
  const shown = shownOf(graph, [2, -3]);
  for (const [query, ids] of [
    ["a", [1, 0]], ["loss@1", [2]], ["loss", [2, 4]], ["net.w[0]", [0]], ["F", [3]], ["v3", [3]], ["LOSS@", [2]], ["w[", [0]],
  ]) assert.deepEqual(findValues(shown, query), ids, query);
});

test("nothing is found that the reader has not seen, or is to guess", () => {
  assert.deepEqual(findValues(shownOf(lecture(), [2, -3, 10, -2], 0), "data<-5"), []);
  assert.deepEqual(findValues(shownOf(lecture(), [2, -3, 10, -2], 3), "|grad|>0"), []);
  assert.deepEqual(findValues(shownOf(lecture(), [2, -3, 10, -2], Infinity, () => true), "|grad|>0"), []);
});

test("products along all paths add up to the gradient", () => {
  const graph = graphOf([["x", "input"], ["y", "*", 0, 0], ["z", "+", 1, 0], ["t", "tanh", 2], ["L", "*", 3, 1]]);
  const numbers = numbersOf(graph, [1.5]);
  const { paths, isWhole } = pathsToRoot(numbers, 0);
  assert.equal(paths.length, 5);
  assert.ok(isWhole && Math.abs(paths.reduce((sum, path) => sum + path.product, 0) - numbers.grad[0]) < 1e-12);
});

test("slopes are measured, also where they are 0, and kinks have none", () => {
  const square = graphOf([["x", "input"], ["L", "*", 0, 0]]);
  assert.ok(Math.abs(measuredSlope(numbersOf(square, [3]), 0) - 6) < 1e-8);
  assert.ok(Math.abs(measuredSlope(numbersOf(square, [0]), 0)) < 1e-8);
  assert.equal(measuredSlope(numbersOf(graphOf([["x", "input"], ["L", "relu", 0]]), [0]), 0), null);
  assert.equal(rootIf(numbersOf(square, [3]), 0, 5), 25);
});

test("an overlay measures what is shown: nothing before it is there", () => {
  const graph = lecture();
  const early = shownOf(graph, [2, -3, 10, -2], 3);
  assert.equal(overlayAmounts(early, early.player.view.items, "grad", null).amounts.size, 0);
  const late = shownOf(graph, [2, -3, 10, -2]);
  const { amounts, greatest } = overlayAmounts(late, late.player.view.items, "grad", null);
  assert.deepEqual([amounts.get(0), greatest], [6, 6]);
  assert.equal(overlayAmounts(late, late.player.view.items, "data", null).amounts.get(6), -8);
});

test("what shuts every way to the result is named, and an open way shuts nothing", () => {
  // w·x into a shut relu; x has an open way beside it.
  const graph = graphOf([["x", "input"], ["w", "input"], ["h", "*", 0, 1], ["r", "relu", 2], ["L", "+", 3, 0]]);
  const numbers = numbersOf(graph, [1, -2]);
  assert.deepEqual(shutUses(numbers, 1), [[3, 0]]);
  assert.deepEqual(shutUses(numbers, 0), []);
  assert.deepEqual(shutUses(numbersOf(graph, [1, 2]), 1), []);
  const shown = shownOf(graph, [1, -2]);
  assert.equal(shutWords(shown, 3, 0), "relu is shut, as h = −2 is not above 0");
  assert.equal(zeroWords(shown, 1), "0, because the way to L is shut: at r, relu is shut, as h = −2 is not above 0.");
  assert.equal(zeroWords(shown, 0), "");
  assert.equal(zeroWords(shownOf(graph, [1, -2], Infinity, () => true), 1), "", "a reason is half of an answer");
  assert.equal(zeroWords(shownOf(graph, [1, -2], 3), 1), "", "nothing has arrived");
  // A factor of 0 shuts as well.
  const times = graphOf([["x", "input"], ["z", "input"], ["L", "*", 0, 1]]);
  assert.deepEqual(shutUses(numbersOf(times, [3, 0]), 0), [[2, 0]]);
  assert.equal(shutWords(shownOf(times, [3, 0]), 2, 0), "∂L/∂x of × is 0");
});

test("numbers as people type them", () => {
  assert.deepEqual(["2", "−1.5", "-2e-3", "1,5", "inf", "-inf", ".5"].map(parsedNumber), [2, -1.5, -0.002, 1.5, Infinity, -Infinity, 0.5]);
  assert.deepEqual(["", "a", "1 2", "0x10", "--1"].map(parsedNumber), [null, null, null, null, null]);
});

test("the root over a value is a curve through where it is now", () => {
  const graph = graphOf([["x", "input"], ["b", "input"], ["y", "*", 0, 0], ["L", "+", 2, 1]]);
  const points = curveOf(numbersOf(graph, [1.3, 2]), 0, -3, 3);
  assert.ok(points.length > 20 && points.some(([x]) => x === 1.3));
  for (const [x, root] of points) assert.ok(Math.abs(root - (x * x + 2)) <= 1e-12 * Math.max(1, root), `${x} ${root}`);
});

test("axes have round numbers", () => {
  assert.deepEqual(ticksOf({ low: 0.02, high: 1.04, isLog: false }, 5), [0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticksOf({ low: -7, high: 12, isLog: false }, 4), [-5, 0, 5, 10]);
  assert.deepEqual(ticksOf({ low: 0.003, high: 20, isLog: true }, 5), [0.01, 0.1, 1, 10]);
  assert.deepEqual(ticksOf({ low: 2, high: 2, isLog: false }, 5), [2]);
  assert.deepEqual(ticksOf({ low: -Infinity, high: 2, isLog: false }, 5), []);
  const axis = axisOf([0.001, NaN, Infinity, 5], true);
  assert.equal(axis.isLog, true);
  assert.ok(shareOf(axis, 0.001) > 0 && shareOf(axis, 5) < 1);
  assert.equal(axisOf([0, 5], true).isLog, false);
  assert.equal(axisOf([NaN], true), null);
  assert.ok(shareOf(axisOf([3, 3], false), 3) > 0.4);
});

// As much of the page as a descent needs.
const walkerOf = (graph, leaves) => {
  const original = numbersOf(graph, leaves);
  const app = {
    original, player: { backwardEnd: 7 }, state: { descent: { ...NO_DESCENT, rate: 0.1 }, edits: new Map(), position: 0 },
    get numbers() { return original.edited(this.state.edits); }, change(change) { Object.assign(this.state, change); },
  };
  return app;
};

test("a step down moves every parameter against its gradient, and inputs only where there are no parameters", () => {
  const graph = graphOf([["x", "input"], ["w", "parameter"], ["", "constant"], ["y", "*", 0, 1], ["L", "+", 3, 2]]);
  assert.deepEqual(movable(numbersOf(graph, [3, 2, 1])), [1]);
  assert.deepEqual(movable(numbersOf(lecture(), [2, -3, 10, -2])), [0, 1, 2, 3]);
  const app = walkerOf(graph, [3, 2, 1]);
  descend(app, 1, 1);
  assert.deepEqual([...app.state.edits], [[1, 2 - 0.1 * 3]]);
  assert.equal(app.state.position, 7);
  descend(app, -1, 1);
  assert.equal(app.numbers.data[1], 2 - 0.1 * 3 + 0.1 * 3);
});

test("a trail leads back, and a step from the middle of it begins a new way", () => {
  const app = walkerOf(lecture(), [2, -3, 10, -2]);
  descend(app, 1, 3);
  const roots = trailOf(app).trail.map(({ root }) => root);
  assert.equal(roots.length, 4);
  assert.ok(roots[0] === -8 && roots[1] < roots[0] && roots[2] < roots[1]);
  returnTo(app, 1);
  assert.equal(app.numbers.data[6], roots[1]);
  descend(app, -1, 1);
  assert.deepEqual(trailOf(app).trail.map(({ root }) => root).slice(0, 2), roots.slice(0, 2));
  assert.equal(trailOf(app).trail.length, 3);
  app.state.edits = new Map([[0, 5]]);
  assert.deepEqual(trailOf(app).trail.length, 1, "by another way");
});

test("numbers that run away end a descent", () => {
  const graph = graphOf([["x", "input"], ["e", "exp", 0], ["L", "exp", 1]]);
  const app = walkerOf(graph, [1]);
  descend(app, -1, 100);
  assert.ok(trailOf(app).trail.length < 100);
});

test("what leaves a module is called by it, and found by that name", () => {
  const graph = graphOf([["x", "input"], ["", "tanh", 0], ["", "relu", 0], ["", "*", 1, 2], ["L", "exp", 3]], {
    calls: [["", 1, 4, -1], ["layers[0]", 1, 3, 0]],
  });
  const names = new Names(graph, -1);
  assert.deepEqual([1, 2, 3].map((id) => names.own(id)), ["layers[0][0]", "layers[0][1]", "ŷ"]);
  assert.equal(new Names(graph, 0).own(3), "ŷ", "inside of it as well");
  for (const query of ["ŷ", "y", "network"]) assert.equal(findValues(shownOf(graph, [0.5]), query)[0], 3);
  const several = graphOf([["x", "input"], ["", "tanh", 0], ["", "relu", 0], ["L", "*", 1, 2]], { calls: [["", 1, 3, -1]] });
  assert.deepEqual([1, 2].map((id) => new Names(several, -1).own(id)), ["network[0]", "network[1]"]);
  assert.deepEqual(findValues(shownOf(graph, [0.5]), "layers[0][1]"), [2]);
  const twice = graphOf([["x", "input"], ["", "tanh", 0], ["", "relu", 0], ["L", "*", 1, 2]], { calls: [["f", 1, 2, -1], ["f", 2, 3, -1]] });
  assert.deepEqual([1, 2].map((id) => new Names(twice, -1).own(id)), ["v1", "v2"], "of two calls of one path it says nothing");
  assert.equal(new Names(twice, 1).own(2), "f");
});
