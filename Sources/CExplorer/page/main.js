// The page: what is shown, and how a reader moves through it.

class App {
  constructor(raw) {
    this.raw = raw;
    this.graphs = raw.graphs.map(readGraph);
    this.edits = new Map();
    this.revealed = new Set();
    this.isHiding = false;
    this.overlay = "";
    this.speed = 1;
    this.found = new Set();
    this.$ = (id) => document.getElementById(id);
    this.stage = new Stage(this.$("stage"), (...point) => this.point(...point));
    this.inspector = new Inspector(this, this.$("inspector"));
    if (raw.steps) {
      this.run = new Run(this, raw, this.$("timeline"));
      this.$("timeline").hidden = false;
    }
    this.graph = this.graphs[this.run ? this.run.current.graph : 0];
    this.original = this.run ? this.run.numbers(this.run.at) : Numbers.read(this.graph, raw.numbers);
    this.numbers = this.original;
    this.wire();
    this.restore();
  }

  // Whether everything is there and nobody steps.
  get isAtRest() { return this.player.position === this.player.backwardEnd && !this.isStepping; }

  get canEdit() { return isComputable(this.graph); }

  get view() { return this.stage.view; }

  // MARK: What is shown

  // Shows the inside of a call, -1 for the whole graph.
  open(call, keep = {}) {
    this.stop();
    this.pinnedPath = null;
    this.graph.prefix = call >= 0 && this.graph.calls[call].name ? `${this.graph.calls[call].name}.` : "";
    this.stage.show(new View(this.graph, call));
    this.marked = { items: [], edges: [] };
    this.selection = null;
    this.makePlayer(keep.position);
    this.showCrumbs();
    this.refresh();
  }

  makePlayer(position) {
    const next = this.run && this.edits.size === 0 ? this.run.next : null;
    this.player = new Player(this.view, this.numbers, next);
    if (position !== undefined) this.player.position = Math.min(position, this.player.end);
  }

  // All of the page from the state. For one step of the player see `move`.
  refresh() {
    this.tints = null;
    if (this.overlay) this.measureOverlay();
    this.unmark();
    for (const item of this.view.items) this.paint(item);
    this.markCurrent();
    this.emphasise();
    this.inspector.show();
    this.inspector.markQueue();
    this.run?.show();
    this.showBar();
    this.save();
  }

  // One item as it is at the player's position.
  paint(item) {
    const { graph, numbers, player } = this;
    const { view } = player;
    if (item.hidden !== undefined) return;
    const isKnown = player.isKnown(item);
    const gradient = player.gradient(item);
    const classes = ["item"];
    let data = "—", grad = "—", name;
    if (item.id === undefined) {
      classes.push("box", item.calls ? "module" : graph.role[item.outputs[0]] === PARAMETER ? "parameter" : "outside");
      const range = (list) => {
        if (!list.length) return "—";
        const odd = list.find((number) => !Number.isFinite(number));
        if (odd !== undefined) return numberText(odd);
        const low = Math.min(...list), high = Math.max(...list);
        return list.length === 1 ? numberText(low) : `${numberText(low)} … ${numberText(high)}`;
      };
      if (isKnown) data = range(item.outputs.map((id) => numbers.data[id]));
      if (gradient && !gradient.isPartial) grad = range(item.outputs.filter((id) => numbers.hasGrad[id]).map((id) => numbers.grad[id]));
      else if (gradient) grad = "…";
      if (this.isHiding) grad = grad === "—" ? grad : "?";
      name = view.boxName(item);
    } else {
      const role = graph.role[item.id];
      const isRoot = item.id === view.root;
      classes.push(isRoot ? "result" : item.isComputed ? "computed" : role === COMPUTED ? "outside" : ROLES[role]);
      if (graph.labels.has(item.id)) classes.push("named");
      if (isKnown) data = numberText(player.data(item));
      if (gradient) {
        grad = this.isHidden(item.id) ? "?" : numberText(gradient.value);
        classes.push("graded");
        if (gradient.isPartial) classes.push("partial");
      }
      const isWrong = isKnown && (!Number.isFinite(numbers.data[item.id]) || (gradient && !Number.isFinite(gradient.value)));
      if (isWrong) classes.push("alarm");
      if (this.found.has(item.id)) classes.push("found");
      if (this.edits.has(item.id)) classes.push("edited");
      name = nameOf(numbers, item.id);
    }
    if (!isKnown) classes.push("pending");
    const tint = this.tints?.get(item.index);
    if (tint) classes.push("tinted");
    const isDead = item.id !== undefined && isKnown && numbers.isDead(item.id);
    const operationClasses = `operation${isDead ? " dead" : ""}`;
    const isSelected = this.stage.nodes[item.index].group.classList;
    for (const kept of ["selected", "up", "down", "active"]) if (isSelected.contains(kept)) classes.push(kept);
    this.stage.update(item.index, {
      key: `${classes.join(" ")}|${data}|${grad}|${tint}|${isDead}`, classes: classes.join(" "), operationClasses, data, grad, tint,
      name: `${name}, data ${data}${grad === "—" ? "" : `, gradient ${grad}`}${isDead ? ", dead" : ""}`,
    });
  }

