// The steps of a view: forward, every value from its operands; backward, every contribution along its edge.
// A position counts the steps that are done; what is shown at a position follows from it alone.

class Player {
  // `next` has the numbers of the following step of a run, if it has one.
  constructor(view, numbers, next = null) {
    this.view = view;
    this.numbers = numbers;
    this.next = next;
    this.steps = [];
    this.known = new Int32Array(view.items.length).fill(-1);
    // For each item: what its gradient begins with, and what is added at which step.
    this.seeds = new Float64Array(view.items.length);
    this.deposits = view.items.map(() => []);
    this.addForward();
    this.forwardEnd = this.steps.length;
    if (numbers.hasGradients) this.addBackward();
    this.backwardEnd = this.steps.length;
    this.updated = new Map();
    if (next) this.addUpdates();
    this.position = this.backwardEnd;
  }

  get end() { return this.steps.length; }

  addForward() {
    const computed = this.view.items.filter((item) => item.isComputed).sort((a, b) => a.order - b.order);
    for (const item of computed) {
      this.known[item.index] = this.steps.length;
      this.steps.push({ kind: "forward", item });
    }
    this.order = computed;
  }

  addBackward() {
    const { view, numbers } = this;
    const seed = { kind: "seed", items: [] };
    this.seedIndex = this.steps.length;
    this.steps.push(seed);
    for (const item of [...this.order].reverse()) {
      if (item.id !== undefined) this.addDeposits(item);
      else this.addBoxDeposits(item);
    }
    for (const item of view.items) {
      if (item.id === undefined || !numbers.hasGrad[item.id]) continue;
      const given = this.deposits[item.index];
      const sum = given.reduce((total, [, amount]) => total + amount, 0);
      const size = given.reduce((total, [, amount]) => total + Math.abs(amount), Math.abs(numbers.grad[item.id]));
      const rest = numbers.grad[item.id] - sum;
      // What a sum leaves over by rounding comes from nowhere.
      this.seeds[item.index] = Math.abs(rest) > 1e-9 * size ? rest : 0;
      if (item.id === view.root || this.seeds[item.index] !== 0) seed.items.push(item);
    }
  }

  addDeposits(item) {
    const { view, numbers } = this;
    if (!numbers.hasGrad[item.id]) return;
    const operands = operandsOf(numbers.graph, item.id);
    operands.forEach((operand, place) => {
      if (numbers.graph.role[operand] === CONSTANT) return;
      const to = view.itemOf.get(operand) ?? view.itemFor(operand);
      if (!to) return;
      const edge = item.incoming.find((edge) => edge.from === to && (edge.place === place || edge.place === LINK));
      const amount = numbers.contribution(item.id, place);
      this.deposits[to.index].push([this.steps.length, amount]);
      this.steps.push({ kind: "deposit", item, to, edge, result: item.id, place, operand, amount });
    });
  }

  addBoxDeposits(item) {
    const { view, numbers } = this;
    const step = { kind: "box", item, edges: item.incoming };
    for (const edge of item.incoming) {
      const to = edge.from;
      if (to.id === undefined) {
        this.deposits[to.index].push([this.steps.length, 0]);
        continue;
      }
      let amount = 0;
      for (const [result, place] of usesOf(numbers.graph, to.id)) {
        if (view.itemFor(result) === item) amount += numbers.contribution(result, place);
      }
      this.deposits[to.index].push([this.steps.length, amount]);
    }
    this.steps.push(step);
  }

  addUpdates() {
    for (const item of this.view.items) {
      if (item.id === undefined || this.numbers.graph.role[item.id] !== PARAMETER) continue;
      this.updated.set(item.index, this.steps.length);
      this.steps.push({ kind: "update", item });
    }
  }

  // The number of a value, after its update if that is done.
  data(item) {
    const isUpdated = this.position > (this.updated.get(item.index) ?? Infinity);
    return (isUpdated ? this.next : this.numbers).data[item.id];
  }

