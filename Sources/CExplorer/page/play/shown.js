// What the reader has seen at a position of the player. All that the page says about numbers, it asks here: boxes,
// panel, card, title, list, overlay and formulas can't contradict each other.

import { whyPieces } from "../words/rule.js";
import { isolated } from "../words/text.js";

/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("../words/text.js").Known} Known */
/** @typedef {import("../words/names.js").Names} Names */
/** @typedef {import("../words/formula.js").Piece} Piece */

/**
 * The gradient of a value as far as it has come.
 * @typedef {{ known: Known, isPartial: boolean, parts: number, of: number }} Gradient
 */

export class Shown {
  /**
   * @param {Player} player @param {number} position @param {Names} names
   * @param {(id: number) => boolean} isSecret gradients that the reader is to guess
   */
  constructor(player, position, names, isSecret) {
    this.player = player;
    this.position = position;
    this.names = names;
    this.isSecret = isSecret;
    this.numbers = player.numbers;
  }

  /** @param {number} id */
  name(id) { return this.names.of(id, this.numbers); }

  /**
   * The name inside of a sentence, whose direction it leaves alone.
   * @param {number} id
   */
  spoken(id) { return isolated(this.name(id)); }

  /** @param {number} id @returns {Known} */
  data(id) {
    const { player, position } = this;
    const item = player.view.itemFor(id);
    if (item && !player.isKnown(item, position)) return "later";
    return item ? player.data(item, id, position) : this.numbers.data[id];
  }

  /**
   * null before anything of it has arrived.
   * @param {number} id @returns {Gradient | null}
   */
  grad(id) {
    const gradient = this.player.gradient(id, this.position);
    if (!gradient) return null;
    return this.isSecret(id) ? { ...gradient, known: "secret" } : gradient;
  }

  /**
   * The derivative of a result by one operand: there once the result is. It is half of a gradient that is to be
   * guessed.
   * @param {number} result @param {number} place @returns {Known}
   */
  local(result, place) {
    if (this.data(result) === "later") return "later";
    if (this.isSecret(this.numbers.graph.operandsOf(result)[place])) return "secret";
    return this.numbers.locals(result)[place] ?? "unknown";
  }

  /**
   * What a use hands on to its operand: there once the gradient of the result is complete.
   * @param {number} result @param {number} place @returns {Known}
   */
  contribution(result, place) {
    const upstream = this.grad(result);
    if (!upstream || upstream.isPartial) return "later";
    const operand = this.numbers.graph.operandsOf(result)[place];
    if (upstream.known === "secret" || this.isSecret(operand)) return "secret";
    return this.numbers.contribution(result, place) ?? "unknown";
  }

  /**
   * Why the local derivative is what it is, in the words of the table of operations: b, 1 − o²
   * @param {number} result @param {number} place @returns {Piece[] | undefined}
   */
  why(result, place) {
    const { numbers } = this;
    const { graph } = numbers;
    const op = graph.opName(result);
    const rule = this.player.rules[op]?.[place];
    // The reason is half of an answer.
    if (rule === undefined || typeof this.local(result, place) === "string") return undefined;
    const [a, b = a] = graph.operandsOf(result);
    /** @param {number} id @returns {Piece} */
    const name = (id) => ({ kind: "name", text: this.name(id), id });
    return whyPieces(op, rule, { a: numbers.data[a], b: numbers.data[b], y: numbers.data[result] },
      { a: name(a), b: name(b), y: name(result) });
  }
}
