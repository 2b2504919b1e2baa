import assert from "node:assert/strict";
import test from "node:test";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { narrate, narrationText } from "../../../Sources/CExplorer/page/play/narration.js";
import { Numbers } from "../../../Sources/CExplorer/page/model/numbers.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";
import { graphOf, lecture, numbersOf, viewOf } from "./graphs.js";

const playerOf = (graph, leaves) => new Player(viewOf(graph), numbersOf(graph, leaves));
const at = (player, position) => new Shown(player, position, new Names(player.view.graph, -1), () => false);

test("forward in the order of computation, then the seed, then every edge backward", () => {
  const player = playerOf(lecture(), [2, -3, 10, -2]);
  assert.deepEqual(player.steps.map((step) => step.kind === "deposit" ? `${step.result}→${step.operand}` : step.kind === "forward" ? step.item.id : step.kind),
    [4, 5, 6, "seed", "6→5", "6→3", "5→4", "5→2", "4→0", "4→1"]);
});

test("a gradient is not there, then grows use by use, then is whole", () => {
  const graph = graphOf([["a", "input"], ["b", "*", 0, 0], ["c", "+", 1, 0]]);
  const player = playerOf(graph, [3]);
  const seen = Array.from({ length: player.end + 1 }, (_, position) => {
    const gradient = at(player, position).grad(0);
    return gradient ? `${gradient.known}${gradient.isPartial ? ` (${gradient.parts}/${gradient.of})` : ""}` : "—";
  });
  assert.deepEqual(seen, ["—", "—", "—", "—", "—", "1 (1/3)", "4 (2/3)", "7"]);
});

test("a value is done in the backward pass when all that it waited for has arrived", () => {
  // L = d · e, d = e + c, e = a · b: d is whole with the first use, e waits for both.
  const player = playerOf(graphOf([["a", "input"], ["b", "input"], ["c", "input"], ["e", "*", 0, 1], ["d", "+", 3, 2], ["L", "*", 4, 3]]), [2, -3, 10]);
  const whole = (position) => player.view.items.filter((item) => player.isWhole(item, position)).map((item) => item.id).join(" ");
  assert.deepEqual(Array.from({ length: player.end - player.forwardEnd + 1 }, (_, step) => whole(player.forwardEnd + step)),
    ["", "5", "4 5", "4 5", "3 4 5", "2 3 4 5", "0 2 3 4 5", "0 1 2 3 4 5"]);
});

test("contributions add up to the gradient at the end of every graph", () => {
  const graph = graphOf([["a", "input"], ["b", "input"], ["c", "*", 0, 1], ["d", "tanh", 2], ["e", "+", 3, 0], ["L", "*", 4, 4]]);
  const player = playerOf(graph, [0.3, -1.2]);
  for (const item of player.view.items) {
    const sum = player.deposits[item.index].reduce((total, [, amount]) => total + amount, player.seeds[item.index]);
    assert.ok(Math.abs(sum - player.numbers.grad[item.id]) < 1e-12);
    assert.equal(player.surplus[item.index], 0);
  }
});

test("a given gradient that its uses don't add up to is a surplus, not a seed", () => {
  const graph = lecture();
  const { data, grad, hasGrad } = numbersOf(graph, [2, -3, 10, -2]);
  grad[2] = 5;
  const player = new Player(viewOf(graph), new Numbers(graph, data, grad, hasGrad));
  assert.equal(player.surplus[2], 7);
  assert.deepEqual(player.steps.find((step) => step.kind === "seed").items.map((item) => item.id), [6]);
});

test("unknown contributions make unknown sums, never NaN", () => {
  const graph = graphOf([["a", "input"], ["y", "mystery", 0, 0]]);
  const numbers = new Numbers(graph, Float64Array.of(1, 2), Float64Array.of(1.1, 1), Uint8Array.of(1, 1));
  const player = new Player(viewOf(graph), numbers);
  assert.equal(at(player, player.end - 1).grad(0).known, "unknown");
  assert.equal(at(player, player.end).grad(0).known, 1.1);
  assert.doesNotMatch(narrationText(narrate(at(player, player.end), player.steps[player.end - 1], () => null)), /NaN/);
});

test("every step is told, and no step speaks of what comes later", () => {
  const player = playerOf(lecture(), [2, -3, 10, -2]);
  const told = player.steps.map((step, index) => narrationText(narrate(at(player, index + 1), step, () => null)));
  assert.equal(told[0], "e = a · b = 2 · (−3) = −6. forward: a value from its operands");
  assert.equal(told[3], "L.grad = 1. how much L changes with itself: every gradient starts here");
  assert.equal(told[8], "a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6. the only use of a");
  assert.ok(told.every((text) => !text.includes("—")), told.join("\n"));
});

test("which of two uses in one operation is told, and of a shut relu what is behind it", () => {
  const twice = playerOf(graphOf([["a", "input"], ["b", "+", 0, 0]]), [3]);
  const told = (player) => player.steps.map((step, index) => narrationText(narrate(at(player, index + 1), step, () => null)));
  assert.equal(told(twice)[2], "a.grad += b.grad · ∂b/∂a₁ = 1 · 1 = 1. a.grad so far: 1 (1 of 2 uses)");
  assert.equal(told(twice)[3], "a.grad += b.grad · ∂b/∂a₂ = 1 · 1 = 1. both uses add up: a.grad = 1 + 1 = 2");
  // x is 0, too, but nothing came to v.
  const shut = playerOf(graphOf([["x", "input"], ["w", "input"], ["v", "*", 0, 1], ["o", "relu", 2]]), [0, 2]);
  const last = told(shut);
  assert.match(last.find((text) => text.startsWith("v.grad +=")), /relu is shut, as v = 0 is not above 0: 0 is handed on$/);
  assert.match(last.find((text) => text.startsWith("w.grad +=")), /v\.grad is 0, and so is all that it hands on$/);
});

test("what the backward pass before left is there from the start, and this pass adds to it", () => {
  const graph = graphOf([["a", "input"], ["b", "+", 0, 0]]);
  const first = numbersOf(graph, [3]);
  // As a second backward() leaves it: the gradients of leaves twice, those of results anew.
  const second = new Numbers(graph, first.data, Float64Array.from([4, 1]), first.hasGrad);
  const player = new Player(viewOf(graph), second, {}, null, first);
  const seen = Array.from({ length: player.end + 1 }, (_, position) => at(player, position).grad(0)?.known);
  assert.deepEqual(seen, [2, 2, 2, 3, 4]);
  assert.equal(player.surplus[0], 0);
  const words = narrationText(narrate(at(player, player.end), player.steps[player.end - 1], () => null));
  assert.match(words, /added to the 2 that is there from the backward\(\) before: a\.grad = 2 \+ 1 \+ 1 = 4/);
});

test("no sum is told that does not hold: a gradient that came with more says so", () => {
  const graph = graphOf([["a", "input"], ["b", "+", 0, 0]]);
  const own = numbersOf(graph, [3]);
  const player = new Player(viewOf(graph), new Numbers(graph, own.data, Float64Array.from([5, 1]), own.hasGrad));
  const words = narrationText(narrate(at(player, player.end), player.steps[player.end - 1], () => null));
  assert.match(words, /this pass adds 1 \+ 1 = 2; a\.grad came as 5, with more from before/);
  assert.equal(at(player, player.forwardEnd).grad(0), null, "where it comes from is not known");
});
