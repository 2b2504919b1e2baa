// The signs on buttons.

import { h } from "./render.js";

const PATHS = {
  play: "M4 2.5v11L13 8z",
  pause: "M3.5 3h3v10h-3zM9.5 3h3v10h-3z",
  start: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M11 3v10L4 8z",
  next: "M5 3v10l7-5z",
  finish: "M3 3v10l7-5zM11 3h2v10h-2z",
  fit: "M2 2h5v1.6H3.6V7H2zM14 14H9v-1.6h3.4V9H14zM14 2v5h-1.6V3.6H9V2zM2 14V9h1.6v3.4H7V14z",
  download: "M7 1.5h2v6h3l-4 4.5-4-4.5h3zM2.5 13h11v1.6h-11z",
  order: "M2 3h2v2H2zM6 3.2h8v1.6H6zM2 7h2v2H2zM6 7.2h8v1.6H6zM2 11h2v2H2zM6 11.2h8v1.6H6z",
  sliders: "M1.5 4h6v1.6h-6zM11 4h3.5v1.6H11zM8.4 2.4h1.8v4.8H8.4zM1.5 10.4h2.7V12H1.5zM7.6 10.4h6.9V12H7.6zM5 8.8h1.8v4.8H5z",
  plane: "M2 2h12v12H2zm1.4 1.4v9.2h9.2V3.4zM4 11.5C6.5 11 6 6 12 5v1.6C7.4 7.6 8.2 12.4 4 13z",
  close: "M3.6 2.5 8 6.9l4.4-4.4 1.1 1.1L9.1 8l4.4 4.4-1.1 1.1L8 9.1l-4.4 4.4-1.1-1.1L6.9 8 2.5 3.6z",
};

/** @param {keyof typeof PATHS} name */
export const icon = (name) =>
  h("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, h("path", { d: PATHS[name] }));
