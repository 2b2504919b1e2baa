// What a step does, as a formula and a remark.

import { PARAMETER } from "../model/graph.js";
import { chainFormula, forwardFormula, gradName, nameOfValue, number, plainText, text } from "../words/formula.js";
import { counted, isolated, knownText, numberText, sumText } from "../words/text.js";
import { shutWords } from "../words/shut.js";

/** @typedef {import("./shown.js").Shown} Shown */
/** @typedef {import("./player.js").Step} Step */
/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("../words/formula.js").Piece} Piece */
/** @typedef {{ pieces: Piece[], remark: string }} Narration */

/** How the remark begins where there is nothing to add up. */
export const ONLY_USE = "the only use of";

/**
 * @param {Shown} shown with the step done @param {Step} step
 * @param {(id: number) => Piece[] | null} update how a parameter is updated
 * @returns {Narration}
 */
export function narrate(shown, step, update) {
  const { view } = shown.player;
  switch (step.kind) {
    case "forward":
      if (step.item.id === undefined) return forwardOfBox(shown, step.item);
      return { pieces: forwardFormula(shown, step.item.id), remark: "forward: a value from its operands" };
    case "seed": return seed(shown);
    case "update":
      return { pieces: update(step.item.id ?? 0) ?? [], remark: "update: a step against the gradient" };
    case "deposit": {
      const shut = shutRemark(shown, step.result, step.place);
      const sum = sumRemark(shown, step.to);
      const remark = shut && sum.startsWith(ONLY_USE) ? shut : [shut, sum].filter(Boolean).join("; ");
      return { pieces: chainFormula(shown, step.result, step.place), remark };
    }
    case "box": {
      const names = step.edges.map(({ from }) => (from.id === undefined ? isolated(view.boxName(from)) : shown.spoken(from.id)));
      const shownNames = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
      return { pieces: backwardOfBox(shown, step.item), remark: `the chain rule inside hands gradients on to ${shownNames}` };
    }
  }
}

/**
 * What a closed module is applied to, and what it gives: neuron(x1, x2) = 0.7071.
 * @param {Shown} shown @param {Item} item @returns {Narration}
 */
function forwardOfBox(shown, item) {
  const { view } = shown.player;
  const name = view.boxName(item);
  const remark = `${item.parameters ? `with ${counted(item.parameters, "parameter")}, ` : ""}${counted(item.count ?? 0, "value")} computed`;
  const sources = item.incoming.map(({ from }) => from).filter(({ id }) => id === undefined || view.graph.role[id] !== PARAMETER);
  if (!item.calls || sources.length === 0) return { pieces: [text(name)], remark };
  const inside = sources.slice(0, 4).map((from) => [from.id === undefined ? text(view.boxName(from)) : nameOfValue(shown, from.id)]);
  if (sources.length > 4) inside.push([text(`… ${sources.length - 4} more`)]);
  /** @type {Piece[]} */
  const pieces = [{ kind: "call", name, inside }];
  const [output] = item.outputs;
  if (item.outputs.length === 1) pieces.push(text(" = "), number(shown.data(output), "value", { id: output }));
  return { pieces, remark };
}

/**
 * neuron: o.grad = 1 back through 12 values
 * @param {Shown} shown @param {Item} item @returns {Piece[]}
 */
function backwardOfBox(shown, item) {
  const name = shown.player.view.boxName(item);
  if (!item.calls) return [text(name)];
  const through = `back through ${counted(item.count ?? 0, "value")}`;
  const [output] = item.outputs;
  const gradient = item.outputs.length === 1 ? shown.grad(output) : null;
  if (!gradient) return [text(`${name}: ${through}`)];
  return [
    text(`${name}: `), gradName(shown, output), text(" = "), number(gradient.known, "upstream", { id: output }),
    text(` ${through}`),
  ];
}

/** @param {Shown} shown @returns {Narration} */
function seed(shown) {
  const { view, seeds } = shown.player;
  const { root } = shown.numbers.graph;
  if (view.root === root) {
    return {
      pieces: [gradName(shown, root), text(" = "), number(shown.grad(root)?.known ?? "later", "sum", { id: root })],
      remark: `how much ${shown.spoken(root)} changes with itself: every gradient starts here`,
    };
  }
  const item = view.itemOf.get(view.root);
  return {
    pieces: [gradName(shown, view.root), text(" = "), number(item ? shown.grad(view.root)?.known ?? seeds[item.index] : "later", "sum", { id: view.root })],
    remark: "comes from outside of this module",
  };
}

/** @param {Shown} shown @param {Item} to */
function sumRemark(shown, to) {
  const { player, position } = shown;
  if (to.id === undefined) return `arrives at an output of ${isolated(player.view.boxName(to))}`;
  const given = player.deposits[to.index];
  const gradient = shown.grad(to.id);
  const [seed, carried, surplus] = [player.seeds[to.index], player.carried[to.index], player.surplus[to.index]];
  const name = shown.spoken(to.id);
  if (!gradient || (given.length < 2 && seed === 0 && carried === 0 && surplus === 0)) return `${ONLY_USE} ${name}`;
  if (gradient.known === "secret") return `${gradient.parts} of ${gradient.of} uses`;
  const terms = given.filter(([step]) => step < position).map(([, amount]) => amount ?? /** @type {const} */ ("unknown"));
  if (seed !== 0) terms.unshift(seed);
  if (carried !== 0) terms.unshift(carried);
  const total = typeof gradient.known === "number" ? numberText(gradient.known - (gradient.isPartial ? 0 : surplus)) : "?";
  const sum = `${terms.length > 4 ? `… + ${sumText(terms.slice(-2))}` : sumText(terms)} = ${total}`;
  if (gradient.isPartial) return `${name}.grad so far: ${terms.length > 1 ? sum : sumText(terms)} (${gradient.parts} of ${gradient.of} uses)`;
  if (carried !== 0) return `added to the ${numberText(carried)} that is there from the backward() before: ${name}.grad = ${sum}`;
  if (surplus !== 0) return `this pass adds ${terms.length > 1 ? sum : total}; ${name}.grad came as ${knownText(gradient.known)}, with more from before`;
  if (seed !== 0) return `${counted(gradient.of, "use")} in here, and what comes from outside: ${name}.grad = ${sum}`;
  return `${gradient.of === 2 ? "both" : `all ${gradient.of}`} uses add up: ${name}.grad = ${sum}`;
}

/**
 * Why a use hands on nothing; empty if it does.
 * @param {Shown} shown @param {number} result @param {number} place
 */
function shutRemark(shown, result, place) {
  const upstream = shown.grad(result);
  if (shown.contribution(result, place) !== 0 || upstream?.known === "secret") return "";
  if (upstream?.known === 0) return `${shown.spoken(result)}.grad is 0, and so is all that it hands on`;
  return `${shutWords(shown, result, place)}: 0 is handed on`;
}

/**
 * A narration in plain text.
 * @param {Narration} narration
 */
export const narrationText = ({ pieces, remark }) => `${plainText(pieces)}. ${remark}`;