  isKnown(item) { return this.position > this.known[item.index]; }

  // The gradient of an item as far as it has come: null before anything arrived.
  gradient(item) {
    const { numbers, position } = this;
    if (!numbers.hasGradients || position <= this.forwardEnd) return null;
    const given = this.deposits[item.index];
    const done = given.filter(([index]) => index < position);
    const isSeeded = this.seeds[item.index] !== 0 || item.id === this.view.root;
    if (item.id === undefined) {
      return given.length && done.length < given.length ? (done.length ? { isPartial: true } : null) : {};
    }
    if (!numbers.hasGrad[item.id]) return null;
    if (!done.length && !isSeeded) return null;
    if (done.length === given.length) return { value: numbers.grad[item.id], parts: done.length };
    const value = done.reduce((sum, [, amount]) => sum + amount, this.seeds[item.index]);
    return { value, isPartial: true, parts: done.length, of: given.length };
  }

  get phase() {
    return this.position <= this.forwardEnd ? "forward" : this.position <= this.backwardEnd ? "backward" : "update";
  }

  // Where the phases end.
  get ends() { return [0, this.forwardEnd, this.backwardEnd, this.end].filter((end, index, all) => all.indexOf(end) === index); }

  get current() { return this.position > 0 ? this.steps[this.position - 1] : null; }

  // The items and edges that a step touches.
  static touched(step) {
    if (!step) return { items: [], edges: [] };
    switch (step.kind) {
      case "update": return { items: [step.item], edges: [] };
      case "forward": return { items: [step.item], edges: step.item.incoming };
      case "seed": return { items: step.items, edges: [] };
      case "deposit": return { items: [step.to, step.item], edges: step.edge ? [step.edge] : [] };
      default: return { items: [step.item, ...step.edges.map((edge) => edge.from)], edges: step.edges };
    }
  }
}

// What a step does, as a formula.
function stepFormula(app) {
  const { player } = app;
  const { numbers, view, current } = player;
  if (!current) return ["Leaves are given. Step forward to compute the rest."];
  const name = (item) => (item.id === undefined ? [view.boxName(item)] : [namePart(numbers, item.id)]);
  switch (current.kind) {
    case "forward":
      if (current.item.id !== undefined) return forwardFormula(numbers, current.item.id);
      return [`${view.boxName(current.item)}: ${grouped(current.item.count)} values computed`];
    case "seed": {
      const { root } = numbers.graph;
      const parts = [derivativePart(numbers, root, view.root, { id: view.root }), " = "];
      if (view.root === root) return [...parts, "1", "   every derivative starts here"];
      const item = view.itemOf.get(view.root);
      return [...parts, item ? numberPart(player.seeds[item.index], { id: view.root }) : "…", "   from outside"];
    }
    case "update": {
      const { id } = current.item;
      return app.run.updateParts(id);
    }
    case "deposit": {
      const formula = chainFormula(numbers, current.result, current.place);
      const sum = player.gradient(current.to);
      const given = player.deposits[current.to.index];
      if (current.to.id === undefined || given.length < 2 || !sum) return formula;
      const done = given.filter(([index]) => index < player.position);
      const terms = [...(player.seeds[current.to.index] ? [player.seeds[current.to.index]] : []), ...done.map(([, amount]) => amount)];
      const shown = terms.length > 4 ? `… + ${sumText(terms.slice(-2))}` : sumText(terms);
      return [
        ...formula, "   sum so far: ", part(`${terms.length > 1 ? shown + " = " : ""}${numberText(sum.value)}`, { id: current.to.id }),
        sum.isPartial ? `  (${sum.parts} of ${sum.of} uses)` : "",
      ];
    }
    default:
      return [...name(current.item), ` hands gradients on to ${current.edges.length} box${current.edges.length === 1 ? "" : "es"}`];
  }
}
