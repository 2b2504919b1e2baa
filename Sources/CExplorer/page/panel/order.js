// The order of the pass: what is done, what is going on, and why it comes in this order.

import { h } from "../dom/render.js";
import { CONSTANT } from "../model/graph.js";
import { operationPieces, plainText } from "../words/formula.js";
import { grouped, knownText } from "../words/text.js";
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
  const isBackward = player.phase(shown.position) !== "forward" || app.isBeforeBackward;
  const items = isBackward ? [...player.order].reverse() : player.order;
  const touched = new Set(Player.touched(app.isResting ? null : player.stepBefore(state.position)).items);
  const leaves = view.items.filter((item) => item.id !== undefined && !item.isComputed && graph.role[item.id] !== CONSTANT);
  const isDone = (/** @type {Item} */ item) => isBackward
    ? player.hasHandedOn(item, shown.position) : player.isKnown(item, shown.position);
  const next = items.find((item) => !isDone(item));
  return [
    heading(app.viewName, `${grouped(graph.count)} values in the whole graph`),
    h("p", { class: "hint", key: "hint" }, "Click a box or an edge to pin it. Double-click a module to look inside."),
    h("h3", { key: "title" }, isBackward ? "Backward: from the result to the leaves" : "Forward: operands before results"),
    h("p", { class: "note why-order", key: "why" }, next ? reason(app, next, isBackward) : "All done."),
    h("ol", { class: "queue", key: isBackward ? "backward" : "forward", "aria-label": "Order of the pass" },
      items.slice(0, MOST_ENTRIES).map((item) => entry(app, actions, item, isDone(item), touched.has(item)))),
    items.length > MOST_ENTRIES ? h("p", { class: "note", key: "more" }, `… ${grouped(items.length - MOST_ENTRIES)} more`) : null,
    leaves.length > 0 ? h("h3", { key: "leaves-title" }, "Inputs and parameters") : null,
    leaves.length > 0 ? h("ul", { class: "leaves", key: "leaves", "aria-label": "Inputs and parameters" },
      leaves.slice(0, 200).map((item) => h("li", { key: item.index },
        h("button", { type: "button", onclick: () => app.pin(app.targetOf(item)) }, h("bdi", {}, shown.name(item.id ?? 0)))))) : null,
  ];
}

/** @param {App} app @param {Actions} actions @param {Item} item @param {boolean} isDone @param {boolean} isActive */
function entry(app, actions, item, isDone, isActive) {
  const { shown, view, graph } = app;
  const name = item.id === undefined ? view.boxName(item)
    : graph.labels.has(item.id) ? shown.name(item.id)
    : `${shown.name(item.id)} = ${plainText(operationPieces(shown, item.id))}`;
  const target = app.targetOf(item);
  return h("li", { key: item.index, class: `${isDone ? "done" : ""}${isActive ? " active" : ""}`.trim() || undefined },
    h("button", {
      type: "button", onclick: () => app.pin(target), onpointerenter: () => actions.point(target), onpointerleave: () => actions.point(null),
    }, h("bdi", {}, name)), item.id === undefined ? null : h("span", { class: "exact value" }, knownText(shown.data(item.id), 8)));
}

/**
 * Why an item comes no earlier.
 * @param {App} app @param {Item} item @param {boolean} isBackward
 */
function reason(app, item, isBackward) {
  const { shown, view } = app;
  const name = (/** @type {Item} */ item) => item.id === undefined ? view.boxName(item) : shown.spoken(item.id);
  const others = [...new Set((isBackward ? item.outgoing.map(({ to }) => to) : item.incoming.map(({ from }) => from)))];
  const uses = isBackward ? item.outgoing.length : 0;
  const list = others.length > 3 ? `${others.slice(0, 2).map(name).join(", ")} and ${others.length - 2} more` : others.map(name).join(" and ");
  if (others.length === 0) return isBackward ? `${name(item)} is the result: it comes first.` : `${name(item)} comes next.`;
  if (!isBackward) return `${name(item)} needs ${list}.`;
  return uses === 1 ? `${name(item)} waits for its use in ${list}.`
    : `${name(item)} waits for ${uses === 2 ? "both" : `all ${uses}`} uses: ${list}.`;
}
