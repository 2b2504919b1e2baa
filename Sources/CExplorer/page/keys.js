// The keyboard. Everything that a pointer does, keys do.

/**
 * @typedef {object} Deeds what keys can ask for
 * @property {() => void} play
 * @property {(direction: 1 | -1) => void} step
 * @property {(direction: 1 | -1) => void} phase
 * @property {(end: "start" | "end") => void} jump
 * @property {(direction: 1 | -1) => void} walk through boxes and edges
 * @property {() => void} pin what has the focus
 * @property {() => void} find
 * @property {() => void} help
 * @property {() => void} fit
 * @property {(factor: number) => void} zoom
 * @property {(by: 1 | -1) => void} train
 * @property {() => void} pinStep
 * @property {() => void} present
 * @property {() => boolean} letGo
 */

/** @param {KeyboardEvent} event @param {Deeds} deeds */
export function press(event, deeds) {
  const target = /** @type {Element} */ (event.target);
  const isText = target.matches("input[type=text], input[type=search], select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    // The drawing has the keys again.
    if (isText) document.getElementById("stage")?.focus({ preventScroll: true });
    deeds.letGo();
    return;
  }
  if (isText) return;
  const isRange = target.matches("input[type=range]");
  const isStop = target.matches("#stage [role=button]");
  /** @type {Record<string, () => void>} */
  const actions = {
    ArrowRight: () => (event.shiftKey ? deeds.phase(1) : deeds.step(1)),
    ArrowLeft: () => (event.shiftKey ? deeds.phase(-1) : deeds.step(-1)),
    ArrowDown: () => deeds.walk(1),
    ArrowUp: () => deeds.walk(-1),
    Home: () => deeds.jump("start"),
    End: () => deeds.jump("end"),
    "/": () => deeds.find(),
    "?": () => deeds.help(),
    f: () => deeds.fit(),
    "+": () => deeds.zoom(1.3),
    "=": () => deeds.zoom(1.3),
    "-": () => deeds.zoom(1 / 1.3),
    ",": () => deeds.train(-1),
    ".": () => deeds.train(1),
    p: () => deeds.pinStep(),
    t: () => deeds.present(),
    // What the keys of a lectern send.
    PageDown: () => deeds.step(1),
    PageUp: () => deeds.step(-1),
    " ": () => deeds.play(),
    Enter: () => deeds.pin(),
  };
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = actions[name];
  if (!action) return;
  // A slider has the arrows for itself, a button space and return.
  if (isRange && target.id !== "progress" && /^(Arrow|Home|End)/.test(name)) return;
  if (/^(ArrowUp|ArrowDown|Page.*)$/.test(name) && target.closest("#inspector, .found")) return;
  if (name === " " && target.matches("button, summary, input")) return;
  if (name === "Enter" && !isStop) return;
  event.preventDefault();
  action();
}
