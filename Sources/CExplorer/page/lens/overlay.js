// How strongly boxes are tinted.

import { CONSTANT } from "../model/graph.js";
import { slopeOf } from "./slope.js";

/** @typedef {import("../stage/view.js").Item} Item */
/** @typedef {import("../play/shown.js").Shown} Shown */
/** @typedef {import("../model/numbers.js").Numbers} Numbers */

/**
 * What a lens measures of one value; null where the reader has not come to it.
 * @param {Shown} shown @param {number} id @param {string} kind @param {Numbers | null} reference
 * @returns {number | null}
 */
function measure(shown, id, kind, reference) {
  const { numbers } = shown;
  switch (kind) {
    case "data": {
      const data = shown.data(id);
      return typeof data === "number" ? data : null;
    }
    case "grad": {
      const known = shown.grad(id)?.known;
      return typeof known === "number" ? known : null;
    }
    case "change": {
      const data = shown.data(id);
      return typeof data === "number" && reference ? data - reference.data[id] : null;
    }
    case "error": {
      const gradient = shown.grad(id);
      if (numbers.graph.op[id] !== 0 || numbers.graph.role[id] === CONSTANT) return null;
      if (!gradient || gradient.isPartial || typeof gradient.known !== "number") return null;
      const slope = slopeOf(numbers, id);
      if (slope === null) return null;
      const added = gradient.known - shown.player.carriedOf(id);
      return (added - slope) / Math.max(1, Math.abs(slope), Math.abs(added));
    }
    default: return null;
  }
}

/**
 * What is measured of each item, and the greatest of it.
 * @param {Shown} shown @param {Item[]} items @param {string} kind @param {Numbers | null} reference
 */
export function overlayAmounts(shown, items, kind, reference) {
  /** @type {Map<number, number>} */
  const amounts = new Map();
  let greatest = 0;
  for (const item of items) {
    // To move every parameter in a box would take seconds.
    for (const id of item.id !== undefined ? [item.id] : kind === "error" ? [] : item.outputs) {
      const amount = measure(shown, id, kind, reference);
      if (amount === null || !Number.isFinite(amount)) continue;
      const known = amounts.get(item.index);
      if (known === undefined || Math.abs(amount) > Math.abs(known)) amounts.set(item.index, amount);
      greatest = Math.max(greatest, Math.abs(amount));
    }
  }
  return { amounts, greatest };
}

/**
 * The tint of each item, from -1 to 1.
 * @param {Shown} shown @param {Item[]} items @param {string} kind @param {Numbers | null} reference
 * @returns {Map<number, number>}
 */
export function overlayTints(shown, items, kind, reference) {
  const { amounts, greatest } = overlayAmounts(shown, items, kind, reference);
  return new Map([...amounts].map(([index, amount]) => [
    index, greatest > 0 ? Math.sign(amount) * Math.sqrt(Math.abs(amount) / greatest) : 0,
  ]));
}

/**
 * A tint as a colour: that of the canvas for 0, and for what is not measured.
 * @param {number | undefined} tint
 */
export const tintOf = (tint) => {
  const percent = Math.round(Math.abs(tint ?? 0) * 55);
  return percent === 0 ? "" : `color-mix(in srgb, var(${(tint ?? 0) < 0 ? "--negative" : "--positive"}) ${percent}%, var(--canvas))`;
};
