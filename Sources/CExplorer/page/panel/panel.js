// The panel beside the drawing: what is pinned, or the order of the pass. All numbers are those of the player's
// position.

import { h } from "../dom/render.js";
import { formula } from "../dom/formula.js";
import { icon } from "../dom/icons.js";
import { CONSTANT, ROLES } from "../model/graph.js";
import { chainFormula, forwardFormula, gradName, text } from "../words/formula.js";
import { opSymbol } from "../words/names.js";
import { counted, exactText, grouped, knownText, numberText, rangeText, sumText, visible } from "../words/text.js";
import { historyOf } from "../run/history.js";
import { zeroWords } from "../words/shut.js";
import { editor } from "./editor.js";
import { guess } from "./guess.js";
import { heading } from "./heading.js";
import { leaves } from "./leaves.js";
import { order } from "./order.js";
import { paths } from "./paths.js";
import { slope } from "./slope.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("../stage/view.js").ViewEdge} ViewEdge */
/** @typedef {import("../dom/render.js").Child} Child */

/**
 * What the panel can ask of the page.
 * @typedef {object} Actions
 * @property {(target: import("../app.js").Target | null) => void} point
 * @property {(id: number) => void} goTo
 * @property {(text: string) => void} say
 */

/** @param {App} app @param {Actions} actions @returns {Child[]} */
export function panel(app, actions) {
  const pinned = app.resolve(app.state.pinned);
  const body = !pinned ? (app.state.areLeavesOpen ? leaves : order)(app, actions)
    : "place" in pinned ? edge(app, actions, pinned)
    : pinned.id !== undefined && app.state.pinned && "id" in app.state.pinned && app.state.pinned.id === pinned.id ? value(app, actions, pinned, pinned.id)
    : pinned.hidden !== undefined ? [heading("Not drawn", counted(pinned.hidden, "value"))]
    : box(app, actions, pinned);
  return [
    h("button", {
      class: "close", type: "button", "aria-label": "Close the panel", key: "close",
      onclick: () => app.change({ pinned: null, isOrderOpen: false, areLeavesOpen: false }),
    }, icon("close")),
    ...body,
  ];
}

/** @param {string} name @param {...Child} content */
const row = (name, ...content) => h("div", { class: "row" }, h("dt", {}, name), h("dd", {}, content));

/** @param {App} app @param {Actions} actions @param {number} id */
const jump = (app, actions, id) => h("button", {
  class: "jump", type: "button", onclick: () => actions.goTo(id),
  onpointerenter: () => actions.point({ id }), onpointerleave: () => actions.point(null),
}, h("bdi", {}, app.shown.name(id)));

// MARK: A value

/** @param {App} app @param {Actions} actions @param {Item} item @param {number} id @returns {Child[]} */
function value(app, actions, item, id) {
  const { shown, graph, player } = app;
  const { numbers } = shown;
  const label = graph.labels.get(id);
  const op = graph.opName(id);
  const isConstant = graph.role[id] === CONSTANT;
  const data = shown.data(id), gradient = shown.grad(id);
  const modules = graph.callsAround(id).map((call) => graph.shortName(call));
  const isSecret = app.isSecret(id);
  const surplus = player.surplus[item.index];
  const notes = [
    id === graph.root ? "result" : ROLES[graph.role[id]], op ? opSymbol(op) : "",
    op === "relu" && data !== "later" && numbers.isDead(id) ? "dead: the relu is shut and hands on 0" : "",
    typeof data === "number" && numbers.isAlarming(id) ? (numbers.culprits.has(id) ? "the first number that is not finite" : "not finite") : "",
  ];
  const comment = graph.notes.get(id);
  return [
    heading(label ? visible(label) : shown.name(id), notes.filter(Boolean).join(" · ")),
    comment ? h("p", { key: "comment" }, h("bdi", {}, visible(comment))) : null,
    h("dl", { key: "facts" },
      modules.length > 0 ? row("module", h("bdi", {}, modules.join(" › "))) : null,
      row("data", h("output", { class: "exact value" }, typeof data === "number" ? exactText(data) : "— not there yet")),
      isConstant ? null : row("grad", isSecret && gradient ? guess(app, actions, id) : h("output", { class: "exact upstream" }, gradientText(gradient)))),
    isSecret || !gradient ? null : h("p", { class: "note", key: "remark" }, gradientRemark(app, id, surplus, player.carried[item.index], gradient.isPartial)),
    op ? formula(forwardFormula(shown, id), actions.point, { key: "formula", class: "panel-formula" }) : editor(app, id, actions),
    isConstant ? null : slope(app, id),
    historyOf(app, id),
    uses(app, actions, item, id),
    op ? h("section", { key: "operands" }, h("h3", {}, "Operands"),
      h("p", { class: "jumps" }, graph.operandsOf(id).map((operand) => jump(app, actions, operand)))) : null,
    isSecret || isConstant || id === graph.root ? null : paths(app, actions, id),
  ];
}

/** @param {import("../play/shown.js").Gradient | null} gradient */
function gradientText(gradient) {
  if (!gradient) return "— not there yet";
  const text = typeof gradient.known === "number" ? exactText(gradient.known) : knownText(gradient.known);
  return gradient.isPartial ? `${text} (${gradient.parts} of ${gradient.of} uses)` : text;
}

/**
 * Why a gradient is more than this pass adds, or nothing at all.
 * @param {App} app @param {number} id @param {number} surplus @param {number} carried @param {boolean} isPartial
 */
