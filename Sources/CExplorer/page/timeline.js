// A recorded run: the numbers of every kept step, the curve of the loss, what went wrong and when.

class Run {
  constructor(app, raw, panel) {
    this.app = app;
    this.raw = raw;
    this.panel = panel;
    this.steps = raw.steps;
    // The steps whose graph was kept.
    this.kept = this.steps.map((step, index) => ({ ...step, index })).filter((step) => step.graph !== undefined);
    this.cache = new Map();
    this.at = this.kept.length - 1;
    this.pinned = null;
    this.build();
  }

  get current() { return this.kept[this.at]; }

  numbers(at) {
    if (!this.cache.has(at)) {
      if (this.cache.size > 300) this.cache.clear();
      const step = this.kept[at];
      this.cache.set(at, Numbers.read(this.app.graphs[step.graph], step));
    }
    return this.cache.get(at);
  }

  // What the graph was before: the pinned step, else the one kept before. null if its shape was another.
  get reference() {
    const at = this.pinned ?? this.at - 1;
    return at >= 0 && this.kept[at].graph === this.current.graph ? this.numbers(at) : null;
  }

  // MARK: The panel

  build() {
    this.slider = element("input", {
      type: "range", min: 0, max: this.kept.length - 1, value: this.at, step: 1, "aria-label": "Training step", class: "steps",
    });
    this.slider.addEventListener("input", () => this.app.goToStep(Number(this.slider.value)));
    this.caption = element("output", { class: "caption" });
    this.play = element("button", { type: "button", onclick: () => this.toggle() });
    this.stop();
    this.pin = element("button", { type: "button", onclick: () => this.togglePin() }, "Pin");
    this.chart = make("svg", { class: "curve", role: "img", "aria-label": "Loss by step", preserveAspectRatio: "none" });
    this.chart.addEventListener("pointerdown", (event) => {
      this.chart.setPointerCapture(event.pointerId);
      this.seek(event);
    });
    this.chart.addEventListener("pointermove", (event) => { if (event.buttons) this.seek(event); });
    this.panel.append(
      element("div", { class: "timeline-bar" }, this.play, this.slider, this.caption, this.pin), this.chart);
    this.draw();
  }

  seek(event) {
    const bounds = this.chart.getBoundingClientRect();
    const share = (event.clientX - bounds.left) / bounds.width;
    const last = this.steps.length - 1;
    const index = Math.round(share * last);
    let best = 0;
    this.kept.forEach((step, at) => {
      if (Math.abs(step.index - index) < Math.abs(this.kept[best].index - index)) best = at;
    });
    this.app.goToStep(best);
  }

  draw() {
    const width = 1000, height = 100;
    this.chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const losses = this.steps.map((step) => numberOf(step.metrics.loss));
    const finite = losses.filter(Number.isFinite);
    const least = Math.min(...finite), most = Math.max(...finite);
    const isLog = least > 0 && most / least > 30;
    const scale = (loss) => (isLog ? Math.log(loss) : loss);
    const low = scale(least), size = scale(most) - low || 1;
    const x = (index) => (this.steps.length > 1 ? (index / (this.steps.length - 1)) * width : width / 2);
    let d = "", isDown = false;
    losses.forEach((loss, index) => {
      if (!Number.isFinite(loss)) { isDown = false; return; }
      d += `${isDown ? "L" : "M"}${x(index).toFixed(1)} ${(92 - (84 * (scale(loss) - low)) / size).toFixed(1)}`;
      isDown = true;
    });
    this.chart.append(make("path", { d, class: "loss", "vector-effect": "non-scaling-stroke" }));
    for (const { at, kind, text } of this.findTrouble()) {
      const place = x(this.kept[at].index);
      const tick = make("line", { x1: place, x2: place, y1: 0, y2: height, class: `tick ${kind}`, "vector-effect": "non-scaling-stroke" });
      const title = make("title");
      title.textContent = text;
      tick.append(title);
      this.chart.append(tick);
    }
    this.pinMark = make("line", { y1: 0, y2: height, class: "pin", "vector-effect": "non-scaling-stroke", visibility: "hidden" });
    this.cursor = make("line", { y1: 0, y2: height, class: "cursor", "vector-effect": "non-scaling-stroke" });
    this.chart.append(this.pinMark, this.cursor);
    this.x = x;
  }

