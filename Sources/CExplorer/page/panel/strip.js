// The strip over the drawing: the formula of the step, or of what is pointed at.

import { h } from "../dom/render.js";
import { formula } from "../dom/formula.js";
import { icon } from "../dom/icons.js";
import { chainFormula, forwardFormula, gradName, number, plainText, text } from "../words/formula.js";
import { CONSTANT } from "../model/graph.js";
import { counted, grouped } from "../words/text.js";
import { narrate } from "../play/narration.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../words/formula.js").Piece} Piece */
/** @typedef {{ phase: string, pieces: Piece[], remark: string }} Message */

/**
 * What the strip says.
 * @param {App} app @returns {Message}
 */
export function message(app) {
  const { player, state } = app;
  const pointed = pointedMessage(app);
  if (pointed) return pointed;
  const phase = player.phase(state.position);
  const step = player.stepBefore(state.position);
  if (app.isResting || !step) return restingMessage(app);
  const { arrived } = app;
  const told = narrate(arrived, step, (id) => app.run?.updatePieces(state.at, id, arrived.name(id)) ?? null);
  return { phase, ...told };
}

/** @param {App} app @returns {Message} */
function restingMessage(app) {
  const { player, shown, graph, state } = app;
  const root = shown.spoken(graph.root);
  if (state.position === 0 && player.forwardEnd > 0) {
    return { phase: "start", pieces: [], remark: "The leaves are given; everything else follows from them." };
  }
  if (state.position === player.forwardEnd && player.numbers.hasGradients) {
    return { phase: "values", pieces: [], remark: `Every value is known. How much does each of them move ${root}?` };
  }
  if (state.position === player.forwardEnd) {
    return { phase: "values", pieces: forwardFormula(shown, player.view.root), remark: "Gradients were not computed." };
  }
  return { phase: "done", pieces: [], remark: `Every gradient is there: how much ${root} moves when a value moves. Point at a box or an edge.` };
}

/** @param {App} app @returns {Message | null} */
function pointedMessage(app) {
  const { shown, graph, view, player, state: { pointed } } = app;
  if (!pointed) return null;
  if ("edge" in pointed) {
    const [result, place] = pointed.edge;
    return { phase: "edge", pieces: chainFormula(shown, result, place), remark: plainText(forwardFormula(shown, result)) };
  }
  if ("id" in pointed && view.itemOf.has(pointed.id)) {
    const { id } = pointed;
    const gradient = shown.grad(id);
    const uses = player.deposits[view.itemOf.get(id)?.index ?? 0].length;
    const remark = graph.role[id] === CONSTANT ? "a constant takes no gradient"
      : !gradient ? "gradient: not there yet"
      : gradient.isPartial ? `${gradient.parts} of ${gradient.of} uses have handed on` : uses > 1 ? `the sum of ${uses} uses` : "";
    const grad = gradient ? [text("\u2003"), gradName(shown, id), text(" = "), number(gradient.known, "upstream", { id })] : [];
    return { phase: "value", pieces: [...forwardFormula(shown, id), ...grad], remark };
  }
  const thing = app.resolve(pointed);
  if (!thing || "place" in thing) return null;
  return {
    phase: "module", pieces: [text(view.boxName(thing))],
    remark: thing.calls?.length === 1 ? `${grouped(thing.count ?? 0)} values: double-click to look inside`
      : thing.calls ? "double-click to choose one" : counted(thing.outputs.length, "value"),
  };
}

/**
 * @param {App} app
 * @param {{ play: () => void, point: (target: import("../app.js").Target | null) => void }} actions
 */
export function strip(app, actions) {
  const { pieces, remark, phase } = message(app);
  const { state, player } = app;
  const isAtStart = state.position === 0 && player.forwardEnd > 0;
  const isOffered = !state.isPlaying && !state.pointed && app.isResting && (isAtStart || app.isBeforeBackward);
  return [
    // What may be scrolled must be reached by keys.
    h("div", { class: "hero", id: "formula", key: "hero", ...(plainText(pieces).length > 60 ? { tabindex: 0, role: "group", "aria-label": "Formula" } : {}) },
      isOffered ? h("button", { type: "button", id: "begin", class: "begin", onclick: actions.play },
        icon("play"), isAtStart ? "forward" : "backward") : null,
      pieces.length > 0 ? formula(pieces, actions.point, { display: "block" }) : null),
    h("p", { class: "remark", key: "remark" },
      h("span", { id: "phase", class: "phase", "data-phase": phase }, phase), h("bdi", { id: "remark", dir: "ltr" }, remark)),
  ];
}
