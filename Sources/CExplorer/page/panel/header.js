// The head of the page: where one is, and ways to look.

import { h } from "../dom/render.js";
import { icon } from "../dom/icons.js";
import { PARAMETER } from "../model/graph.js";
import { overlayAmounts } from "../lens/overlay.js";
import { counted, elided, knownText, numberText, visible } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../dom/render.js").Child} Child */

/** @param {Event} event */
const field = (event) => /** @type {HTMLInputElement} */ (event.target);

/** @param {App} app @param {{ find: (query: string) => void, goToFirst: () => void, help: () => void }} actions @returns {Child[]} */
export function header(app, actions) {
  const { state, graph, run, shown } = app;
  const crumbs = [];
  for (let call = state.call; call >= 0; call = graph.calls[call].parent) crumbs.unshift(call);
  crumbs.unshift(-1);
  const rootName = shown.name(graph.root);
  const title = app.raw.title ? [h("bdi", {}, elided(visible(app.raw.title), 200))]
    : run?.isTraining ? [graph.role.includes(PARAMETER) ? "Training: " : "Steps: ", h("bdi", {}, rootName)] : [h("bdi", {}, rootName), ` = ${knownText(shown.data(graph.root))}`];
  const lenses = [
    ["", "colour by role"], ["data", "colour by data"], ["grad", "colour by gradient"],
    ...(run ? [["change", "colour by change"]] : []), ...(app.canEdit ? [["error", "colour by gradient-check error"]] : []),
  ];
  return [
    h("h1", { id: "title", key: "title" }, title),
    h("nav", { "aria-label": "Modules", key: "crumbs", hidden: crumbs.length < 2 }, h("ol", { id: "crumbs" }, crumbs.map((call, index) => {
      const name = call < 0 ? "graph" : graph.shortName(call);
      return h("li", { key: call }, index === crumbs.length - 1 ? h("span", { "aria-current": "page" }, h("bdi", {}, name))
        : h("button", { type: "button", onclick: () => app.open(call) }, h("bdi", {}, name)));
    }))),
    h("div", { class: "tools", key: "tools" },
      h("label", { class: "search" }, h("span", { class: "sr" }, "Find values"), h("input", {
        id: "find", type: "search", placeholder: "Find: name, |grad|>1", title: "By name, op:tanh, data<0, |grad|>1, dead, nan, input or parameter", autocomplete: "off", spellcheck: "false", value: state.query,
        oninput: (/** @type {Event} */ event) => actions.find(field(event).value),
        onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") actions.goToFirst(); },
      })),
      h("label", { class: "pick" }, h("span", { class: "sr" }, "Colour by"), h("select", {
        id: "overlay", value: state.overlay, onchange: (/** @type {Event} */ event) => app.change({ overlay: field(event).value }),
      }, lenses.map(([value, name]) => h("option", { value, key: value }, name)))),
      scale(app),
      h("label", { class: "check" }, h("input", {
        id: "edge-numbers", type: "checkbox", checked: state.hasEdgeNumbers,
        onchange: (/** @type {Event} */ event) => app.change({ hasEdgeNumbers: field(event).checked }),
      }), " numbers on edges"),
      h("label", { class: "check" }, h("input", {
        id: "hide", type: "checkbox", checked: state.isHiding,
        onchange: (/** @type {Event} */ event) => app.change({ isHiding: field(event).checked, revealed: new Set() }),
      }), " hide gradients"),
      state.edits.size > 0 ? h("button", { id: "reset", key: "reset", type: "button", onclick: () => app.setEdits(new Map()) }, "undo changes") : null,
      h("button", {
        id: "order", type: "button", "aria-label": "Order of the pass", "aria-pressed": String(state.isOrderOpen),
        onclick: () => app.change({ isOrderOpen: !state.isOrderOpen, areLeavesOpen: false, pinned: null }),
      }, icon("order")),
      h("button", {
        id: "leaves", type: "button", "aria-label": "Change the leaves, and descend", title: "Change the leaves, and descend", "aria-pressed": String(state.areLeavesOpen),
        onclick: () => app.change({ areLeavesOpen: !state.areLeavesOpen, isOrderOpen: false, pinned: null }),
      }, icon("sliders")),
      h("button", { id: "help", type: "button", "aria-label": "Keys and help", onclick: actions.help }, "?")),
  ];
}

/** @param {App} app */
function scale(app) {
  const { overlay, at, pinnedStep } = app.state;
  if (!overlay) return null;
  const reference = app.run?.reference(at, pinnedStep) ?? null;
  const { amounts, greatest } = overlayAmounts(app.shown, app.view.items, overlay, reference);
  return h("output", { id: "scale", class: "scale", key: "scale" },
    amounts.size === 0 ? "none yet" : greatest === 0 ? "all 0" : `−${numberText(greatest)} … ${numberText(greatest)}`);
}

/**
 * What a query has found.
 * @param {App} app @param {{ goTo: (id: number) => void, point: (target: import("../app.js").Target | null) => void }} actions
 * @returns {Child[]}
 */
export function results(app, actions) {
  if (app.state.query.trim() === "") return [];
  const { shown } = app;
  const found = [...app.found];
  const query = app.state.query.trim().toLowerCase();
  // What the text calls them, where it is that which was asked for.
  const aliases = new Map(app.graph.aliases.filter(([name]) => name.toLowerCase().includes(query)).map(([name, id]) => [id, name]));
  return [
    h("p", { id: "matches", role: "status", key: "matches" }, `${counted(found.length, "value")} found${found.length > 100 ? ", the first 100:" : ""}`),
    h("ul", { id: "results", "aria-label": "Found values", key: "list" }, found.slice(0, 100).map((id) => {
      const gradient = shown.grad(id);
      const alias = aliases.get(id);
      return h("li", { key: id }, h("button", {
        type: "button", onclick: () => actions.goTo(id), onpointerenter: () => actions.point({ id }), onpointerleave: () => actions.point(null),
      }, h("span", {}, h("bdi", {}, shown.name(id)), alias === undefined ? null : h("bdi", { class: "alias" }, ` ${elided(visible(alias))}`)),
      h("span", { class: "exact" }, h("span", { class: "value" }, knownText(shown.data(id))),
        gradient ? h("span", { class: "upstream" }, ` · ${knownText(gradient.known)}`) : null)));
    })),
  ];
}