  unmark() {
    for (const item of this.marked.items) this.setActive(item, false);
    for (const edge of this.marked.edges) this.stage.mark(edge, "active", false);
    this.marked = { items: [], edges: [] };
  }

  markCurrent() {
    this.unmark();
    this.marked = this.isAtRest ? { items: [], edges: [] } : Player.touched(this.player.current);
    for (const item of this.marked.items) this.setActive(item, true);
    for (const edge of this.marked.edges) this.stage.mark(edge, "active", true);
  }

  setActive(item, isOn) {
    const node = this.stage.nodes[item.index];
    node.group.classList.toggle("active", isOn);
    node.key = null;
  }

  // MARK: The player

  // Moves to a position; one step further or back touches only what the step touches.
  move(position) {
    const { player } = this;
    const target = Math.min(Math.max(position, 0), player.end);
    const distance = Math.abs(target - player.position);
    if (distance === 0) return;
    this.isStepping = true;
    const crossed = distance === 1 ? player.steps[Math.min(target, player.position)] : null;
    const phaseBefore = player.phase;
    player.position = target;
    if (!crossed || phaseBefore !== player.phase || crossed.kind === "seed") {
      this.refresh();
    } else {
      for (const item of Player.touched(crossed).items) this.paint(item);
      this.markCurrent();
      for (const item of this.marked.items) this.paint(item);
      this.inspector.markQueue();
      this.showBar();
      this.saveSoon();
    }
    const [item] = this.marked.items;
    if (item && !this.isPlaying) this.stage.reveal(item);
  }

  toPhaseEnd(direction) {
    const { ends, position } = this.player;
    const next = direction > 0 ? ends.find((end) => end > position) : [...ends].reverse().find((end) => end < position);
    if (next !== undefined) this.move(next);
  }

  play() {
    if (this.isPlaying) return this.stop();
    if (this.player.position >= this.player.backwardEnd && this.player.position >= this.player.end) this.move(0);
    else if (this.player.position === this.player.backwardEnd && !this.isStepping) this.move(0);
    this.isPlaying = true;
    this.showBar();
    const tick = () => {
      if (!this.isPlaying) return;
      if (this.player.position >= this.player.end) return this.stop();
      this.move(this.player.position + 1);
      this.timer = setTimeout(tick, 700 / this.speed);
    };
    tick();
  }

  stop() {
    this.isPlaying = false;
    clearTimeout(this.timer);
    if (this.player) this.showBar();
  }