  // Steps at which a number stopped being finite, a relu died for good, or gradients exploded.
  findTrouble() {
    const trouble = [];
    const greatest = [];
    let wasFinite = true;
    const lastAlive = new Map();
    const units = unitsOf(this.app.graphs[this.kept[0].graph]);
    this.kept.forEach((step, at) => {
      if (step.graph !== this.kept[0].graph || this.kept.length * this.app.graphs[step.graph].count > 3e6) return;
      const numbers = this.numbers(at);
      let most = 0, isFinite = Number.isFinite(numberOf(step.metrics.loss ?? 0));
      for (let id = 0; id < numbers.graph.count; id++) {
        if (numbers.isAlarming(id)) isFinite = false;
        if (numbers.hasGrad[id]) most = Math.max(most, Math.abs(numbers.grad[id]));
        if (units.has(id) && !numbers.isDead(id)) lastAlive.set(units.get(id), at);
      }
      if (!isFinite && wasFinite) trouble.push({ at, kind: "nan", text: `step ${step.step}: the first number that is not finite` });
      wasFinite = isFinite;
      greatest.push([at, most]);
    });
    const sorted = greatest.map(([, most]) => most).filter(Number.isFinite).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    for (const [at, most] of greatest) {
      if (median > 0 && most > 100 * median) trouble.push({ at, kind: "explosion", text: `step ${this.kept[at].step}: a gradient of ${numberText(most)}, 100 times the usual` });
    }
    const deaths = new Map();
    for (const [, at] of lastAlive) if (at < this.kept.length - 2) deaths.set(at + 1, (deaths.get(at + 1) ?? 0) + 1);
    for (const [at, count] of deaths) {
      trouble.push({ at, kind: "death", text: `step ${this.kept[at].step}: ${count} unit${count === 1 ? "" : "s"} dead${this.raw.sample !== undefined ? " for this sample" : ""} from here on` });
    }
    this.trouble = trouble;
    return trouble;
  }

  show() {
    const { step, metrics, index } = this.current;
    const parts = [`step ${step}`];
    if (metrics.loss !== undefined) parts.push(`loss ${numberText(numberOf(metrics.loss))}`);
    if (metrics.accuracy !== undefined) parts.push(`accuracy ${numberText(100 * metrics.accuracy)} %`);
    const trouble = this.trouble.find((entry) => entry.at === this.at);
    if (trouble) parts.push(`⚠ ${trouble.text.replace(/^step \d+: /, "")}`);
    this.caption.textContent = parts.join(" · ");
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", this.caption.textContent);
    for (const name of ["x1", "x2"]) this.cursor.setAttribute(name, this.x(index));
    const isPinned = this.pinned !== null;
    this.pinMark.setAttribute("visibility", isPinned ? "visible" : "hidden");
    if (isPinned) for (const name of ["x1", "x2"]) this.pinMark.setAttribute(name, this.x(this.kept[this.pinned].index));
    this.pin.textContent = isPinned ? `Unpin ${this.kept[this.pinned].step}` : "Pin";
    this.pin.setAttribute("aria-pressed", isPinned);
  }

  togglePin() {
    this.pinned = this.pinned === null ? this.at : null;
    this.app.chooseOverlay(this.pinned === null ? "" : "change");
    this.app.refresh();
  }

  toggle() {
    if (this.timer) return this.stop();
    if (this.at === this.kept.length - 1) this.app.goToStep(0);
    this.showPlay("pause", "Pause the training");
    this.timer = setInterval(() => {
      if (this.at >= this.kept.length - 1) return this.stop();
      this.app.goToStep(this.at + 1);
    }, Math.max(40, Math.min(400, 12000 / this.kept.length)));
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.showPlay("play", "Play the training");
  }

