// The paths from a value up to the root, and the products of local derivatives along them.

/** @typedef {import("../model/numbers.js").Numbers} Numbers */
/** @typedef {{ edges: [result: number, place: number][], product: number }} Path */

/**
 * Those of greatest product first. Products of unknown derivatives are left out.
 * @param {Numbers} numbers @param {number} id @param {number} [most]
 * @returns {{ paths: Path[], isWhole: boolean }} whether these are all
 */
export function pathsToRoot(numbers, id, most = 200) {
  const { graph } = numbers;
  if (numbers.hasGrad[id] !== 1) return { paths: [], isWhole: true };
  /** @type {Path[]} */
  const paths = [];
  /** @type {{ node: number, edges: [number, number][], product: number }[]} */
  const stack = [{ node: id, edges: [], product: 1 }];
  let visits = 0;
  while (stack.length > 0 && paths.length < most && visits++ < 50000) {
    const { node, edges, product } = /** @type {typeof stack[number]} */ (stack.pop());
    if (node === graph.root) {
      paths.push({ edges, product });
      continue;
    }
    for (const [result, place] of graph.usesOf(node).reverse()) {
      const local = numbers.locals(result)[place];
      if (numbers.hasGrad[result] !== 1 || local === null || graph.takesNoGradient(result, place)) continue;
      stack.push({ node: result, edges: [...edges, [result, place]], product: product * local });
    }
  }
  paths.sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  return { paths, isWhole: stack.length === 0 };
}
