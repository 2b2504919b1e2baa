// On paper: all of the drawing, the formula and the step.

import { PAD } from "../stage/choice.js";

/** @typedef {import("../stage/stage.js").Stage} Stage */

/** The width of a page within its margins, in pixels of style sheets. */
const PAPER = 660;

/** @param {Stage} stage */
export function preparePrint(stage) {
  const hero = /** @type {HTMLElement} */ (document.getElementById("formula"));
  /** @type {{ place: import("../stage/camera.js").Place, isFitted: boolean, fit: string } | null} */
  let before = null;
  window.addEventListener("beforeprint", () => {
    const { camera, view } = stage;
    if (!view || before) return;
    before = { place: camera.place, isFitted: camera.isFitted, fit: hero.style.getPropertyValue("--fit") };
    stage.svg.setAttribute("viewBox", `${-PAD} ${-PAD} ${view.layout.w + 2 * PAD} ${view.layout.h + 2 * PAD}`);
    const width = hero.querySelector("math")?.getBoundingClientRect().width ?? 0;
    hero.style.setProperty("--fit", String(Math.min(1, (PAPER / Math.max(1, width)) * Number(before.fit || 1))));
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    stage.camera.goTo(before.place, before.isFitted);
    hero.style.setProperty("--fit", before.fit);
    before = null;
  });
}
