// The page on a wall: the whole screen for the drawing and a large formula.

/** @typedef {import("../app.js").App} App */

export class Presentation {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    // Whether the screen was had: leaving it ends the presentation.
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && app.state.isPresenting) app.change({ isPresenting: false });
    });
  }

  toggle() {
    const { app } = this;
    const isPresenting = !app.state.isPresenting;
    app.change({ isPresenting, isOrderOpen: false });
    // A frame may not have the screen; then the presentation fills the frame.
    if (isPresenting) document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }
}