function gradientRemark(app, id, surplus, carried, isPartial) {
  const { shown } = app;
  const { numbers } = shown;
  if (carried !== 0) return `${numberText(carried)} is there from the backward() before: no zero_grad() set it to 0, and this pass adds to it.`;
  if (isPartial) return "";
  if (surplus !== 0) {
    return `The graph came with this gradient. Its uses hand on ${numberText(numbers.grad[id] - surplus)}; the other ${numberText(surplus)} `
      + "was there before, as after an earlier backward() that no zero_grad() cleared.";
  }
  return zeroWords(shown, id);
}

/**
 * Names and numbers, so that the panel has room for long ones: browsers break no line of a formula.
 * @param {import("../words/formula.js").Piece[]} pieces
 */
function inTwoParts(pieces) {
  const at = pieces.findIndex((piece) => piece.kind === "text" && piece.text === " = ");
  return at < 0 ? [pieces] : [pieces.slice(0, at), pieces.slice(at)];
}

/** @param {App} app @param {Actions} actions @param {Item} item @param {number} id */
function uses(app, actions, item, id) {
  const { shown, graph, player } = app;
  const all = graph.usesOf(id);
  if (all.length === 0 || graph.role[id] === CONSTANT) return null;
  const done = new Set(player.deposits[item.index].filter(([step]) => step < shown.position).map(([step]) => {
    const at = player.steps[step];
    return at.kind === "deposit" ? `${at.result} ${at.place}` : "";
  }));
  const terms = all.map(([result, place]) => shown.contribution(result, place));
  if (player.carried[item.index] !== 0 && !app.isSecret(id)) terms.unshift(player.carried[item.index]);
  const amounts = terms.flatMap((term) => (typeof term === "number" ? [term] : []));
  return h("section", { key: "uses" },
    h("h3", {}, all.length === 1 ? "Used once" : `Used ${grouped(all.length)} times: contributions add up`),
    formula([gradName(shown, id), text(" +=")], actions.point, { class: "uses-title" }),
    h("ul", { class: "uses" }, all.slice(0, 60).map(([result, place]) => h("li", {
      key: `${result} ${place}`, class: done.has(`${result} ${place}`) ? "done" : undefined,
    }, inTwoParts(chainFormula(shown, result, place, true)).map((part) => formula(part, actions.point))))),
    all.length > 60 ? h("p", { class: "note" }, `… ${grouped(all.length - 60)} more`) : null,
    terms.length > 1 && amounts.length === terms.length ? h("p", { class: "formula" },
      `${terms.length > 6 ? "sum" : sumText(terms)} = ${numberText(amounts.reduce((sum, amount) => sum + amount, 0))}`) : null);
}

// MARK: An edge

/** @param {App} app @param {Actions} actions @param {ViewEdge} edge @returns {Child[]} */
function edge(app, actions, edge) {
  const { shown, graph, view } = app;
  const nameOf = (/** @type {Item} */ item) => item.id !== undefined ? shown.name(item.id) : view.boxName(item);
  const result = edge.to.id;
  if (edge.place < 0 || result === undefined) {
    return [
      heading(`${nameOf(edge.from)} → ${nameOf(edge.to)}`, "edges into a closed module"),
      edge.to.calls?.length === 1 ? openButton(app, edge.to.calls[0]) : null,
    ];
  }
  const operand = graph.operandsOf(result)[edge.place];
  return [
    heading(`${shown.name(operand)} → ${shown.name(result)}`, `operand ${edge.place + 1} of ${opSymbol(graph.opName(result))}`),
    formula(forwardFormula(shown, result), actions.point, { key: "formula", class: "panel-formula" }),
    formula(chainFormula(shown, result, edge.place), actions.point, { key: "chain", class: "panel-formula" }),
    h("p", { class: "jumps", key: "jumps" }, jump(app, actions, operand), jump(app, actions, result)),
  ];
}

// MARK: A box

/** @param {App} app @param {number} call */
const openButton = (app, call) =>
  h("button", { type: "button", class: "open", key: "open", onclick: () => app.open(call) }, "Open ", h("bdi", {}, app.graph.shortName(call)));

/** @param {App} app @param {Actions} actions @param {Item} item @returns {Child[]} */
function box(app, actions, item) {
  const { shown, view, graph } = app;
  const isKnown = shown.player.isKnown(item, shown.position);
  const one = item.calls?.length === 1 ? item.calls[0] : null;
  const dataOf = (/** @type {number} */ id) => isKnown ? knownText(shown.data(id)) : "—";
  return [
    heading(view.boxName(item), item.calls ? "module" : "leaves that modules use"),
    h("dl", { key: "facts" },
      item.count ? row("values", grouped(item.count)) : null,
      row("outputs", item.outputs.length > 1 && isKnown
        ? `${grouped(item.outputs.length)}: ${rangeText(item.outputs.map((id) => shown.numbers.data[id]))}` : grouped(item.outputs.length))),
    one !== null ? openButton(app, one) : null,
    item.calls && one === null ? h("section", { key: "calls" }, h("h3", {}, "Open one"),
      h("ul", { class: "calls", "aria-label": "Calls" }, item.calls.slice(0, 1000).map((call) => h("li", { key: call },
        h("button", { type: "button", onclick: () => app.open(call) }, h("bdi", {}, graph.shortName(call)),
          h("span", { class: "exact value" }, dataOf(graph.calls[call].end - 1))))))) : null,
    item.outputs.length > 1 && !((item.calls?.length ?? 0) > 1) ? h("section", { key: "outputs" }, h("h3", {}, item.calls ? "Outputs" : "Values"),
      h("ul", { class: "outputs" }, item.outputs.slice(0, 400).map((id) => h("li", { key: id },
        h("button", { type: "button", onclick: () => actions.goTo(id) }, h("bdi", {}, shown.name(id)),
          h("span", { class: "exact value" }, dataOf(id))))))) : null,
  ];
}
