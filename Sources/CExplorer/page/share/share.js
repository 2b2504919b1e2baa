// What leads out of the page: copies, files, paper, the wall, and the page around.

import { message } from "../panel/strip.js";
import { chainFormula, forwardFormula, plainText } from "../words/formula.js";
import { latexText } from "../words/latex.js";
import { addressOf } from "./address.js";
import { copy } from "./copy.js";
import { pngOf, save, svgOf } from "./drawing.js";
import { tellHeight } from "./frame.js";
import { Presentation } from "./present.js";
import { preparePrint } from "./print.js";

/** @typedef {import("../app.js").App} App */

/**
 * The formula in the strip; where there is none, that of what is pinned, else that of the result.
 * @param {App} app
 */
export function formulaOf(app) {
  const { pieces } = message(app);
  const { shown, view, state: { pinned } } = app;
  if (pieces.length > 0) return pieces;
  if (pinned && "edge" in pinned) return chainFormula(shown, pinned.edge[0], pinned.edge[1]);
  return forwardFormula(shown, pinned && "id" in pinned ? pinned.id : view.root);
}

export class Share {
  /** @param {App} app @param {import("../stage/stage.js").Stage} stage @param {(text: string) => void} say */
  constructor(app, stage, say) {
    this.app = app;
    this.stage = stage;
    this.say = say;
    this.presentation = new Presentation(app);
    this.menu = /** @type {HTMLElement & { hidePopover: () => void }} */ (document.getElementById("menu"));
    const deeds = {
      "copy-latex": () => this.copy(latexText(formulaOf(app)), "LaTeX"),
      "copy-text": () => this.copy(plainText(formulaOf(app)), "The formula"),
      "copy-link": () => this.copy(`${location.href.split("#")[0]}#${addressOf(app)}`, "The link"),
      download: () => this.save(async (drawing) => new Blob([drawing.text], { type: "image/svg+xml" }), "svg"),
      "download-png": () => this.save(pngOf, "png"),
      print: () => window.print(),
      present: () => this.presentation.toggle(),
    };
    for (const [id, deed] of Object.entries(deeds)) {
      document.getElementById(id)?.addEventListener("click", () => {
        if (this.isOpen) this.menu.hidePopover();
        deed();
      });
    }
    preparePrint(stage);
    tellHeight(app);
  }

  get isOpen() { return this.menu.matches(":popover-open"); }

  /** @param {string} text @param {string} what */
  async copy(text, what) {
    this.say(await copy(text) ? `${what} is copied: ${text.length > 80 ? `${text.slice(0, 80)}…` : text}` : `Nothing can be copied here. ${what}: ${text}`);
  }

  /** @param {(drawing: ReturnType<typeof svgOf>) => Promise<Blob>} blobOf @param {string} suffix */
  async save(blobOf, suffix) {
    const name = this.app.viewName.replace(/[^\p{L}\p{N}._-]+/gu, "_") || "graph";
    try {
      save(await blobOf(svgOf(this.stage, this.app.viewName)), `${name}.${suffix}`);
    } catch (error) {
      this.say(`No ${suffix.toUpperCase()} could be made: ${error instanceof Error ? error.message : error}`);
    }
  }
}
