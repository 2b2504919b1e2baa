// The state of the page in its address, so that a link leads to it.

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
export function addressOf(app) {
  const { state, player, run } = app;
  const words = new URLSearchParams();
  if (state.call >= 0) words.set("view", String(state.call));
  else if (app.raw.call !== undefined) words.set("whole", "1");
  if (state.isStepping || state.position !== player.forwardEnd) words.set("at", String(state.position));
  if (state.pinned && "id" in state.pinned) words.set("value", String(state.pinned.id));
  if (state.pinned && "edge" in state.pinned) words.set("edge", state.pinned.edge.join(":"));
  if (state.overlay) words.set("overlay", state.overlay);
  if (state.isHiding) words.set("hide", "1");
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
  if (words.has("set") && app.canEdit) {
    /** @type {Map<number, number>} */
    const edits = new Map();
    for (const pair of (words.get("set") ?? "").split(",")) {
      const [id, number] = pair.split(":");
      const leaf = whole(id, graph.count);
      if (leaf !== null && graph.op[leaf] === 0 && number) edits.set(leaf, Number(number));
    }
    state.edits = edits;
  }
  app.open(whole(words.get("view"), graph.calls.length) ?? (words.has("whole") ? -1 : app.raw.call ?? -1));
  const position = whole(words.get("at"), app.player.end + 1);
  if (position !== null) {
    state.position = position;
    state.isStepping = true;
  }
  const value = whole(words.get("value"), graph.count);
  if (value !== null && app.view.itemFor(value)) state.pinned = { id: value };
  const [result, place] = (words.get("edge") ?? "").split(":").map((word) => whole(word, graph.count));
  if (result !== null && place !== null && result !== undefined && place !== undefined && app.resolve({ edge: [result, place] })) {
    state.pinned = { edge: [result, place] };
  }
  app.change({});
}