  showBar() {
    const { player } = this;
    const bar = this.$("formula");
    const { isAtRest } = this;
    const parts = isAtRest && player.numbers.hasGradients
      ? ["All values and gradients are there. Press play to watch them come about."]
      : isAtRest && player.position === player.forwardEnd
        ? ["All values; gradients were not computed."] : stepFormula(this);
    bar.replaceChildren(formulaElement(this, this.isHiding && player.phase === "backward" && !isAtRest ? ["gradients are hidden: click a box and guess"] : parts, "span"));
    const phase = isAtRest ? "complete" : player.phase;
    this.$("phase").textContent = phase;
    this.$("phase").dataset.phase = phase;
    const count = this.$("progress");
    count.max = player.end;
    count.value = player.position;
    count.setAttribute("aria-valuetext", `step ${player.position} of ${player.end}, ${phase}`);
    this.$("count").textContent = `${player.position} / ${player.end}`;
    this.$("play").firstElementChild.firstElementChild.setAttribute("d", this.isPlaying ? ICONS.pause : ICONS.play);
    this.$("play").setAttribute("aria-label", this.isPlaying ? "Pause" : "Play");
    this.$("back").disabled = this.$("start").disabled = player.position === 0;
    this.$("next").disabled = this.$("finish").disabled = player.position === player.end;
  }

  // MARK: Training steps

  goToStep(at) {
    const { run } = this;
    const graphBefore = this.graph;
    run.at = Math.min(Math.max(at, 0), run.kept.length - 1);
    this.graph = this.graphs[run.current.graph];
    this.edits.clear();
    this.graph.isEdited = false;
    this.original = this.numbers = run.numbers(run.at);
    this.revealed.clear();
    if (this.graph !== graphBefore) return this.open(-1);
    const { position, backwardEnd } = this.player;
    const wasAtRest = position === backwardEnd;
    this.makePlayer();
    if (!wasAtRest) this.player.position = Math.min(position, this.player.end);
    this.refresh();
  }

  // MARK: Editing

  edit(id, number, isDragging = false) {
    if (number === null) this.edits.delete(id);
    else this.edits.set(id, number);
    this.graph.isEdited = false;
    this.numbers = this.edits.size ? this.original.edited(this.edits) : this.original;
    const { position, backwardEnd } = this.player;
    this.makePlayer(position === backwardEnd ? undefined : position);
    this.revealed.clear();
    if (isDragging) {
      for (const item of this.view.items) this.paint(item);
      this.showBar();
      this.saveSoon();
    } else {
      this.refresh();
    }
    this.$("reset").hidden = this.edits.size === 0;
  }

  // MARK: Selecting

  point(kind, target, event) {
    switch (kind) {
      case "enter": return this.hover(target, event);
      case "leave": return this.hover(null);
      case "click": return this.select(this.isSame(target) ? null : target);
      case "double": {
        const calls = target.item?.calls;
        if (calls?.length === 1) this.open(calls[0]);
        return;
      }
      case "clear": return this.select(null);
      case "open": return this.open(target);
    }
  }

  isSame(target) {
    return this.selection && this.selection.item === target.item && this.selection.edge === target.edge;
  }

  select(target) {
    this.selection = target;
    this.pinnedPath = null;
    this.emphasise();
    this.inspector.show();
    this.inspector.markQueue();
    this.$("inspector").scrollTop = 0;
    this.save();
  }

  // Shows a value wherever it is: opens the innermost call whose view has it.
  goTo(id) {
    let item = this.view.itemOf.get(id);
    if (!item) {
      const calls = this.callsAround(id).reverse();
      for (const call of [...calls, -1]) {
        if (new View(this.graph, call).itemOf.has(id)) {
          this.open(call);
          item = this.view.itemOf.get(id);
          break;
        }
      }
      item ??= this.view.itemFor(id);
    }
    if (!item) return this.say("This value is not drawn; the page shows the part next to the root.");
    this.select({ item });
    this.stage.reveal(item);
  }

  // The calls around a value, the outermost first.
  callsAround(id) {
    const around = [];
    let inside = this.graph.roots;
    for (;;) {
      const call = inside.find((index) => id >= this.graph.calls[index].start && id < this.graph.calls[index].end);
      if (call === undefined) return around;
      around.push(call);
      inside = this.graph.calls[call].children;
    }
  }

  emphasise() {
    const { selection, view } = this;
    if (this.pinnedPath) return this.showPath(this.pinnedPath);
    if (!selection) return this.stage.emphasise(null);
    if (selection.edge) {
      const { from, to } = selection.edge;
      return this.stage.emphasise({ selected: new Set([from, to]), edge: selection.edge, up: new Set(), down: new Set() });
    }
    const { item } = selection;
    this.stage.emphasise({ selected: new Set([item]), up: view.reach(item, true), down: view.reach(item, false) });
  }

