// The player's bar: buttons, speed, and where one is.

import { h } from "../dom/render.js";
import { icon } from "../dom/icons.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../dom/render.js").Child} Child */

export const SPEEDS = [0.5, 1, 3, 10, 50];

/** @param {App} app @param {{ step: (direction: 1 | -1) => void, play: () => void, finish: () => void }} actions @returns {Child[]} */
export function bar(app, actions) {
  const { player, state } = app;
  const { position, isPlaying } = state;
  const isFirst = position === 0, isLast = position === player.end && app.nextPass < 0;
  /** @param {string} phase @param {number} from @param {number} to */
  const span = (phase, from, to) => to > from
    ? h("span", { key: phase, class: phase, css: { "flex-grow": String(to - from) } }, phase) : null;
  /** @param {string} id @param {string} name @param {() => void} onclick @param {boolean} [disabled] */
  const button = (id, name, onclick, disabled = false) => h("button", { id, type: "button", "aria-label": name, onclick, disabled },
    icon(/** @type {"start"} */ (id)));
  return [
    h("div", { class: "buttons", key: "buttons" },
      button("start", "To the start", () => app.move(0), isFirst),
      button("back", "One step back", () => actions.step(-1), isFirst),
      h("button", { id: "play", type: "button", "aria-label": isPlaying ? "Pause" : "Play", onclick: actions.play }, icon(isPlaying ? "pause" : "play")),
      button("next", "One step forward", () => actions.step(1), isLast),
      button("finish", "Finish the phase", actions.finish, isLast),
      h("label", { class: "pick" }, h("span", { class: "sr" }, "Speed"), h("select", {
        id: "speed", value: String(state.speed),
        onchange: (/** @type {Event} */ event) => app.change({ speed: Number(/** @type {HTMLSelectElement} */ (event.target).value) }),
      }, SPEEDS.map((speed) => h("option", { value: String(speed), key: speed }, `${speed === 0.5 ? "½" : speed}×`))))),
    h("div", { class: "range", key: "range" },
      h("div", { class: "track" },
        h("div", { class: "phases", "aria-hidden": "true" },
          span("forward", 0, player.forwardEnd), span("backward", player.forwardEnd, player.backwardEnd),
          span("update", player.backwardEnd, player.end)),
        h("input", {
          id: "progress", type: "range", min: 0, max: player.end, value: position, "aria-label": "Step of the computation",
          "aria-valuetext": `step ${position} of ${player.end}, ${player.phase(position)}`,
          oninput: (/** @type {Event} */ event) => app.move(Number(/** @type {HTMLInputElement} */ (event.target).value)),
        })),
      h("output", { id: "count" }, `${position} / ${player.end}`)),
  ];
}
