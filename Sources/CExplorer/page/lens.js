// Ways to look closer: finding values, the paths from a value to the root, slopes measured by moving a value.

// The ids that a query is about.
//   label text · op:tanh · |grad|>1 · data<0 · dead · nan · input · parameter
function find(numbers, query) {
  const { graph } = numbers;
  const text = query.trim().toLowerCase();
  if (!text) return [];
  const comparison = text.match(/^(\|?)(data|grad)\1\s*(<=|>=|<|>|=)\s*(-?[\d.]+(?:e-?\d+)?)$/);
  let matches;
  if (comparison) {
    const [, bars, what, sign, bound] = comparison;
    const number = Number(bound);
    const compare = {
      "<": (a) => a < number, ">": (a) => a > number, "<=": (a) => a <= number, ">=": (a) => a >= number,
      "=": (a) => a === number,
    }[sign];
    matches = (id) => {
      if (what === "grad" && !numbers.hasGrad[id]) return false;
      const value = numbers[what][id];
      return compare(bars ? Math.abs(value) : value);
    };
  } else if (text === "dead") {
    matches = (id) => numbers.isDead(id);
  } else if (text === "nan") {
    matches = (id) => numbers.isAlarming(id);
  } else if (text.startsWith("op:")) {
    const index = graph.opNames.indexOf(text.slice(3).trim());
    matches = (id) => index > 0 && graph.op[id] === index;
  } else if (text === "input" || text === "parameter") {
    matches = (id) => graph.op[id] === 0 && ROLES[graph.role[id]] === text;
  } else {
    return [...graph.labels].filter(([, label]) => label.toLowerCase().includes(text)).map(([id]) => id);
  }
  const found = [];
  for (let id = 0; id < graph.count; id++) if (matches(id)) found.push(id);
  return found;
}

// The paths from a value up to the root, those of greatest product first, and how many there are in all.
function pathsToRoot(numbers, id, most = 200) {
  const { graph } = numbers;
  const reaches = (node) => numbers.hasGrad[node] === 1;
  if (!reaches(id)) return { paths: [], count: 0, isWhole: true };
  const paths = [];
  const stack = [{ node: id, edges: [], product: 1 }];
  let visits = 0;
  while (stack.length && paths.length < most && visits++ < 50000) {
    const { node, edges, product } = stack.pop();
    if (node === graph.root) {
      paths.push({ edges, product });
      continue;
    }
    for (const [result, place] of usesOf(graph, node).reverse()) {
      if (!reaches(result) || takesNoGradient(graph, result, place)) continue;
      stack.push({ node: result, edges: [...edges, [result, place]], product: product * numbers.locals(result)[place] });
    }
  }
  const isWhole = stack.length === 0;
  paths.sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  return { paths, isWhole };
}

// The root if one value were another number: everything that depends on it is computed anew.
function rootIf(numbers, id, number, scratch = numbers.data.slice()) {
  const { graph } = numbers;
  scratch.set(numbers.data);
  scratch[id] = number;
  const isMoved = new Uint8Array(graph.count);
  isMoved[id] = 1;
  for (let node = id + 1; node <= graph.root; node++) {
    const first = graph.firstOperand[node], last = graph.firstOperand[node + 1];
    let depends = false;
    for (let at = first; at < last; at++) if (isMoved[graph.operands[at]]) depends = true;
    if (!depends) continue;
    isMoved[node] = 1;
    scratch[node] = OPERATIONS[graph.opNames[graph.op[node]]][1](
      scratch[graph.operands[first]], scratch[graph.operands[first + 1]]);
  }
  return scratch[graph.root];
}

// The slope from both sides, extrapolated to a step of 0 (Richardson).
function measuredSlope(numbers, id) {
  const x = numbers.data[id];
  const h = Math.max(Math.abs(x), 0.1) * 2 ** -12;
  const central = (size) => (rootIf(numbers, id, x + size) - rootIf(numbers, id, x - size)) / (2 * size);
  return (4 * central(h / 2) - central(h)) / 3;
}

// How strongly items are tinted: from -1 to 1, and what the ends stand for.
function overlayScale(numbers, items, kind, reference) {
  const measure = {
    data: (id) => numbers.data[id],
    grad: (id) => (numbers.hasGrad[id] ? numbers.grad[id] : 0),
    change: (id) => (reference ? numbers.data[id] - reference.data[id] : 0),
    error: (id) => {
      if (numbers.graph.op[id] !== 0 || numbers.graph.role[id] === CONSTANT || !numbers.hasGrad[id]) return 0;
      const slope = measuredSlope(numbers, id);
      return (numbers.grad[id] - slope) / Math.max(1, Math.abs(slope), Math.abs(numbers.grad[id]));
    },
  }[kind];
  const amounts = new Map();
  let greatest = 0;
  for (const item of items) {
    for (const id of item.id !== undefined ? [item.id] : item.outputs ?? []) {
      const amount = measure(id);
      if (!Number.isFinite(amount)) continue;
      if (Math.abs(amount) > Math.abs(amounts.get(item.index) ?? 0) || !amounts.has(item.index)) amounts.set(item.index, amount);
      greatest = Math.max(greatest, Math.abs(amount));
    }
  }
  return { amounts, greatest };
}