  showPath(edges) {
    const items = new Set();
    for (const [result, place] of edges) {
      const operand = operandsOf(this.graph, result)[place];
      for (const id of [operand, result]) {
        const item = this.view.itemFor(id);
        if (item) items.add(item);
      }
    }
    this.stage.emphasise({ selected: new Set(), up: items, down: new Set() });
  }

  keepPath(edges) {
    this.pinnedPath = this.pinnedPath === edges ? null : edges;
    this.emphasise();
  }

  // Shows what a part of a formula or an entry of a list stands for.
  highlight(target) {
    if (!target) return this.emphasise();
    if (target.path) return this.showPath(target.path);
    const item = target.item ?? (target.id !== undefined ? this.view.itemFor(target.id) : null);
    if (item) return this.stage.emphasise({ selected: new Set([item]), up: new Set(), down: new Set() });
    if (target.edge) {
      const [result, place] = target.edge;
      const to = this.view.itemOf.get(result);
      const edge = to?.incoming.find((edge) => edge.place === place);
      if (edge) this.stage.emphasise({ selected: new Set([edge.from, edge.to]), edge, up: new Set(), down: new Set() });
    }
  }

  hover(target, event) {
    const card = this.$("card");
    if (!target) {
      card.hidden = true;
      return;
    }
    const { numbers, view } = this;
    const lines = [];
    if (target.edge) {
      const { edge } = target;
      if (edge.place >= 0) {
        const operand = edge.from.id ?? operandsOf(numbers.graph, edge.to.id)[edge.place];
        lines.push(this.isHidden(operand) ? ["gradient hidden: make a guess"] : chainFormula(numbers, edge.to.id, edge.place));
      } else {
        lines.push(["edges of a closed module"]);
      }
    } else if (target.item.id !== undefined) {
      const { id } = target.item;
      const label = numbers.graph.labels.get(id);
      lines.push([label ? elided(visible(label), 200) : nameOf(numbers, id), `   ${id === numbers.graph.root ? "result" : ROLES[numbers.graph.role[id]]}`]);
      lines.push(forwardFormula(numbers, id));
      if (numbers.graph.role[id] !== CONSTANT && !this.isHidden(id)) {
        lines.push([`∂${nameOf(numbers, numbers.graph.root)}/∂${nameOf(numbers, id)} = ${numbers.hasGrad[id] ? numberText(numbers.grad[id]) : "— not computed"}`]);
      }
    } else {
      lines.push([view.boxName(target.item)]);
      if (target.item.calls) lines.push([target.item.calls.length === 1 ? "double-click to look inside" : "click to choose one"]);
    }
    card.replaceChildren(...lines.map((line) => formulaElement(this, line, "div")));
    card.hidden = false;
    const { clientWidth: width, clientHeight: height } = card;
    card.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 12))}px`;
    card.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 12 : event.clientY + 18}px`;
  }

  // MARK: Lenses

  measureOverlay() {
    const { amounts, greatest } = overlayScale(this.numbers, this.view.items, this.overlay, this.run?.reference);
    this.tints = new Map();
    for (const [index, amount] of amounts) {
      const share = greatest > 0 ? Math.sign(amount) * Math.sqrt(Math.abs(amount) / greatest) : 0;
      const percent = Math.round(Math.abs(share) * 50);
      if (percent > 0) this.tints.set(index, `color-mix(in srgb, var(${share < 0 ? "--negative" : "--positive"}) ${percent}%, var(--canvas))`);
    }
    this.$("scale").textContent = `−${numberText(greatest)} … ${numberText(greatest)}`;
  }

  chooseOverlay(kind) {
    this.overlay = kind;
    this.$("overlay").value = kind;
    this.$("scale").textContent = "";
  }

  isHidden(id) {
    return this.isHiding && !this.revealed.has(id) && id !== this.graph.root && this.numbers.hasGrad[id] === 1;
  }

  search(text) {
    const found = find(this.numbers, text);
    this.found = new Set(found);
    const list = this.$("results");
    list.replaceChildren(...found.slice(0, 100).map((id) => element("li", {}, element("button", {
      type: "button", onclick: () => this.goTo(id), onpointerenter: () => this.highlight({ id }), onpointerleave: () => this.highlight(null),
    }, element("span", {}, nameOf(this.numbers, id)),
    element("span", { class: "exact" }, `${numberText(this.numbers.data[id])}${this.numbers.hasGrad[id] && !this.isHidden(id) ? ` · ${numberText(this.numbers.grad[id])}` : ""}`)))));
    const isAsking = text.trim() !== "";
    this.$("found").hidden = !isAsking;
    this.$("matches").textContent = isAsking ? `${grouped(found.length)} found${found.length > 100 ? ", the first 100:" : ""}` : "";
    for (const item of this.view.items) this.paint(item);
    return found;
  }

  // MARK: Words

  viewName() {
    const { call } = this.view;
    if (call >= 0) return shortName(this.graph, call);
    return this.raw.title || nameOf(this.numbers, this.graph.root);
  }

  showCrumbs() {
    const list = [];
    for (let call = this.view.call; call >= 0; call = this.graph.calls[call].parent) list.unshift(call);
    list.unshift(-1);
    this.$("crumbs").replaceChildren(...list.map((call, index) => {
      const name = call < 0 ? this.raw.title || "graph" : shortName(this.graph, call);
      const isLast = index === list.length - 1;
      return element("li", {}, isLast
        ? element("span", { "aria-current": "page" }, name)
        : element("button", { type: "button", onclick: () => this.open(call) }, name));
    }));
  }

  // Says something for a moment, to screen readers as well.
  say(text) {
    const words = this.$("words");
    words.textContent = text;
    words.classList.add("shown");
    clearTimeout(this.wordsTimer);
    this.wordsTimer = setTimeout(() => words.classList.remove("shown"), 4000);
  }

  // MARK: The state in the address

  save() {
    const state = new URLSearchParams();
    if (this.view.call >= 0) state.set("view", this.view.call);
    if (this.player.position !== this.player.backwardEnd) state.set("at", this.player.position);
    if (this.selection?.item?.id !== undefined) state.set("value", this.selection.item.id);
    if (this.overlay) state.set("overlay", this.overlay);
    if (this.isHiding) state.set("hide", 1);
    if (this.run && this.run.at !== this.run.kept.length - 1) state.set("step", this.run.at);
    if (this.run?.pinned != null) state.set("pin", this.run.pinned);
    if (this.edits.size) state.set("set", [...this.edits].map(([id, number]) => `${id}:${number}`).join(","));
    const text = state.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  saveSoon() {
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), 250);
  }

  restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    const whole = (name, below) => {
      const number = Number(state.get(name) ?? NaN);
      return Number.isInteger(number) && number >= 0 && number < below ? number : undefined;
    };
    if (this.run) {
      this.run.at = whole("step", this.run.kept.length) ?? this.run.at;
      this.run.pinned = whole("pin", this.run.kept.length) ?? null;
      this.graph = this.graphs[this.run.current.graph];
      this.original = this.numbers = this.run.numbers(this.run.at);
    }
    this.overlay = ["data", "grad", "change", "error"].includes(state.get("overlay")) ? state.get("overlay") : "";
    this.isHiding = state.has("hide");
    if (state.get("set") && this.canEdit) {
      for (const pair of state.get("set").split(",")) {
        const [id, number] = pair.split(":").map(Number);
        if (Number.isInteger(id) && id >= 0 && id < this.graph.count && this.graph.op[id] === 0) this.edits.set(id, number);
      }
      if (this.edits.size) this.numbers = this.original.edited(this.edits);
      this.$("reset").hidden = this.edits.size === 0;
    }
    const position = whole("at", 1e9);
    this.isStepping = position !== undefined;
    this.open(whole("view", this.graph.calls.length) ?? -1, { position });
    const id = whole("value", this.graph.count);
    if (id !== undefined) {
      const item = this.view.itemOf.get(id);
      if (item) this.select({ item });
    }
    this.$("overlay").value = this.overlay;
    this.$("hide").checked = this.isHiding;
  }

  // MARK: Wires

  wire() {
    const on = (id, name, body) => this.$(id).addEventListener(name, body);
    on("start", "click", () => this.move(0));
    on("back", "click", () => this.move(this.player.position - 1));
    on("play", "click", () => this.play());
    on("next", "click", () => this.move(this.player.position + 1));
    on("finish", "click", () => this.toPhaseEnd(1));
    on("progress", "input", () => this.move(Number(this.$("progress").value)));
    on("speed", "change", () => { this.speed = Number(this.$("speed").value); });
    on("find", "input", () => this.search(this.$("find").value));
    on("find", "keydown", (event) => {
      if (event.key !== "Enter") return;
      const [first] = this.search(this.$("find").value);
      if (first !== undefined) this.goTo(first);
    });
    on("overlay", "change", () => {
      this.chooseOverlay(this.$("overlay").value);
      this.refresh();
    });
    on("hide", "change", () => {
      this.isHiding = this.$("hide").checked;
      this.revealed.clear();
      this.refresh();
    });
    on("reset", "click", () => {
      this.edits.clear();
      this.edit(-1, null);
      this.refresh();
    });
    on("zoom-in", "click", () => this.stage.zoom(1.3));
    on("zoom-out", "click", () => this.stage.zoom(1 / 1.3));
    on("fit", "click", () => this.stage.fit());
    on("download", "click", () => this.stage.download(this.viewName().replace(/[^\w.-]+/g, "_") || "graph"));
    on("help", "click", () => this.$("keys").showModal());
    this.$("overlay").querySelector("[value=change]").hidden = !this.run;
    this.$("overlay").querySelector("[value=error]").hidden = !this.canEdit;
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => location.reload());
  }

  key(event) {
    const { target } = event;
    const isTyping = target.matches("input[type=text], input[type=search], select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || this.$("keys").open) return;
    if (event.key === "Escape") {
      if (isTyping) target.blur();
      else if (this.selection) this.select(null);
      else if (this.view.call >= 0) this.open(this.graph.calls[this.view.call].parent);
      return;
    }
    if (isTyping || target.matches("input[type=range].steps, .editor input")) return;
    const actions = {
      " ": () => this.play(),
      ArrowRight: () => (event.shiftKey ? this.toPhaseEnd(1) : this.move(this.player.position + 1)),
      ArrowLeft: () => (event.shiftKey ? this.toPhaseEnd(-1) : this.move(this.player.position - 1)),
      Home: () => this.move(0),
      End: () => this.move(this.player.end),
      "/": () => this.$("find").focus(),
      "?": () => this.$("keys").showModal(),
      f: () => this.stage.fit(),
      "+": () => this.stage.zoom(1.3),
      "-": () => this.stage.zoom(1 / 1.3),
      ",": () => this.run && this.goToStep(this.run.at - 1),
      ".": () => this.run && this.goToStep(this.run.at + 1),
      p: () => this.run?.togglePin(),
    };
    const action = actions[event.key];
    // Space presses the button that has the focus.
    if (!action || (event.key === " " && target.matches("button, summary, input"))) return;
    event.preventDefault();
    action();
  }
}

const ICONS = { play: "M4 2.5v11L13 8z", pause: "M3.5 3h3v10h-3zM9.5 3h3v10h-3z" };

const app = new App(JSON.parse(document.getElementById("data").textContent));

// What tests and curious readers may ask.
window.gradviz = {
  app,
  shown: (id) => {
    const item = app.view.itemOf.get(id);
    if (!item) return null;
    const { lines } = app.stage.nodes[item.index];
    return {
      data: app.player.isKnown(item) ? app.player.data(item) : null, grad: app.player.gradient(item)?.value ?? null,
      dataText: (lines.data ?? lines.number)?.textContent, gradText: lines.grad?.textContent,
    };
  },
  paths: (id) => pathsToRoot(app.numbers, id),
  numbers: () => ({ data: Array.from(app.numbers.data), grad: Array.from(app.numbers.grad) }),
};
