// The state of the page, what follows from it, and how it changes.

import { isComputable } from "./model/engine.js";
import { Graph } from "./model/graph.js";
import { Numbers } from "./model/numbers.js";
import { Names } from "./words/names.js";
import { Player } from "./play/player.js";
import { Shown } from "./play/shown.js";
import { View } from "./stage/view.js";
import { chooseLayout } from "./stage/choice.js";
import { findValues } from "./lens/find.js";
import { Plane } from "./lens/plane.js";
import { Run } from "./run/run.js";
import { initialState, remembered } from "./state.js";

/** @typedef {import("./stage/view.js").Item} Item */
/** @typedef {import("./stage/view.js").ViewEdge} ViewEdge */

/** @typedef {import("./state.js").Raw} Raw */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Target} Target */

export class App {
  /** @param {Raw} raw @param {() => { width: number, height: number }} windowSize of the canvas, in pixels */
  constructor(raw, windowSize) {
    this.raw = raw;
    this.room = raw.room ?? 10;
    this.windowSize = windowSize;
    this.graphs = raw.graphs.map((graph) => new Graph(graph));
    this.run = raw.steps ? new Run(this.graphs, raw.steps, raw.sample !== undefined) : null;
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.isTelling = false;
    this.isStale = false;
    this.state = initialState();
    // Within another page, without a head and a panel.
    this.isEmbedded = false;

    const single = this.run ? null : Numbers.read(this.graphs[0], raw.numbers ?? {});
    this.originalOf = (/** @type {number} */ at) => this.run ? this.run.numbers(at) : /** @type {Numbers} */ (single);
    this.editedOf = remembered((/** @type {Numbers} */ numbers, /** @type {ReadonlyMap<number, number>} */ edits) =>
      numbers.edited(new Map(edits)));
    this.viewOf = remembered((/** @type {Graph} */ graph, /** @type {number} */ call, /** @type {number} */ layout) =>
      new View(graph, call, layout));
    this.playerOf = remembered(
      (/** @type {View} */ view, /** @type {Numbers} */ numbers, /** @type {Numbers | null} */ next, /** @type {Numbers | null} */ before) =>
        new Player(view, numbers, raw.rules ?? {}, next, before));
    this.namesOf = remembered((/** @type {Graph} */ graph, /** @type {number} */ call) => new Names(graph, call));
    this.planeOf = remembered((/** @type {Graph} */ graph) => (raw.plane ? Plane.of(graph, raw.plane) : null));
    this.state.call = raw.call ?? -1;
    this.layoutIndex = this.choose(this.state.call, null);
    this.state.position = this.player.forwardEnd;
  }

  // MARK: What follows from the state

  get graph() { return this.graphs[this.run ? this.run.kept[this.state.at].graph : 0]; }
  get original() { return this.originalOf(this.state.at); }
  get numbers() { return this.editedOf(this.original, this.state.edits); }
  get view() { return this.viewOf(this.graph, this.state.call, this.layoutIndex); }
  get player() {
    const { at, edits } = this.state;
    const run = edits.size === 0 ? this.run : null;
    return this.playerOf(this.view, this.numbers, (run?.isTraining && run.next(at)) || null, run?.reference(at, null) ?? null);
  }
  /** The backward pass that follows over the same numbers; -1 if none does. */
  get nextPass() {
    const { run, state: { at } } = this;
    return run && !run.isTraining && at + 1 < run.kept.length ? at + 1 : -1;
  }
  get plane() { return this.planeOf(this.graph); }
  get names() { return this.namesOf(this.graph, this.state.call); }

  /** What the reader sees: while numbers are on their way, what was there before. */
  get shown() { return this.shownAt(this.state.position - (this.state.isFlying ? 1 : 0)); }

  /** What will be there when the numbers have arrived. */
  get arrived() { return this.shownAt(this.state.position); }

  /** @param {number} position */
  shownAt(position) { return new Shown(this.player, position, this.names, (id) => this.isSecret(id)); }

  get found() { return new Set(findValues(this.shown, this.state.query)); }

