// What the reader has chosen, and the data of the page: all that is shown follows from them.

import { NO_DESCENT } from "./lens/descend.js";

/** @typedef {import("./model/graph.js").RawGraph} RawGraph */
/** @typedef {import("./model/numbers.js").RawNumbers} RawNumbers */
/** @typedef {import("./run/run.js").RawStep} RawStep */

/**
 * @typedef {object} Raw the page's data
 * @property {string} title
 * @property {number} [room] characters that a number has room for
 * @property {number} [depth] how many levels of modules are open at first
 * @property {"TB"} [direction] the direction that was asked for
 * @property {number} [call] what is shown first
 * @property {RawGraph[]} graphs
 * @property {RawNumbers} [numbers]
 * @property {RawStep[]} [steps]
 * @property {number} [sample] whose graph was kept of a training
 * @property {number} [sampleCount] how many there were
 * @property {boolean} [hasGreatestLoss] whether it was chosen for its loss
 * @property {import("./lens/plane.js").RawPlane} [plane]
 * @property {import("./play/player.js").Rules} [rules]
 */

/**
 * Something on the page that can be pointed at or pinned, in words that outlive a view.
 * @typedef {{ id: number } | { edge: [result: number, place: number] } | { box: number } | { link: number }
 *   | { path: [result: number, place: number][] }} Target
 */

/**
 * @typedef {object} State
 * @property {number} at which kept step of a run
 * @property {number | null} pinnedStep
 * @property {number} call the call in view, -1 for the whole graph
 * @property {number | null} depth how many levels of modules are open; null for as many as can be read
 * @property {number} position
 * @property {boolean} isStepping whether the reader has begun to step
 * @property {boolean} isPlaying
 * @property {boolean} isFlying whether the numbers of the last step are still on their way
 * @property {number} speed
 * @property {Target | null} pinned
 * @property {Target | null} pointed
 * @property {boolean} isInFormula whether that is a part of the formula over the drawing
 * @property {boolean} isOrderOpen
 * @property {boolean} areLeavesOpen
 * @property {boolean} isPlaneOpen
 * @property {number | null} sample another one than that whose graph was kept
 * @property {import("./lens/descend.js").Descent} descent
 * @property {ReadonlyMap<number, number>} edits
 * @property {boolean} isHiding
 * @property {ReadonlySet<number>} revealed
 * @property {string} overlay
 * @property {string} query
 * @property {boolean} hasEdgeNumbers
 * @property {boolean} isPresenting on a wall: a large formula, and nothing beside the drawing
 */

/** @returns {State} */
export const initialState = () => ({
  at: 0, pinnedStep: null, call: -1, depth: null, position: 0, isStepping: false, isPlaying: false, isFlying: false,
  speed: 1, pinned: null, pointed: null, isInFormula: false, isOrderOpen: false, areLeavesOpen: false, isPlaneOpen: true, sample: null, descent: NO_DESCENT,
  edits: new Map(), isHiding: false, revealed: new Set(), overlay: "", query: "", hasEdgeNumbers: false, isPresenting: false,
});

/**
 * A function of some inputs that is computed anew when one of them is another.
 * @template {unknown[]} Inputs @template Output
 * @param {(...inputs: Inputs) => Output} compute
 * @returns {(...inputs: Inputs) => Output}
 */
export function remembered(compute) {
  /** @type {Inputs | null} */
  let known = null;
  /** @type {Output} */
  let output;
  return (...inputs) => {
    if (!known || inputs.some((input, index) => input !== /** @type {Inputs} */ (known)[index])) {
      known = inputs;
      output = compute(...inputs);
    }
    return output;
  };
}
