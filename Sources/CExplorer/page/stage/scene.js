// What the drawing shows at a position of the player: texts and classes of every box and every edge. A function of
// the state; the stage makes the document like it.

import { COMPUTED, CONSTANT, PARAMETER, ROLES } from "../model/graph.js";
import { Player } from "../play/player.js";
import { knownText, rangeText } from "../words/text.js";
import { overlayTints, tintOf } from "../lens/overlay.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Item} Item */
/** @typedef {import("./view.js").ViewEdge} ViewEdge */
/** @typedef {import("../play/shown.js").Shown} Shown */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/**
 * @typedef {object} ItemLook
 * @property {string} classes
 * @property {string} operation the classes of the operation in front of it
 * @property {string} data
 * @property {string} grad
 * @property {string} name for those who listen
 * @property {string} tint
 * @property {boolean} isPinned
 */

/** @typedef {{ classes: string, width: number, label: string, isFactor: boolean, flow: string, name: string }} EdgeLook */
/** @typedef {{ items: (ItemLook | null)[], edges: EdgeLook[], isSelecting: boolean }} Scene */

/**
 * What is emphasised, everything else being dimmed.
 * @typedef {{ items: Set<Item>, near: Set<Item>, edges: Set<ViewEdge> }} Emphasis
 */

/**
 * @typedef {object} SceneState
 * @property {Shown} shown
 * @property {number} position of the step that is going on
 * @property {boolean} isResting whether no step is to be marked
 * @property {Emphasis | null} emphasis
 * @property {Item | ViewEdge | null} pinned
 * @property {Set<number>} found
 * @property {Map<number, number>} edits
 * @property {string} overlay
 * @property {Numbers | null} reference what changes are measured from
 * @property {boolean} hasEdgeNumbers
 * @property {number} room characters for a number
 */

/** @param {SceneState} state @returns {Scene} */
export function sceneOf(state) {
  const { shown, emphasis, isResting, position } = state;
  const { player } = shown;
  const { view } = player;
  const touched = Player.touched(isResting ? null : player.stepBefore(position));
  const active = new Set(touched.items), activeEdges = new Set(touched.edges);
  const tints = overlayTints(shown, view.items, state.overlay || "grad", state.reference);
  return {
    items: view.items.map((item) => item.hidden !== undefined ? stubLook() : itemLook(state, item, active.has(item), tints.get(item.index))),
    edges: view.edges.map((edge) => edgeLook(state, edge, activeEdges.has(edge))),
    isSelecting: emphasis !== null,
  };
}

/** @returns {ItemLook} */
const stubLook = () => ({ classes: "item stub", operation: "", data: "", grad: "", name: "", tint: "", isPinned: false });

/** @param {SceneState} state @param {Item} item @param {boolean} isActive @param {number | undefined} tint @returns {ItemLook} */
function itemLook(state, item, isActive, tint) {
  const { shown, emphasis, pinned, overlay } = state;
  const { player, numbers } = shown;
  const isKnown = player.isKnown(item, shown.position);
  const classes = ["item"];
  const texts = item.id === undefined ? boxTexts(state, item, classes) : valueTexts(state, item, item.id, classes);
  if (!isKnown) classes.push("pending");
  if (isActive) classes.push("active");
  if (overlay) classes.push("tinted");
  if (emphasis?.items.has(item)) classes.push("selected");
  else if (emphasis?.near.has(item)) classes.push("near");
  const isDead = item.id !== undefined && isKnown && numbers.isDead(item.id);
  const name = item.id === undefined ? player.view.boxName(item) : shown.name(item.id);
  return {
    classes: classes.join(" "), operation: `operation${isDead ? " dead" : ""}${isActive && item.isComputed ? " active" : ""}`,
    data: texts.data, grad: texts.grad,
    name: `${name}, data ${texts.data}, gradient ${texts.grad}${texts.note}${isDead ? ", dead: the relu is shut" : ""}`,
    tint: tintOf(tint), isPinned: pinned === item,
  };
}

