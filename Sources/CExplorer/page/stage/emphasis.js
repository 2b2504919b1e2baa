// What is emphasised when something is pinned or pointed at, everything else being dimmed.

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Target} Target */
/** @typedef {import("./scene.js").Emphasis} Emphasis */
/** @typedef {import("./view.js").Item} Item */

/**
 * @param {App} app @param {Target | null} target @param {boolean} isPinned whether all that is connected counts
 * @returns {Emphasis | null}
 */
export function emphasisOf(app, target, isPinned) {
  const { view, graph } = app;
  if (!target) return null;
  /** @type {Emphasis} */
  const emphasis = { items: new Set(), near: new Set(), edges: new Set() };
  if ("path" in target) {
    for (const [result, place] of target.path) {
      for (const id of [graph.operandsOf(result)[place], result]) {
        const item = view.itemFor(id);
        if (item) emphasis.items.add(item);
      }
      const edge = view.itemOf.get(result)?.incoming.find((edge) => edge.place === place);
      if (edge) emphasis.edges.add(edge);
    }
    return emphasis;
  }
  const thing = app.resolve(target);
  if (!thing) return null;
  if ("place" in thing) {
    emphasis.edges.add(thing);
    emphasis.items.add(thing.from).add(thing.to);
    // The other operands are what the local derivative is made of.
    for (const edge of thing.to.incoming) emphasis.near.add(edge.from);
    return emphasis;
  }
  emphasis.items.add(thing);
  if (!isPinned) return emphasis;
  const up = view.reach(thing, true), down = view.reach(thing, false);
  for (const item of down) emphasis.near.add(item);
  for (const item of up) {
    emphasis.near.add(item);
    for (const edge of item.incoming) emphasis.near.add(edge.from);
  }
  const isOn = (/** @type {Item} */ item, /** @type {Set<Item>} */ side) => item === thing || side.has(item);
  for (const edge of view.edges) {
    if ((isOn(edge.from, up) && isOn(edge.to, up)) || (isOn(edge.from, down) && isOn(edge.to, down))) emphasis.edges.add(edge);
  }
  return emphasis;
}
