// The page: the state is drawn, and what the reader does changes the state.

import { App } from "./app.js";
import { Pointer, holdDoubleClicks } from "./dom/pointer.js";
import { render } from "./dom/render.js";
import { press } from "./keys.js";
import { pathsToRoot } from "./lens/paths.js";
import { Player } from "./play/player.js";
import { bar } from "./panel/bar.js";
import { header, results } from "./panel/header.js";
import { panel } from "./panel/panel.js";
import { message, strip } from "./panel/strip.js";
import { narrationText } from "./play/narration.js";
import { Playback } from "./play/playback.js";
import { planeView } from "./run/plane.js";
import { timeline } from "./run/timeline.js";
import { Address } from "./share/address.js";
import { isFramed } from "./share/frame.js";
import { Share } from "./share/share.js";
import { emphasisOf } from "./stage/emphasis.js";
import { sceneOf } from "./stage/scene.js";
import { Stage } from "./stage/stage.js";
import { Tween } from "./stage/tween.js";
import { Travel } from "./stage/travel.js";

/** @typedef {import("./app.js").Target} Target */

/** Milliseconds in which numbers run to those of another training step. */
const TWEEN = 240;

/** In a view of more boxes than this the camera stays where it is while it plays. */
const MOST_MOVED = 150;

/** @param {string} id @returns {HTMLElement} */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

class Page {
  constructor() {
    const canvas = /** @type {SVGSVGElement} */ (/** @type {unknown} */ ($("stage")));
    const raw = JSON.parse($("data").textContent ?? "");
    // Where there is room for it beside the graph.
    const isPlaneOpen = raw.plane !== undefined && window.innerWidth > 900;
    $("plane").hidden = !isPlaneOpen;
    this.app = new App(raw, () => {
      // With the panel or without: a layout does not change because something is pinned.
      const { width, height } = /** @type {HTMLElement} */ (document.querySelector("main")).getBoundingClientRect();
      return { width: width - $("plane").getBoundingClientRect().width, height: height - $("strip").getBoundingClientRect().height };
    });
    const { app } = this;
    $("timeline").hidden = !app.run;
    if (app.run && !app.run.isTraining) $("timeline").setAttribute("aria-label", "Backward passes");
    this.stage = new Stage(
      canvas, /** @type {SVGSVGElement} */ (/** @type {unknown} */ ($("air"))), /** @type {SVGSVGElement} */ (/** @type {unknown} */ ($("minimap"))),
      (kind, thing) => this.point(kind, app.targetOf(thing)), (call) => app.open(call),
      () => { if (app.state.pinned) app.pin(null); });
    /** @type {Pointer<{ pointed: Target, isInFormula: boolean }>} */
    this.pointer = new Pointer(
      window, (change) => { if (change || app.state.pointed) app.change(change ?? { pointed: null }); }, () => app.state.isPlaying);
    holdDoubleClicks(window, canvas);
    this.travel = new Travel(this.stage);
    this.tween = new Tween(this.stage);
    app.state.isPlaneOpen = isPlaneOpen;
    // What boxes showed when they were last of another step.
    this.moment = "";
    this.before = app.shown;
    this.playback = new Playback(app, this.travel);
    this.wordsTimer = 0;
    // What was brought into sight last.
    this.followed = "";
    /** @type {ReturnType<App["resolve"]>} */
    this.revealed = null;
    app.listen(() => this.draw());
    this.stage.camera.isInPage = isFramed();
    this.address = new Address(app);
    this.share = new Share(app, this.stage, (text) => this.say(text));
    window.addEventListener("resize", () => { if (this.stage.camera.isFitted) app.refit(); });
    this.wire();
  }

  // MARK: From the state to the document

