// The order of the pass: what is done, what is going on, and why it comes in this order.

import { h } from "../dom/render.js";
import { CONSTANT } from "../model/graph.js";
import { operationPieces, plainText } from "../words/formula.js";
import { counted, grouped, knownText } from "../words/text.js";
import { Player } from "../play/player.js";
import { heading } from "./heading.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("./panel.js").Actions} Actions */
/** @typedef {import("../dom/render.js").Child} Child */

const MOST_ENTRIES = 400;

/** @param {App} app @param {Actions} actions @returns {Child[]} */
export function order(app, actions) {
  const { shown, graph, view, player, state } = app;
  const isBackward = player.phase(shown.position) !== "forward" || (app.isBeforeBackward && app.isResting);
  const items = isBackward ? [...player.order].reverse() : player.order;
  const touched = new Set(Player.touched(app.isResting ? null : player.stepBefore(state.position)).items);
  const leaves = view.items.filter((item) => item.id !== undefined && !item.isComputed && graph.role[item.id] !== CONSTANT);
  const isDone = (/** @type {Item} */ item) => isBackward
    ? player.isWhole(item, shown.position) : player.isKnown(item, shown.position);
  const next = items.find((item) => !isDone(item));
  const given = graph.op.reduce((count, op) => count + (op === 0 ? 1 : 0), 0);
  return [
    heading(app.viewName, `${counted(graph.count, "value")} in the whole graph: ${grouped(graph.count - given)} computed, ${grouped(given)} given`),
    h("p", { class: "hint", key: "hint" }, "Click a box or an edge to pin it. Double-click a module to look inside."),
    h("h3", { key: "title" }, isBackward ? "Backward: from the result to the leaves" : "Forward: operands before results"),
    h("p", { class: "note why-order", key: "why" }, 
      next ? `${spoken(app, next)} ${reason(app, next, isBackward, false)}.`
      : isBackward && !leaves.every(isDone) ? "Every result has its gradient; the rest goes to what was given." : "All done."),
    h("ol", { class: "queue", key: isBackward ? "backward" : "forward", "aria-label": "Order of the pass" },
      items.slice(0, MOST_ENTRIES).map((item) =>
        entry(app, actions, item, isBackward, isDone(item), touched.has(item)))),
    items.length > MOST_ENTRIES ? h("p", { class: "note", key: "more" }, `… ${grouped(items.length - MOST_ENTRIES)} more`) : null,
    leaves.length > 0 ? h("h3", { key: "leaves-title" }, "Inputs and parameters") : null,
    leaves.length > 0 ? h("ul", { class: "leaves", key: "leaves", "aria-label": "Inputs and parameters" },
      leaves.slice(0, 200).map((item) => h("li", { key: item.index },
        h("button", { type: "button", onclick: () => app.pin(app.targetOf(item)) }, h("bdi", {}, shown.name(item.id ?? 0)))))) : null,
  ];
}

/** @param {App} app @param {Actions} actions @param {Item} item @param {boolean} isBackward @param {boolean} isDone @param {boolean} isActive */
function entry(app, actions, item, isBackward, isDone, isActive) {
  const { shown, view, graph } = app;
  const name = item.id === undefined ? view.boxName(item)
    : graph.labels.has(item.id) ? shown.name(item.id)
    : `${shown.name(item.id)} = ${plainText(operationPieces(shown, item.id))}`;
  const target = app.targetOf(item);
  // What the pass works out.
  const number = item.id === undefined ? null : isBackward ? shown.grad(item.id)?.known ?? "later" : shown.data(item.id);
  return h("li", { key: item.index, class: `${isDone ? "done" : ""}${isActive ? " active" : ""}`.trim() || undefined },
    h("button", {
      type: "button", onclick: () => app.pin(target), onpointerenter: () => actions.point(target), onpointerleave: () => actions.point(null),
    }, h("bdi", {}, name)), number === null ? null : h("span", { class: `exact ${isBackward ? "upstream" : "value"}` }, knownText(number, 8)),
  h("bdi", { class: "why-entry", dir: "ltr" }, reason(app, item, isBackward, isDone)));
}

/** @param {App} app @param {Item} item */
const spoken = ({ shown, view }, item) => (item.id === undefined ? view.boxName(item) : shown.spoken(item.id));

/**
 * Why an item comes no earlier, behind its name.
 * @param {App} app @param {Item} item @param {boolean} isBackward @param {boolean} isDone
 */
function reason(app, item, isBackward, isDone) {
  const others = [...new Set((isBackward ? item.outgoing.map(({ to }) => to) : item.incoming.map(({ from }) => from)))];
  const uses = isBackward ? item.outgoing.length : 0;
  const names = (/** @type {Item[]} */ items) => items.map((other) => spoken(app, other));
  const list = others.length > 3 ? `${names(others.slice(0, 2)).join(", ")} and ${others.length - 2} more` : names(others).join(" and ");
  if (others.length === 0) return isBackward ? "is the result: it comes first" : "needs nothing else";
  if (!isBackward) return `${isDone ? "needed" : "needs"} ${list}`;
  return `${isDone ? "waited" : "waits"} for ${uses === 1 ? "its use in " : `${uses === 2 ? "both" : `all ${uses}`} uses: `}${list}`;
}
