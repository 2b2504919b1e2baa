// All leaves with a slider each, and the way down their slopes.

import { h } from "../dom/render.js";
import { CONSTANT, PARAMETER } from "../model/graph.js";
import { counted, grouped } from "../words/text.js";
import { descent } from "./descend.js";
import { controls } from "./editor.js";
import { heading } from "./heading.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./panel.js").Actions} Actions */
/** @typedef {import("../dom/render.js").Child} Child */

const MOST_SLIDERS = 60;

/** @param {App} app @param {Actions} actions @returns {Child[]} */
export function leaves(app, actions) {
  const { graph } = app;
  /** @type {number[]} */
  const parameters = [];
  /** @type {number[]} */
  const inputs = [];
  for (let id = 0; id < graph.count; id++) {
    if (graph.op[id] === 0 && graph.role[id] !== CONSTANT) (graph.role[id] === PARAMETER ? parameters : inputs).push(id);
  }
  return [
    heading("Change the leaves", app.canEdit ? "one by hand, or all of them down the slope"
      : "This graph has operations that the page cannot compute, so that its numbers stay as they are."),
    descent(app),
    ...(app.canEdit ? [group(app, actions, inputs, "input"), group(app, actions, parameters, "parameter")] : []),
  ];
}

/** @param {App} app @param {Actions} actions @param {number[]} ids @param {string} role */
function group(app, actions, ids, role) {
  if (ids.length === 0) return null;
  return h("section", { key: role }, h("h3", {}, counted(ids.length, role)),
    h("ul", { class: "sliders" }, ids.slice(0, MOST_SLIDERS).map((id) => h("li", { key: id, class: app.state.edits.has(id) ? "edited" : undefined },
      h("button", {
        type: "button", class: "jump", onclick: () => actions.goTo(id),
        onpointerenter: () => actions.point({ id }), onpointerleave: () => actions.point(null),
      }, h("bdi", {}, app.shown.name(id))), controls(app, id, actions)))),
    ids.length > MOST_SLIDERS ? h("p", { class: "note" }, `… ${grouped(ids.length - MOST_SLIDERS)} more: find one by its name, and pin it.`) : null);
}
