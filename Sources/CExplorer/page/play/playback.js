// The two players: of the pass, step by step with numbers that fly, and of a training. One of them runs at a time.

import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../stage/travel.js").Travel} Travel */

/** Milliseconds for a step at the speed 1, and up to which speed numbers fly. */
const STEP = 1150, FASTEST_FLIGHT = 3;

export class Playback {
  /** @param {App} app @param {Travel} travel */
  constructor(app, travel) {
    this.app = app;
    this.travel = travel;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.playTimer = 0;
    this.trainingTimer = 0;
  }

  get canTween() { return !this.stillness.matches && document.visibilityState === "visible"; }

  /** Whether a reader can follow single steps. */
  get isSlow() { return this.app.state.speed <= FASTEST_FLIGHT; }

  get canFly() {
    return !this.stillness.matches && this.isSlow && document.visibilityState === "visible";
  }

  /** @param {1 | -1} direction */
  step(direction) {
    const { app, travel } = this;
    travel.finish();
    const { position } = app.state;
    if (direction > 0 && this.isBeforeNextPass) return app.goToStep(app.nextPass);
    const next = position + direction;
    const step = direction > 0 ? app.player.steps[position] : null;
    if (!step || !this.canFly) return app.move(next);
    app.change({ position: next, isStepping: true, isFlying: true, pointed: null });
    const before = step.kind === "deposit" ? app.shown.grad(step.operand)?.known ?? 0 : null;
    travel.fly(step, app.arrived, (0.72 * STEP) / app.state.speed, () => {
      app.change({ isFlying: false });
      if (step.kind !== "deposit" || app.state.position !== next || step.to.id === undefined) return;
      const after = app.shown.grad(step.operand)?.known;
      const { numbers } = travel.stage.items[step.to.index];
      if (typeof before === "number" && typeof after === "number" && Number.isFinite(after - before) && numbers.grad) {
        travel.countUp(numbers.grad, before, after, (0.2 * STEP) / app.state.speed, (number) => numberText(number, app.room));
      }
    });
  }

  /** To the end of the phase, and from the last end to the pass that follows over the same numbers. */
  finish() {
    const { app } = this;
    if (this.isBeforeNextPass) app.goToStep(app.nextPass);
    else app.toPhaseEnd(1);
  }

  get isBeforeNextPass() { return this.app.state.position >= this.app.player.end && this.app.nextPass > 0; }

  play() {
    const { app } = this;
    if (app.state.isPlaying) return this.pause();
    this.stopTraining();
    // From the end, or from everything that is there, it begins anew.
    const { player, state: { position } } = app;
    if (position >= player.end || (position === player.backwardEnd && !app.state.isStepping)) {
      const { nextPass } = app;
      if (app.run && !app.run.isTraining) app.goToStep(Math.max(nextPass, 0));
      if (nextPass < 0) app.move(0);
    }
    app.change({ isPlaying: true, isStepping: true });
    const tick = () => {
      if (!app.state.isPlaying) return;
      if (app.state.position >= app.player.end) return this.pause();
      this.step(1);
      this.playTimer = window.setTimeout(tick, STEP / app.state.speed);
    };
    tick();
  }

  pause() {
    window.clearTimeout(this.playTimer);
    this.app.change({ isPlaying: false, isStepping: this.app.state.position !== this.app.player.end });
  }

  // MARK: The training

  /** @param {number} at */
  goToStep(at) {
    if (this.app.state.isPlaying) this.pause();
    this.app.goToStep(at);
  }

  train() {
    const { app } = this;
    const { run } = app;
    if (!run) return;
    if (this.trainingTimer) return this.stopTraining();
    if (app.state.isPlaying) this.pause();
    if (app.state.at === run.kept.length - 1) app.goToStep(0);
    this.trainingTimer = window.setInterval(() => {
      if (app.state.at >= run.kept.length - 1) this.stopTraining();
      else app.goToStep(app.state.at + 1);
    }, Math.max(40, Math.min(400, 12000 / run.kept.length)));
    app.change({});
  }

  stopTraining() {
    if (!this.trainingTimer) return;
    window.clearInterval(this.trainingTimer);
    this.trainingTimer = 0;
    this.app.change({});
  }

  togglePin() {
    const { state } = this.app;
    const isPinned = state.pinnedStep !== null;
    this.app.change({ pinnedStep: isPinned ? null : state.at, overlay: isPinned ? "" : "change" });
  }
}
