// The state of the page in its address, so that a link leads to it, and back to what was looked at before.

import { firstWords, isFramed } from "./frame.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app */
export function addressOf(app) {
  const { state, player, run } = app;
  const words = new URLSearchParams();
  if (app.isEmbedded) words.set("embed", "1");
  if (state.isPresenting) words.set("present", "1");
  if (state.call >= 0) words.set("view", String(state.call));
  else if (app.raw.call !== undefined) words.set("whole", "1");
  if (state.isStepping || state.position !== player.forwardEnd) words.set("at", String(state.position));
  if (state.pinned && "id" in state.pinned) words.set("value", String(state.pinned.id));
  if (state.pinned && "edge" in state.pinned) words.set("edge", state.pinned.edge.join(":"));
  if (state.overlay) words.set("overlay", state.overlay);
  if (state.isHiding) words.set("hide", "1");
  if (state.hasEdgeNumbers) words.set("numbers", "1");
  if (run && state.at !== 0) words.set("step", String(state.at));
  if (state.pinnedStep !== null) words.set("pin", String(state.pinnedStep));
  if (state.edits.size > 0) words.set("set", [...state.edits].map(([id, number]) => `${id}:${number}`).join(","));
  return words.toString();
}

/**
 * Brings the page into the state of an address; what makes no sense is left out.
 * @param {App} app @param {string} address
 */
export function restore(app, address) {
  const words = new URLSearchParams(address);
  /** @param {string | null} text @param {number} below */
  const whole = (text, below) => {
    const number = text === null || text === "" ? NaN : Number(text);
    return Number.isInteger(number) && number >= 0 && number < below ? number : null;
  };
  const { run, state } = app;
  if (run) {
    state.at = whole(words.get("step"), run.kept.length) ?? 0;
    state.pinnedStep = whole(words.get("pin"), run.kept.length);
  }
  const { graph } = app;
  const overlay = words.get("overlay") ?? "";
  state.overlay = ["data", "grad", "change", "error"].includes(overlay) ? overlay : "";
  state.isHiding = words.has("hide");
  state.hasEdgeNumbers = words.has("numbers");
  state.isPresenting = words.has("present");
  app.isEmbedded ||= words.has("embed");
  /** @type {Map<number, number>} */
  const edits = new Map();
  for (const pair of app.canEdit ? (words.get("set") ?? "").split(",") : []) {
    const [id, number] = pair.split(":");
    const leaf = whole(id, graph.count);
    if (leaf !== null && graph.op[leaf] === 0 && number) edits.set(leaf, Number(number));
  }
  state.edits = edits;
  state.pinned = null;
  app.open(whole(words.get("view"), graph.calls.length) ?? (words.has("whole") ? -1 : app.raw.call ?? -1));
  const position = whole(words.get("at"), app.player.end + 1);
  state.position = position ?? app.player.forwardEnd;
  state.isStepping = position !== null;
  const value = whole(words.get("value"), graph.count);
  if (value !== null && app.view.itemFor(value)) state.pinned = { id: value };
  const [result, place] = (words.get("edge") ?? "").split(":").map((word) => whole(word, graph.count));
  if (result !== null && place !== null && result !== undefined && place !== undefined && app.resolve({ edge: [result, place] })) {
    state.pinned = { edge: [result, place] };
  }
  app.change({});
}

/**
 * What is looked at: another of these is another page in the history.
 * @param {App} app
 */
const placeOf = ({ state }) => JSON.stringify([state.call, state.pinned, state.isPresenting]);

/** Milliseconds for which changes are gathered. */
const PAUSE = 120;

export class Address {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.words = firstWords();
    this.timer = 0;
    restore(app, this.words);
    this.place = placeOf(app);
    app.listen(() => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.write(), PAUSE);
    });
    for (const event of ["popstate", "hashchange"]) window.addEventListener(event, () => this.read());
  }

  write() {
    const words = addressOf(this.app), place = placeOf(this.app);
    if (words === this.words) return;
    // Steps and numbers change the page of the history; to look at something else is another. A frame adds none: the
    // way back is that of the page around it.
    const isOther = place !== this.place && !isFramed();
    this.words = words;
    this.place = place;
    const address = `${location.href.split("#")[0]}${words ? `#${words}` : ""}`;
    try {
      if (isOther) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      // A page inside of another's text has no address of its own, so there is no link to a state.
    }
  }

  read() {
    const words = location.hash.slice(1);
    if (words === this.words) return;
    window.clearTimeout(this.timer);
    this.words = words;
    restore(this.app, words);
    this.place = placeOf(this.app);
  }
}