  showPlay(icon, name) {
    this.play.replaceChildren(make("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, make("path", { d: ICONS[icon] })));
    this.play.setAttribute("aria-label", name);
  }

  // MARK: One value over the run

  historyOf(id) {
    const { graph } = this.current;
    const rows = this.kept.map((step, at) => (step.graph === graph ? [at, this.numbers(at)] : null)).filter(Boolean);
    const spark = (what, values) => {
      const finite = values.filter(Number.isFinite);
      if (finite.length < 2) return null;
      const low = Math.min(...finite), size = Math.max(...finite) - low || 1;
      const points = values.map((value, index) => Number.isFinite(value)
        ? `${((index / (values.length - 1)) * 240).toFixed(1)},${(34 - (30 * (value - low)) / size).toFixed(1)}` : null);
      const here = rows.findIndex(([at]) => at === this.at);
      const svg = make("svg", { class: `spark ${what}`, viewBox: "0 0 240 38", role: "img", "aria-label": `${what} over the steps, from ${numberText(values[0])} to ${numberText(values[values.length - 1])}` },
        make("polyline", { points: points.filter(Boolean).join(" ") }));
      if (here >= 0 && points[here]) {
        const [x, y] = points[here].split(",");
        svg.append(make("circle", { cx: x, cy: y, r: 3 }));
      }
      return element("div", { class: "row" }, element("dt", {}, what), element("dd", {}, svg));
    };
    const section = element("section", {}, element("h3", {}, "Over the run"));
    section.append(...[
      spark("data", rows.map(([, numbers]) => numbers.data[id])),
      spark("grad", rows.map(([, numbers]) => (numbers.hasGrad[id] ? numbers.grad[id] : NaN))),
    ].filter(Boolean));
    const { reference } = this;
    if (reference) {
      const at = this.pinned ?? this.at - 1;
      const change = this.app.numbers.data[id] - reference.data[id];
      section.append(element("p", { class: "formula" },
        `since step ${this.kept[at].step}: ${numberText(reference.data[id])} → ${numberText(this.app.numbers.data[id])}  (Δ ${numberText(change)})`));
    }
    const update = this.updateParts(id);
    if (update) section.append(formulaElement(this.app, ["update: ", ...update]));
    return section;
  }

  // p ← p − lr · grad, where the next step was kept and this is what happened.
  updateParts(id) {
    const next = this.kept[this.at + 1];
    const graph = this.app.graph;
    if (graph.role[id] !== PARAMETER || !next || next.graph !== this.current.graph) return null;
    if (next.step !== this.current.step + 1) return null;
    const before = this.numbers(this.at), after = this.numbers(this.at + 1);
    const rate = this.current.metrics.learning_rate;
    const plain = before.data[id] - rate * before.grad[id];
    const name = namePart(before, id);
    if (rate !== undefined && Math.abs(plain - after.data[id]) <= 1e-9 * Math.max(1, Math.abs(plain))) {
      return [
        name, " ← ", name, " − lr · grad = ", numberPart(before.data[id], {}), ` − ${numberText(rate)} · `,
        numberPart(before.grad[id], {}), " = ", part(numberText(after.data[id]), { id }),
      ];
    }
    const why = this.raw.sample !== undefined ? "by the gradient of all samples of the step" : "by the optimizer";
    return [name, " ← ", part(numberText(after.data[id]), { id }), `, moved by ${numberText(after.data[id] - before.data[id])} ${why}`];
  }

  // The numbers of the following step, if it was kept and has the same shape.
  get next() {
    const next = this.kept[this.at + 1];
    return next && next.graph === this.current.graph && next.step === this.current.step + 1 ? this.numbers(this.at + 1) : null;
  }
}

// For each relu which unit it belongs to: a neuron has one relu for every sample.
function unitsOf(graph) {
  const units = new Map();
  const innermost = new Int32Array(graph.count).fill(-1);
  for (const call of graph.calls) innermost.fill(call.index, call.start, call.end);
  for (let id = 0; id < graph.count; id++) {
    if (graph.opNames[graph.op[id]] !== "relu") continue;
    units.set(id, innermost[id] >= 0 ? graph.calls[innermost[id]].name : id);
  }
  return units;
}

// Numbers that JSON has no form for come as text.
const numberOf = (value) => (typeof value === "string" ? { nan: NaN, inf: Infinity, "-inf": -Infinity }[value] : value);