  draw() {
    const { app, stage } = this;
    const { state, view } = app;
    const focused = document.activeElement;
    if (!state.isFlying && this.travel.isFlying) this.travel.finish();
    this.tween.finish();
    $("plane").hidden = !(app.plane && state.isPlaneOpen && app.hasPanel);
    const isPanelOpen = app.hasPanel && (state.pinned !== null || state.isOrderOpen || state.areLeavesOpen);
    for (const [name, isOn] of Object.entries({ framed: stage.camera.isInPage, embed: app.isEmbedded, present: state.isPresenting })) {
      document.body.classList.toggle(name, isOn);
    }
    if ($("inspector").hidden === isPanelOpen) {
      $("inspector").hidden = !isPanelOpen;
      if (stage.camera.isFitted) stage.fit(stage.isWhole);
    }
    if (stage.view !== view) {
      this.travel.finish();
      stage.show(view);
    }
    const { shown } = app;
    const actions = {
      point: (/** @type {Target | null} */ target) => this.hover(target, false),
      goTo: (/** @type {number} */ id) => this.goTo(id),
      say: (/** @type {string} */ text) => this.say(text),
      play: () => this.playback.play(),
    };
    render($("top"), header(app, {
      find: (query) => app.change({ query }), help: () => this.help(),
      goToFirst: () => {
        const [first] = app.found;
        if (first !== undefined) this.goTo(first);
      },
    }));
    render($("found"), results(app, actions));
    $("found").hidden = state.query.trim() === "";
    render($("strip"), strip(app, { ...actions, point: (target) => this.hover(target, true) }));
    // Measures while the drawing is as it was: its layout is what costs, and is then done once.
    this.fitFormula();
    const emphasis = state.pointed && "path" in state.pointed ? emphasisOf(app, state.pointed, false)
      : state.pinned ? emphasisOf(app, state.pinned, true) : null;
    stage.update(sceneOf({
      shown, position: state.position, isResting: app.isResting, emphasis, pinned: app.resolve(state.pinned), found: app.found,
      edits: new Map(state.edits), overlay: state.overlay, reference: app.run?.reference(state.at, state.pinnedStep) ?? null,
      hasEdgeNumbers: state.hasEdgeNumbers, room: app.room,
    }));
    stage.rename(app.graph.root);
    const moment = `${state.at} ${state.descent.at} ${state.sample}`;
    if (moment !== this.moment && this.before.player.view === view && this.playback.canTween) {
      this.tween.start(this.before, shown, app.room, TWEEN);
    }
    this.moment = moment;
    this.before = shown;
    render($("inspector"), isPanelOpen ? panel(app, actions) : []);
    render($("player"), bar(app, { step: (direction) => this.playback.step(direction), play: () => this.playback.play(), finish: () => this.playback.finish() }));
    if (app.run) {
      render($("timeline"), timeline(app, {
        goToStep: (at) => this.playback.goToStep(at), togglePin: () => this.playback.togglePin(), togglePlay: () => this.playback.train(),
        isPlaying: this.playback.trainingTimer !== 0,
      }));
    }
    if (!$("plane").hidden) render($("plane"), planeView(app, (index) => this.pickSample(index)));
    this.follow();
    this.announce();
    this.keepFocus(focused);
  }

  /**
   * What had the focus may be gone: then the drawing has it, where the arrow keys go on.
   * @param {Element | null} focused
   */
  keepFocus(focused) {
    if (!focused || focused === document.body || focused.getClientRects().length > 0) return;
    $("stage").focus({ preventScroll: true });
  }

  /** A formula that is wider than the window gets smaller, as far as it can be read. */
  fitFormula() {
    const hero = $("formula");
    const math = hero.querySelector("math");
    hero.style.setProperty("--fit", "1");
    if (!math) return;
    const share = $("strip").clientWidth / (math.getBoundingClientRect().width + 40);
    if (share < 1) hero.style.setProperty("--fit", String(Math.max(0.5, share)));
  }

  /** Brings what is going on into sight. */
  follow() {
    const { app, stage } = this;
    const step = app.isResting ? null : app.player.stepBefore(app.state.position);
    const key = `${app.state.call} ${app.state.position}`;
    if (key !== this.followed && step) {
      const [item] = Player.touched(step).items;
      // A moving view paints all of it, which of many boxes takes longer than a frame; and nobody follows a quick one.
      const canMove = this.playback.isSlow && app.view.items.length <= MOST_MOVED;
      if (item && (!app.state.isPlaying || canMove)) stage.camera.reveal(item);
      $("inspector").querySelector(".queue .active")?.scrollIntoView({ block: "nearest" });
    }
    this.followed = key;
    const pinned = app.resolve(app.state.pinned);
    if (pinned !== this.revealed && pinned && !("place" in pinned)) stage.camera.reveal(pinned);
    this.revealed = pinned;
  }

  /** Tells those who listen what a step did; while it plays, only the phases. */
  announce() {
    const { app } = this;
    const { pieces, remark, phase } = message(app);
    const words = app.state.isPlaying ? `playing ${phase}` : narrationText({ pieces, remark });
    if ($("announcement").textContent !== words) $("announcement").textContent = words;
  }

  // MARK: Pointing

