// What a panel is about.

import { h } from "../dom/render.js";

/** @param {string} title @param {string} note */
export const heading = (title, note) =>
  h("header", { key: "heading" }, h("h2", {}, h("bdi", {}, title)), h("p", { class: "note" }, note));