  get canEdit() { return isComputable(this.graph); }

  /** Whether there is room beside the drawing for what is pinned. */
  get hasPanel() { return !this.isEmbedded && !this.state.isPresenting; }

  /** Whether no step is going on. */
  get isResting() {
    const { player, state } = this;
    return !state.isStepping && (state.position === player.forwardEnd || state.position === player.backwardEnd);
  }

  /** Whether the reader stands before the backward pass. */
  get isBeforeBackward() {
    return this.player.numbers.hasGradients && this.state.position === this.player.forwardEnd && !this.state.isPlaying;
  }

  /** @param {number} id */
  isSecret(id) {
    const { isHiding, revealed } = this.state;
    return isHiding && !revealed.has(id) && id !== this.graph.root && this.numbers.hasGrad[id] === 1;
  }

  /**
   * The box or edge of the view that a target is about.
   * @param {Target | null} target @returns {Item | ViewEdge | null}
   */
  resolve(target) {
    const { view } = this;
    if (!target || "path" in target) return null;
    if ("id" in target) return view.itemFor(target.id);
    if ("box" in target) return view.items[target.box] ?? null;
    if ("link" in target) return view.edges[target.link] ?? null;
    const [result, place] = target.edge;
    return view.itemOf.get(result)?.incoming.find((edge) => edge.place === place) ?? null;
  }

  /**
   * A box or an edge in words that outlive the view.
   * @param {Item | ViewEdge} thing @returns {Target}
   */
  targetOf(thing) {
    if ("place" in thing) {
      return thing.place >= 0 && thing.to.id !== undefined ? { edge: [thing.to.id, thing.place] } : { link: thing.index };
    }
    return thing.id !== undefined ? { id: thing.id } : { box: thing.index };
  }

  // MARK: Changes

  /** @param {() => void} listener */
  listen(listener) { this.listeners.push(listener); }