  /** @param {"enter" | "leave" | "click" | "double" | "focus"} kind @param {Target} target */
  point(kind, target) {
    const { app } = this;
    switch (kind) {
      case "enter": return this.hover(target, false);
      case "leave": return this.hover(null, false);
      case "focus": return app.change({ pointed: target, isInFormula: false });
      case "click": return app.pin(JSON.stringify(app.state.pinned) === JSON.stringify(target) ? null : target);
      case "double": {
        const thing = app.resolve(target);
        const calls = thing && !("place" in thing) ? thing.calls ?? [] : [];
        if (calls.length > 0) return app.open(calls[0]);
      }
    }
  }

  /** @param {Target | null} target @param {boolean} isInFormula */
  hover(target, isInFormula) {
    if (target) this.pointer.enter({ pointed: target, isInFormula });
    else this.pointer.leave();
  }

  /** @param {number} index */
  pickSample(index) {
    const { app } = this;
    if (app.plane?.sample === null) {
      const call = app.graph.calls.findIndex(({ name }) => name === `samples[${index}]`);
      if (call >= 0) app.open(call);
    } else if (!app.showSample(index)) {
      this.say(`The loss of sample ${index}, of another class, is another graph: record it with --sample ${index}.`);
    }
  }

  /** @param {1 | -1} direction */
  walk(direction) {
    const { stops } = this.stage;
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const from = at >= 0 ? at : direction > 0 ? -1 : stops.length;
    const next = stops[Math.min(Math.max(from + direction, 0), stops.length - 1)];
    next?.focus();
  }

  /** @param {number} id */
  goTo(id) {
    if (this.app.goTo(id)) return;
    this.say("This value is not drawn; the page shows the part next to the result.");
  }

  /**
   * Says something for a moment, to screen readers as well.
   * @param {string} text
   */
  say(text) {
    const words = $("words");
    words.textContent = text;
    words.classList.add("shown");
    window.clearTimeout(this.wordsTimer);
    this.wordsTimer = window.setTimeout(() => words.classList.remove("shown"), 5000);
  }

  help() { /** @type {HTMLDialogElement} */ ($("keys")).showModal(); }

  /** Lets go of what was chosen last. */
  letGo() {
    const { app } = this;
    const { state } = app;
    if (state.isPresenting) this.share.presentation.toggle();
    else if (state.query) app.change({ query: "" });
    else if (state.pinned || state.isOrderOpen || state.areLeavesOpen) app.change({ pinned: null, isOrderOpen: false, areLeavesOpen: false, pointed: null });
    else if (state.pointed) app.change({ pointed: null });
    else if (state.call >= 0) app.open(app.graph.calls[state.call].parent);
    else return false;
    return true;
  }

  // MARK: Wires

  wire() {
    const { app, stage } = this;
    $("zoom-in").addEventListener("click", () => stage.camera.zoom(1.3));
    $("zoom-out").addEventListener("click", () => stage.camera.zoom(1 / 1.3));
    $("fit").addEventListener("click", () => stage.fit(true));
    document.addEventListener("keydown", (event) => {
      if (/** @type {HTMLDialogElement} */ ($("keys")).open || this.share.isOpen) return;
      press(event, {
        play: () => this.playback.play(), step: (direction) => this.playback.step(direction), phase: (direction) => (direction > 0 ? this.playback.finish() : app.toPhaseEnd(-1)),
        jump: (end) => app.move(end === "start" ? 0 : app.player.end), walk: (direction) => this.walk(direction),
        pin: () => { if (app.state.pointed) this.point("click", app.state.pointed); },
        find: () => $("find").focus(), help: () => this.help(), fit: () => stage.fit(true), zoom: (factor) => stage.camera.zoom(factor),
        train: (by) => { if (app.run) this.playback.goToStep(app.state.at + by); }, pinStep: () => { if (app.run) this.playback.togglePin(); },
        present: () => this.share.presentation.toggle(), letGo: () => this.letGo(),
      });
    });
  }
}

const page = new Page();

// What tests and curious readers may ask.
Object.assign(window, {
  gradviz: {
    app: page.app, page, stage: page.stage, playback: page.playback,
    shown: (/** @type {number} */ id) => {
      const item = page.app.view.itemOf.get(id);
      if (!item) return null;
      const { lines } = page.stage.items[item.index];
      const { shown } = page.app;
      const data = shown.data(id), gradient = shown.grad(id)?.known;
      return {
        data: typeof data === "number" ? data : null, grad: typeof gradient === "number" ? gradient : null,
        dataText: (lines.data ?? lines.number)?.textContent, gradText: lines.grad?.textContent,
      };
    },
    paths: (/** @type {number} */ id) => pathsToRoot(page.app.numbers, id),
    numbers: () => ({ data: Array.from(page.app.numbers.data), grad: Array.from(page.app.numbers.grad) }),
  },
});
