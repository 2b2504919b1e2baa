// Numbers that run from those of one training step to those of another, where somebody looks on.

import { numberText } from "../words/text.js";

/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("../play/shown.js").Shown} Shown */

/** More than anybody follows would cost more than a frame. */
const MOST_NUMBERS = 240;

export class Tween {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.frame = 0;
    /** @type {(() => void) | null} */
    this.settle = null;
  }

  /**
   * From what was shown to what the drawing shows already.
   * @param {Shown} before @param {Shown} after @param {number} room @param {number} duration in milliseconds
   */
  start(before, after, room, duration) {
    this.finish();
    const { stage } = this;
    const { x, y, scale } = stage.camera.place, { width, height } = stage.camera.size;
    /** @type {{ digits: SVGTSpanElement, from: number, to: number, text: string }[]} */
    const running = [];
    for (const { item, numbers } of stage.items) {
      if (item.id === undefined || running.length >= MOST_NUMBERS) continue;
      if (Math.abs(item.x - x) > width / scale / 2 || Math.abs(item.y - y) > height / scale / 2) continue;
      for (const name of /** @type {const} */ (["data", "grad"])) {
        const digits = numbers[name];
        const of = (/** @type {Shown} */ shown) => (name === "data" ? shown.data(item.id ?? 0) : shown.grad(item.id ?? 0)?.known);
        const from = of(before), to = of(after);
        if (!digits || typeof from !== "number" || typeof to !== "number" || from === to || !Number.isFinite(from - to)) continue;
        running.push({ digits, from, to, text: digits.textContent ?? "" });
      }
    }
    if (running.length === 0) return;
    stage.svg.classList.add("tweening");
    this.settle = () => {
      for (const { digits, text } of running) digits.textContent = text;
      stage.svg.classList.remove("tweening");
    };
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - start) / duration));
      if (share === 1) return this.finish();
      const eased = share * share * (3 - 2 * share);
      for (const { digits, from, to } of running) digits.textContent = numberText(from + (to - from) * eased, room);
      this.frame = requestAnimationFrame(step);
    };
    step(start);
  }

  /** Everything is what it was running to. */
  finish() {
    cancelAnimationFrame(this.frame);
    const { settle } = this;
    this.settle = null;
    settle?.();
  }
}