  /** @param {Partial<State>} change */
  change(change) {
    Object.assign(this.state, change);
    this.isStale = true;
    if (this.isTelling) return;
    // What a field says that goes away while all is drawn is told afterwards.
    this.isTelling = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        for (const listener of this.listeners) listener();
      }
    } finally {
      this.isTelling = false;
    }
  }

  /** @param {number} call @param {number | null} depth */
  choose(call, depth) {
    const { graph } = this;
    const { width, height } = this.windowSize();
    return chooseLayout(graph, call < 0 ? graph.whole : graph.calls[call].views, width, height, {
      depth: depth ?? (call < 0 ? this.raw.depth ?? null : null), direction: this.raw.direction ?? null,
    });
  }

  /**
   * Shows the inside of a call, -1 for the whole graph. The numbers stay where the reader is: before, amid or after
   * the backward pass.
   * @param {number} call @param {number | null} [depth]
   */
  open(call, depth = null) {
    const { player, state: { position } } = this;
    const part = position === 0 ? "start" : position <= player.forwardEnd || position < player.backwardEnd ? "values" : "gradients";
    this.state.call = call;
    this.state.depth = depth;
    this.layoutIndex = this.choose(call, depth);
    const { pinned } = this.state;
    this.change({
      pointed: null, pinned: pinned && ("box" in pinned || "link" in pinned || !this.resolve(pinned)) ? null : pinned,
      position: part === "start" ? 0 : part === "values" ? this.player.forwardEnd : this.player.backwardEnd,
      isStepping: false, isPlaying: false, isFlying: false,
    });
  }

  /** Chooses the layout anew for a window of another shape. */
  refit() {
    const index = this.choose(this.state.call, this.state.depth);
    if (index === this.layoutIndex) return;
    const { view: before, state } = this;
    const share = this.player.end > 0 ? state.position / this.player.end : 0;
    this.layoutIndex = index;
    if (before.items.length !== this.view.items.length) {
      this.change({ position: share === 1 ? this.player.end : Math.min(this.player.forwardEnd, state.position), pointed: null });
    } else {
      this.change({});
    }
  }

  /** @param {number} position */
  move(position) {
    const target = Math.min(Math.max(Math.round(position), 0), this.player.end);
    if (target === this.state.position && this.state.isStepping) return;
    // The strip tells of the step, not of what the pointer happens to rest on.
    this.change({ position: target, isStepping: true, isFlying: false, pointed: null });
  }

  /** @param {1 | -1} direction */
  toPhaseEnd(direction) {
    const { ends } = this.player;
    const { position } = this.state;
    const next = direction > 0 ? ends.find((end) => end > position) : [...ends].reverse().find((end) => end < position);
    if (next !== undefined) this.move(next);
  }

  /** @param {Target | null} target */
  pin(target) { this.change({ pinned: target, pointed: null }); }

  /**
   * Shows a value wherever it is: opens the innermost call whose view has it.
   * @param {number} id @returns {boolean} whether it is drawn anywhere
   */
  goTo(id) {
    if (!this.view.itemOf.has(id)) {
      const around = new Set([...this.graph.callsAround(id).reverse(), ...this.graph.usesOf(id).flatMap(([result]) => this.graph.callsAround(result).reverse()).slice(0, 40), -1]);
      for (const call of around) {
        const layout = this.choose(call, null);
        if (!new View(this.graph, call, layout).itemOf.has(id)) continue;
        this.open(call);
        break;
      }
    }
    const isDrawn = this.view.itemFor(id) !== null;
    if (isDrawn) this.pin({ id });
    return isDrawn;
  }

  /** @param {number} at */
  goToStep(at) {
    const { run, state } = this;
    if (!run) return;
    const graph = this.graph;
    const { position } = state;
    const { forwardEnd, backwardEnd } = this.player;
    state.at = Math.min(Math.max(at, 0), run.kept.length - 1);
    state.edits = (state.sample === null ? null : this.plane?.editsFor(this.original, state.sample)) ?? new Map();
    state.revealed = new Set();
    if (this.graph !== graph) return this.open(-1);
    // Before the pass that is to be seen; else at the same place of another step, which may have an update or not.
    const place = !run.isTraining ? this.player.forwardEnd : position >= backwardEnd && !state.isStepping ? this.player.backwardEnd
      : position === forwardEnd ? this.player.forwardEnd : Math.min(position, this.player.end);
    this.change({ position: place, isFlying: false, ...(run.isTraining ? {} : { isStepping: false }) });
  }

  /**
   * Gives a leaf another number; null gives it its own back.
   * @param {number} id @param {number | null} number
   */
  edit(id, number) {
    const edits = new Map(this.state.edits);
    if (number === null) edits.delete(id);
    else edits.set(id, number);
    this.setEdits(edits);
  }

  /** @param {ReadonlyMap<number, number>} edits */
  setEdits(edits) {
    this.state.edits = edits;
    if (edits.size === 0) this.nameSample(null);
    this.change({ position: Math.min(this.state.position, this.player.end), revealed: new Set(), isFlying: false });
  }

  /**
   * The graph with the numbers of another sample.
   * @param {number} index @returns {boolean} whether it can be that of it
   */
  showSample(index) {
    const { plane } = this;
    const edits = plane?.editsFor(this.original, index);
    if (!plane || !edits) return false;
    const isOwn = index === plane.sample;
    this.nameSample(isOwn ? null : index);
    this.setEdits(isOwn ? new Map() : edits);
    return true;
  }

  /**
   * The result is called by its sample.
   * @param {number | null} index
   */
  nameSample(index) {
    const { graph, plane, state } = this;
    if (index === state.sample || !plane) return;
    state.sample = index;
    const label = graph.labels.get(graph.root);
    if (label) graph.labels.set(graph.root, label.replace(/(?<=^loss of sample )\d+$/, String(index ?? plane.sample)));
  }

  /** What the view is called. */
  get viewName() {
    const { call } = this.state;
    return call >= 0 ? this.graph.shortName(call) : this.raw.title || this.names.of(this.graph.root, this.numbers);
  }
}
