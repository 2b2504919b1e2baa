// A hidden gradient, to be guessed.

import { h } from "../dom/render.js";
import { numberText } from "../words/text.js";
import { parsedNumber } from "./editor.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./panel.js").Actions} Actions */

/** @param {App} app @param {Actions} actions @param {number} id */
export function guess(app, actions, id) {
  const reveal = () => app.change({ revealed: new Set([...app.state.revealed, id]) });
  return h("form", {
    class: "guess",
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const input = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (event.target).elements[0]);
      const guessed = parsedNumber(input.value);
      if (guessed === null) return actions.say("A number, please: −1.5 or 2e-3");
      const actual = app.numbers.grad[id];
      const isRight = Math.abs(guessed - actual) <= 0.01 * Math.max(0.05, Math.abs(actual));
      if (isRight) {
        actions.say(`Right: ${numberText(actual)}`);
        reveal();
      } else {
        actions.say(`Not ${numberText(guessed)}. Each use adds: gradient of the result × local derivative. Try again.`);
        input.select();
      }
    },
  },
  h("input", { type: "text", inputmode: "decimal", "aria-label": "Your guess for the gradient", placeholder: "your guess", autocomplete: "off" }),
  h("button", { type: "submit" }, "Guess"),
  h("button", { type: "button", onclick: reveal }, "Show it"));
}
