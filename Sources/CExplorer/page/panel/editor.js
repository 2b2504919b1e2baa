// Another number for a leaf, typed or dragged.

import { h } from "../dom/render.js";
import { CONSTANT } from "../model/graph.js";
import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./panel.js").Actions} Actions */

/**
 * A number as readers type it; null if it is none.
 * @param {string} typed
 */
export function parsedNumber(typed) {
  const text = typed.trim().replaceAll("−", "-").replace(",", ".").toLowerCase();
  if (text === "nan") return NaN;
  if (/^[-+]?inf(inity)?$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(text) ? Number(text) : null;
}

/**
 * How far a leaf can be dragged from its own number, to both sides.
 * @param {number} own
 */
export const reachOf = (own) => Math.max(1, 2 * Math.abs(Number.isFinite(own) ? own : 1));

/** @param {number} number */
const typed = (number) => String(number).replace("-", "−");

/** @param {Event} event */
const input = (event) => /** @type {HTMLInputElement} */ (event.target);

/**
 * The field and the slider of a leaf. Escape gives back what was there before.
 * @param {App} app @param {number} id @param {Actions} actions
 */
export function controls(app, id, actions) {
  const { numbers, original, shown } = app;
  const now = numbers.data[id];
  const own = original.data[id];
  const reach = reachOf(own);
  const middle = Number.isFinite(own) ? own : 0;
  const name = shown.name(id);
  return [
    h("input", {
      type: "text", inputmode: "decimal", class: "edit", value: typed(now), title: typed(now), "aria-label": `Value of ${name}`, autocomplete: "off",
      onchange: (/** @type {Event} */ event) => {
        const number = parsedNumber(input(event).value);
        input(event).setAttribute("aria-invalid", String(number === null));
        if (number === null) actions.say(`“${input(event).value}” is no number: type one such as −1.5, 2e-3 or inf`);
        else app.edit(id, number);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape") return;
        input(event).value = typed(app.numbers.data[id]);
        input(event).setAttribute("aria-invalid", "false");
      },
    }),
    h("input", {
      type: "range", min: Math.min(middle - reach, now || 0), max: Math.max(middle + reach, now || 0), step: reach / 200, value: now,
      "aria-label": `Drag ${name}`, "aria-valuetext": `${name} ${numberText(now)}`,
      oninput: (/** @type {Event} */ event) => app.edit(id, Number(input(event).value)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || !app.state.edits.has(id)) return;
        event.stopPropagation();
        app.edit(id, null);
      },
    }),
  ];
}

/** @param {App} app @param {number} id @param {Actions} actions */
export function editor(app, id, actions) {
  const { graph, original } = app;
  if (!app.canEdit) return null;
  return h("section", { key: "editor" },
    h("h3", {}, graph.role[id] === CONSTANT ? "Change the constant" : "Change it"),
    h("div", { class: "editor" }, controls(app, id, actions),
      app.state.edits.has(id)
        ? h("button", { type: "button", key: "own", onclick: () => app.edit(id, null) }, `Back to ${numberText(original.data[id])}`) : null));
}