/** @param {SceneState} state @param {Item} item @param {string[]} classes */
function boxTexts({ shown, room }, item, classes) {
  const { player, numbers } = shown;
  const { graph } = numbers;
  classes.push("box", item.calls ? "module" : graph.role[item.outputs[0]] === PARAMETER ? "parameter" : "outside");
  const data = player.isKnown(item, shown.position) ? rangeText(item.outputs.map((id) => numbers.data[id]), room) : "—";
  const progress = player.boxGradient(item, shown.position);
  const grads = item.outputs.map((id) => shown.grad(id)?.known);
  const grad = progress === "none" ? "—" : progress === "partial" ? "…"
    : grads.includes("secret") ? "?" : rangeText(grads.flatMap((known) => (typeof known === "number" ? [known] : [])), room);
  return { data, grad, note: "" };
}

/** @param {SceneState} state @param {Item} item @param {number} id @param {string[]} classes */
function valueTexts({ shown, room, found, edits }, item, id, classes) {
  const { player, numbers } = shown;
  const { graph } = numbers;
  const role = graph.role[id];
  classes.push(player.view.results.has(id) ? "result" : item.isComputed ? "computed"
    : role === COMPUTED ? "outside" : ROLES[role]);
  if (graph.labels.has(id)) classes.push("named");
  const data = shown.data(id), gradient = shown.grad(id);
  let note = "";
  if (gradient?.isPartial) {
    classes.push("partial");
    note = `, ${gradient.parts} of ${gradient.of} uses`;
  }
  if (gradient && !gradient.isPartial && player.surplus[item.index] !== 0) classes.push("surplus");
  const isBad = (/** @type {unknown} */ number) => typeof number === "number" && !Number.isFinite(number);
  if (isBad(data) || (role !== CONSTANT && isBad(gradient?.known))) {
    const isCulprit = numbers.culprits.has(id);
    classes.push("alarm", isCulprit ? "culprit" : "victim");
    note += isCulprit ? ", the first number that is not finite" : "";
  }
  const isCutOff = numbers.hasGradients && gradient && !gradient.isPartial && gradient.known === 0 && !numbers.reaching[id];
  if (isCutOff) classes.push("cut");
  if (found.has(id)) classes.push("found");
  if (edits.has(id)) classes.push("edited");
  return {
    data: knownText(data, room), grad: gradient ? knownText(gradient.known, room) : "—", note,
  };
}

/** @param {SceneState} state @param {ViewEdge} edge @param {boolean} isActive @returns {EdgeLook} */
function edgeLook(state, edge, isActive) {
  const { shown, emphasis, hasEdgeNumbers, position } = state;
  const { player, numbers } = shown;
  const { from, to, place } = edge;
  const classes = ["edge"];
  let width = 1.2, label = "", name = "", isFactor = false;
  if (place < 0) classes.push(place === -1 ? "link" : "faint");
  if (isActive) classes.push("active", player.phase(position));
  if (emphasis?.edges.has(edge)) classes.push("selected");
  const nameOf = (/** @type {Item} */ item) => item.id === undefined ? player.view.boxName(item) : shown.name(item.id);
  if (place >= 0 && to.id !== undefined) {
    const local = shown.local(to.id, place);
    const isConstant = from.id !== undefined && numbers.graph.role[from.id] === CONSTANT;
    if (shown.position > player.handedAt[edge.index]) {
      const contribution = shown.contribution(to.id, place);
      if (typeof contribution === "number" && contribution !== 0 && Number.isFinite(contribution)) {
        const share = Math.min(1, Math.abs(contribution) / (player.greatest || 1));
        width = 1.2 + 2.4 * Math.sqrt(share);
        classes.push(contribution > 0 ? "positive" : "negative");
      } else if (contribution === 0 && (local === 0 || !numbers.reaching[to.id])) {
        classes.push("shut");
      }
      if (hasEdgeNumbers) label = knownText(contribution);
    } else if (hasEdgeNumbers && local !== "later" && !isConstant) {
      label = `× ${knownText(local)}`;
    }
    if (isActive && player.phase(position) === "backward") {
      isFactor = true;
      label = `× ${knownText(local)}`;
    }
    name = `${nameOf(from)}, operand ${place + 1} of ${nameOf(to)}`;
  } else {
    name = `edges from ${nameOf(from)} to ${nameOf(to)}`;
  }
  return {
    classes: classes.join(" "), width: Math.round(width * 10) / 10, label, isFactor, flow: isActive ? player.phase(position) : "", name,
  };
}

