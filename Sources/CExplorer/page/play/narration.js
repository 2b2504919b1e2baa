// What a step does, as a formula and a remark.

import { chainFormula, forwardFormula, gradName, number, plainText, text } from "../words/formula.js";
import { counted, numberText, sumText } from "../words/text.js";

/** @typedef {import("./shown.js").Shown} Shown */
/** @typedef {import("./player.js").Step} Step */
/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("../words/formula.js").Piece} Piece */
/** @typedef {{ pieces: Piece[], remark: string }} Narration */

/**
 * @param {Shown} shown with the step done @param {Step} step
 * @param {(id: number) => Piece[] | null} update how a parameter is updated
 * @returns {Narration}
 */
export function narrate(shown, step, update) {
  const { view } = shown.player;
  switch (step.kind) {
    case "forward":
      if (step.item.id === undefined) return { pieces: [text(view.boxName(step.item))], remark: `${counted(step.item.count ?? 0, "value")} computed` };
      return { pieces: forwardFormula(shown, step.item.id), remark: "forward: a value from its operands" };
    case "seed": return seed(shown);
    case "update":
      return { pieces: update(step.item.id ?? 0) ?? [], remark: "update: a step against the gradient" };
    case "deposit":
      return { pieces: chainFormula(shown, step.result, step.place), remark: sumRemark(shown, step.to) };
    case "box": {
      const names = step.edges.map(({ from }) => (from.id === undefined ? view.boxName(from) : shown.spoken(from.id)));
      const shownNames = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
      return { pieces: [text(view.boxName(step.item))], remark: `hands gradients on to ${shownNames}` };
    }
  }
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
  if (to.id === undefined) return `into ${player.view.boxName(to)}`;
  const given = player.deposits[to.index];
  const gradient = shown.grad(to.id);
  if (!gradient || (given.length < 2 && player.seeds[to.index] === 0)) return `the only use of ${shown.spoken(to.id)}`;
  if (gradient.known === "secret") return `${gradient.parts} of ${gradient.of} uses`;
  const terms = given.filter(([step]) => step < position).map(([, amount]) => amount ?? /** @type {const} */ ("unknown"));
  if (player.seeds[to.index] !== 0) terms.unshift(player.seeds[to.index]);
  const sum = `${terms.length > 4 ? `… + ${sumText(terms.slice(-2))}` : sumText(terms)} = ${typeof gradient.known === "number" ? numberText(gradient.known) : "?"}`;
  return gradient.isPartial
    ? `${shown.spoken(to.id)}.grad so far: ${terms.length > 1 ? sum : sumText(terms)} (${gradient.parts} of ${gradient.of} uses)`
    : `all ${gradient.of} uses add up: ${shown.spoken(to.id)}.grad = ${sum}`;
}

/**
 * A narration in plain text.
 * @param {Narration} narration
 */
export const narrationText = ({ pieces, remark }) => `${plainText(pieces)}. ${remark}`;
