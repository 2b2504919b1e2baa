// Numbers on their way: a gradient leaves the box of a result, is multiplied in passing the operation, and runs back
// along the edge to be added in the box of the operand; values run forward.

import { make } from "./shapes.js";
import { knownText, numberText } from "../words/text.js";

/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("../play/player.js").Step} Step */
/** @typedef {import("../play/shown.js").Shown} Shown */
/** @typedef {import("./view.js").Item} Item */
/** @typedef {import("./view.js").ViewEdge} ViewEdge */
/** @typedef {{ x: number, y: number }} Point */

const SAMPLES = 24;

export class Travel {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    /** @type {(() => void) | null} */
    this.arrive = null;
    /** @type {Animation[]} */
    this.animations = [];
    this.timer = 0;
    this.frame = 0;
    // What a sum that grows comes to.
    /** @type {(() => void) | null} */
    this.settle = null;
  }

  get isFlying() { return this.arrive !== null; }

  /**
   * Lets the numbers of a step fly.
   * @param {Step} step @param {Shown} shown with the step done @param {number} duration in milliseconds
   * @param {() => void} onArrive
   */
  fly(step, shown, duration, onArrive) {
    this.finish();
    const legs = this.legsOf(step, shown);
    if (legs.length === 0) return onArrive();
    let end = 0;
    for (const { text, part, points, from, to } of legs) {
      this.launch(text, part, points, from * duration, (to - from) * duration);
      end = Math.max(end, to * duration);
    }
    this.arrive = onArrive;
    this.timer = window.setTimeout(() => this.finish(), end);
  }

  /**
   * Lets a sum grow to its new number.
   * @param {SVGTSpanElement} digits @param {number} from @param {number} to @param {number} duration
   * @param {(number: number) => string} text
   */
  countUp(digits, from, to, duration, text) {
    const end = digits.textContent ?? "";
    const start = performance.now();
    const frame = (/** @type {number} */ now) => {
      const share = (now - start) / duration;
      digits.textContent = share < 1 ? text(from + (to - from) * Math.max(0, share)) : end;
      if (share < 1) this.frame = requestAnimationFrame(frame);
      else this.settle = null;
    };
    this.settle = () => { digits.textContent = end; };
    this.frame = requestAnimationFrame(frame);
  }

  /** Everything is where it was going to. */
  finish() {
    cancelAnimationFrame(this.frame);
    this.settle?.();
    this.settle = null;
    window.clearTimeout(this.timer);
    for (const animation of this.animations) animation.cancel();
    this.animations = [];
    this.stage.chips.replaceChildren();
    const { arrive } = this;
    this.arrive = null;
    arrive?.();
  }

  /**
   * @param {Step} step @param {Shown} shown
   * @returns {{ text: string, part: string, points: Point[], from: number, to: number }[]} times as shares of the whole
   */
  legsOf(step, shown) {
    switch (step.kind) {
      case "deposit": {
        if (!step.edge) return [];
        const operation = operationOf(step.item);
        const upstream = shown.grad(step.result);
        return [
          { text: knownText(upstream?.known ?? "later"), part: "upstream", points: [gradPlace(step.item), operation], from: 0, to: 0.3 },
          {
            text: knownText(shown.contribution(step.result, step.place)), part: "sum",
            points: [operation, ...this.along(step.edge, true), gradPlace(step.to)], from: 0.36, to: 1,
          },
        ];
      }
      case "forward": {
        const { item } = step;
        const operation = operationOf(item);
        const legs = item.incoming.slice(0, 24).map((edge) => ({
          text: edge.from.id !== undefined ? knownText(shown.data(edge.from.id)) : "", part: "value",
          points: [...this.along(edge, false), operation], from: 0, to: 0.62,
        }));
        const result = item.id === undefined ? [] : [
          { text: knownText(shown.data(item.id)), part: "value", points: [operation, dataPlace(item)], from: 0.66, to: 1 },
        ];
        return [...legs, ...result];
      }
      case "seed":
        return step.items.slice(0, 24).map((item) => {
          const end = gradPlace(item);
          const known = item.id !== undefined ? shown.grad(item.id)?.known : undefined;
          return { text: typeof known === "number" ? numberText(known) : "", part: "sum", points: [{ x: end.x, y: end.y - 70 }, end], from: 0, to: 0.8 };
        });
      case "box":
        return step.edges.slice(0, 60).map((edge) => ({ text: "", part: "sum", points: this.along(edge, true), from: 0, to: 1 }));
      case "update": return [];
    }
  }

  /** @param {ViewEdge} edge @param {boolean} isBackward @returns {Point[]} */
  along(edge, isBackward) {
    const { line } = this.stage.edges[edge.index];
    const length = line.getTotalLength();
    const points = Array.from({ length: SAMPLES + 1 }, (_, index) => line.getPointAtLength((length * index) / SAMPLES));
    return isBackward ? points.reverse() : points;
  }

  /** @param {string} text @param {string} part @param {Point[]} points @param {number} delay @param {number} duration */
  launch(text, part, points, delay, duration) {
    const width = text.length * 7 + 14;
    const chip = text === ""
      ? make("g", { class: `chip ${part}`, "aria-hidden": "true" }, make("circle", { r: 5 }))
      : make("g", { class: `chip ${part}`, "aria-hidden": "true" },
        make("rect", { x: -width / 2, y: -11, width, height: 22, rx: 11 }), make("text", { y: 4.5 }));
    const words = chip.querySelector("text");
    if (words) words.textContent = text;
    this.stage.chips.append(chip);
    // Equal speed along the way, however many points a part of it has.
    const lengths = [0];
    for (let index = 1; index < points.length; index++) {
      lengths.push(lengths[index - 1] + Math.hypot(points[index].x - points[index - 1].x, points[index].y - points[index - 1].y));
    }
    const whole = lengths[lengths.length - 1] || 1;
    this.animations.push(chip.animate(points.map(({ x, y }, index) => ({
      transform: `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`, offset: lengths[index] / whole, opacity: 1,
    })), { delay, duration, easing: "ease-in-out" }));
  }
}

/** @param {Item} item @returns {Point} */
const operationOf = (item) => (item.op ? { x: item.op[0], y: item.op[1] } : { x: item.x, y: item.y });

/** @param {Item} item @returns {Point} */
const gradPlace = (item) => ({ x: item.x, y: item.y + (item.height > 30 ? item.height / 2 - 13 : 0) });

/** @param {Item} item @returns {Point} */
const dataPlace = (item) => ({ x: item.x, y: item.y });
