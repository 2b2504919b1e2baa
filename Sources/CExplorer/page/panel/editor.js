// Another number for a leaf, typed or dragged.

import { h } from "../dom/render.js";
import { CONSTANT } from "../model/graph.js";
import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */

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

/** @param {App} app @param {number} id */
export function editor(app, id) {
  const { graph, numbers, original } = app;
  if (!app.canEdit) return null;
  const own = original.data[id];
  const reach = Math.max(1, 2 * Math.abs(Number.isFinite(own) ? own : 1));
  const middle = Number.isFinite(own) ? own : 0;
  const field = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target);
  return h("section", { key: "editor" },
    h("h3", {}, graph.role[id] === CONSTANT ? "Change the constant" : "Change it"),
    h("div", { class: "editor" },
      h("input", {
        type: "text", inputmode: "decimal", class: "edit", value: String(numbers.data[id]).replace("-", "−"), "aria-label": "Value",
        onchange: (/** @type {Event} */ event) => {
          const number = parsedNumber(field(event).value);
          field(event).setCustomValidity(number === null ? "A number such as −1.5, 2e-3 or inf" : "");
          if (number === null) field(event).reportValidity();
          else app.edit(id, number);
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Escape") return;
          field(event).value = String(app.numbers.data[id]).replace("-", "−");
          field(event).setCustomValidity("");
        },
      }),
      h("input", {
        type: "range", min: middle - reach, max: middle + reach, step: reach / 200, value: numbers.data[id], "aria-label": "Drag the value",
        oninput: (/** @type {Event} */ event) => app.edit(id, Number(field(event).value)),
      }),
      app.state.edits.has(id)
        ? h("button", { type: "button", key: "own", onclick: () => app.edit(id, null) }, `Back to ${numberText(own)}`) : null));
}
