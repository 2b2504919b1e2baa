// What happens to the root if a value moves a little.

import { h } from "../dom/render.js";
import { rootIf } from "../lens/slope.js";
import { numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app @param {number} id */
export function nudge(app, id) {
  const { numbers, graph, shown } = app;
  const gradient = shown.grad(id);
  if (!app.canEdit || !gradient || gradient.isPartial || typeof gradient.known !== "number") return null;
  const root = shown.name(graph.root);
  const carried = shown.player.carriedOf(id);
  // Both ends are computed by the same rules: a given root may be another engine's.
  const here = rootIf(numbers, id, numbers.data[id]);
  const rows = [1, 0.1, 0.01, 0.001].map((step) => {
    const moved = rootIf(numbers, id, numbers.data[id] + step);
    return { step, moved, slope: (moved - here) / step };
  });
  return h("section", { key: "nudge" }, h("h3", {}, "Nudge it: ", h("bdi", {}, `(${root} after − ${root} before) / h`)),
    h("table", { class: "nudge" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "h"), h("th", { scope: "col" }, h("bdi", {}, root)), h("th", { scope: "col" }, "slope"))),
      h("tbody", {}, rows.map(({ step, moved, slope }) => h("tr", { key: step },
        h("td", {}, String(step)), h("td", {}, numberText(moved)), h("td", { class: "upstream" }, numberText(slope)))),
      h("tr", { key: "limit", class: "limit" }, h("td", {}, "→ 0"), h("td", {}, numberText(here)), h("td", { class: "upstream" }, carried === 0 ? `grad ${numberText(gradient.known)}` : `added ${numberText(gradient.known - carried)}`)))));
}
