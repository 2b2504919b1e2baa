// The strip over the drawing: the formula of the step, or of what is pointed at.

import { h } from "../dom/render.js";
import { formula } from "../dom/formula.js";
import { icon } from "../dom/icons.js";
import { chainFormula, forwardFormula, gradName, number, plainText, text } from "../words/formula.js";
import { CONSTANT } from "../model/graph.js";
import { counted, grouped, visible } from "../words/text.js";
import { narrate, ONLY_USE } from "../play/narration.js";
import { zeroWords } from "../words/shut.js";

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
  if (state.position === 0 && player.forwardEnd > 0) {
    return { phase: "start", pieces: [], remark: "The leaves are given; everything else follows from them." };
  }
  if (state.position === player.forwardEnd && player.numbers.hasGradients) {
    const hasCarried = player.carried.some((left) => left !== 0);
    return { phase: "values", pieces: [], remark: hasCarried
      ? "Gradients of the pass before are still there, as nothing set them to 0: this pass adds to them."
      : `Every value is known. How much does each of them move ${shown.spoken(graph.root)}?` };
  }
  if (state.position === player.forwardEnd) {
    return { phase: "values", pieces: forwardFormula(shown, player.view.root), remark: "Gradients were not computed." };
  }
  // What the last step told stays: it is often what the play was for.
  const last = player.steps[state.position - 1];
  const told = last?.kind === "deposit" ? narrate(shown, last, () => null) : { pieces: [], remark: "" };
  if (told.remark.startsWith(ONLY_USE)) told.remark = "";
  const following = app.run?.kept[state.at + 1];
  const rest = app.nextPass > 0 ? `backward() ${app.nextPass + 1} follows: play goes on to it.` : following ? `Step ${following.step} follows, below the drawing.` : "Every gradient is there: point at a box or an edge.";
  return { phase: "done", pieces: told.pieces, remark: told.remark ? `${told.remark}. ${rest}` : rest };
}

/** @param {App} app @returns {Message | null} */
function pointedMessage(app) {
  const { shown, graph, view, player, state } = app;
  // Where there is no panel, the strip says what is pinned as long as no step is told.
  // A formula does not give way to another under the pointer that is on it.
  const pointed = (state.isInFormula ? null : state.pointed) ?? (app.hasPanel || state.isStepping ? null : state.pinned);
  if (!pointed) return null;
  if ("edge" in pointed) {
    const [result, place] = pointed.edge;
    const operand = graph.operandsOf(result)[place];
    const uses = graph.role[operand] === CONSTANT ? 1 : graph.usesOf(operand).length;
    const which = uses > 1 ? `, one of ${grouped(uses)} uses of ${shown.spoken(operand)}` : "";
    return { phase: "edge", pieces: chainFormula(shown, result, place), remark: `${plainText(forwardFormula(shown, result))}${which}` };
  }
  if ("id" in pointed && view.itemOf.has(pointed.id)) {
    const { id } = pointed;
    const gradient = shown.grad(id);
    const uses = player.deposits[view.itemOf.get(id)?.index ?? 0].length;
    const remark = graph.role[id] === CONSTANT ? "a constant takes no gradient"
      : !gradient ? "gradient: not there yet"
      : gradient.isPartial ? `${gradient.parts} of ${gradient.of} uses have handed on` : zeroWords(shown, id) || (uses > 1 ? `the sum of ${uses} uses` : "");
    const grad = gradient ? [text("\u2003"), gradName(shown, id), text(" = "), number(gradient.known, "upstream", { id })] : [];
    return { phase: "value", pieces: [...forwardFormula(shown, id), ...grad], remark };
  }
  const thing = app.resolve(pointed);
  if (!thing || "place" in thing) return null;
  return {
    phase: "module", pieces: [text(view.boxName(thing))],
    remark: thing.calls?.length === 1 ? `${counted(thing.count ?? 0, "value")}: double-click to look inside`
      : thing.calls ? "double-click to choose one" : counted(thing.outputs.length, "value"),
  };
}

/**
 * What the text says of the value that the strip tells of.
 * @param {App} app
 */
export function noteOf({ graph, player, state, isResting }) {
  const { pointed } = state;
  const step = isResting ? null : player.stepBefore(state.position);
  /** @type {number | undefined} */
  let id;
  if (pointed) id = "id" in pointed ? pointed.id : "edge" in pointed ? pointed.edge[0] : undefined;
  else if (step) id = step.kind === "deposit" ? step.result : step.kind === "seed" ? player.view.root : step.item.id;
  return id === undefined ? "" : graph.notes.get(id) ?? "";
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
    app.graph.hasCaptions ? h("p", { id: "caption", class: "note-of-text", key: "caption" }, h("bdi", {}, visible(noteOf(app)))) : null,
    h("p", { class: "remark", key: "remark" },
      h("span", { id: "phase", class: "phase", "data-phase": phase, "data-step": `${state.position} of ${player.end}` }, phase), h("bdi", { id: "remark", dir: "ltr" }, remark)),
  ];
}
