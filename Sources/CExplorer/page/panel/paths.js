// All paths from a value to the root, and their products.

import { h } from "../dom/render.js";
import { pathsToRoot } from "../lens/paths.js";
import { counted, grouped, numberText } from "../words/text.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./panel.js").Actions} Actions */

/** @param {App} app @param {Actions} actions @param {number} id */
export function paths(app, actions, id) {
  const { shown, graph } = app;
  const { numbers } = shown;
  const gradient = shown.grad(id);
  if (!gradient || gradient.isPartial || app.state.isHiding) return null;
  const { paths, isWhole } = pathsToRoot(numbers, id);
  if (paths.length === 0) return null;
  const count = `${isWhole ? "" : "more than "}${grouped(paths.length)} path${paths.length === 1 ? "" : "s"}`;
  const sum = paths.reduce((total, path) => total + path.product, 0);
  /** @param {import("../lens/paths.js").Path} path */
  const product = ({ edges, product }) => {
    const locals = edges.map(([result, place]) => numbers.locals(result)[place] ?? NaN)
      .map((local) => (local < 0 && edges.length > 1 ? `(${numberText(local)})` : numberText(local)));
    return `${locals.join(" · ")} = ${numberText(product)}`;
  };
  return h("details", { key: `paths ${id}`, open: paths.length > 1 && paths.length <= 12 },
    h("summary", {}, "Paths to ", h("bdi", {}, shown.name(graph.root)), `: ${count}`),
    h("ol", { class: "paths" }, paths.slice(0, 12).map((path, index) => h("li", { key: index }, h("button", {
      type: "button", class: "path", onpointerenter: () => actions.point({ path: path.edges }), onpointerleave: () => actions.point(null),
      onfocus: () => actions.point({ path: path.edges }), onblur: () => actions.point(null),
    }, h("span", {}, h("bdi", {}, path.edges.map(([result]) => `→ ${shown.name(result)}`).join(" "))),
    h("span", { class: "formula" }, product(path)))))),
    isWhole ? h("p", { class: "formula" }, `${counted(paths.length, "product")} add up to ${numberText(sum)}`) : null);
}
