// The panel beside the drawing: all about what is selected.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A formula as elements; parts that refer to something show it when pointed at.
function formulaElement(app, parts, name = "p") {
  const line = element(name, { class: "formula" });
  for (const piece of parts) {
    if (typeof piece === "string") {
      line.append(piece);
      continue;
    }
    const isHidden = app.isHiding && piece.number === undefined && piece.edge === undefined && piece.id === undefined;
    const span = element("span", { class: piece.edge ? "term edge-term" : "term" }, isHidden ? "?" : piece.text);
    if (piece.number !== undefined) span.title = exactText(piece.number);
    if (piece.id !== undefined || piece.edge) {
      span.addEventListener("pointerenter", () => app.highlight(piece));
      span.addEventListener("pointerleave", () => app.highlight(null));
    }
    line.append(span);
  }
  return line;
}

class Inspector {
  constructor(app, panel) {
    this.app = app;
    this.panel = panel;
  }

  show() {
    const { app } = this;
    const { selection } = app;
    const children =
      !selection ? this.overview()
      : selection.edge ? this.edge(selection.edge)
      : selection.item.id !== undefined ? this.value(selection.item)
      : selection.item.hidden !== undefined ? [this.heading("Not drawn", `${grouped(selection.item.hidden)} values`)]
      : this.box(selection.item);
    this.panel.replaceChildren(...children.filter(Boolean));
  }

  heading(title, note) {
    return element("header", {}, element("h2", {}, title), note ? element("p", { class: "note" }, note) : null);
  }

  row(name, ...content) {
    return element("div", { class: "row" }, element("dt", {}, name), element("dd", {}, ...content));
  }

  jump(id) {
    const { app } = this;
    return element(
      "button", {
        class: "jump", type: "button", onclick: () => app.goTo(id),
        onpointerenter: () => app.highlight({ id }), onpointerleave: () => app.highlight(null),
      }, nameOf(app.numbers, id));
  }

  // MARK: Nothing selected

  overview() {
    const { app } = this;
    const { graph, numbers, view } = app;
    const computed = app.player.order;
    const list = element("ol", { class: "queue", "aria-label": "Topological order" });
    const shown = computed.slice(0, 400);
    const backwards = app.player.phase === "backward" && !app.isAtRest;
    for (const item of backwards ? [...shown].reverse() : shown) {
      const name = item.id === undefined ? view.boxName(item)
        : graph.labels.has(item.id) ? nameOf(numbers, item.id)
        : `${nameOf(numbers, item.id)} = ${formulaText(numbers, item.id)}`;
      list.append(element(
        "li", { "data-item": item.index },
        element("button", {
          type: "button", onclick: () => app.select({ item }), onpointerenter: () => app.highlight({ item }),
          onpointerleave: () => app.highlight(null),
        }, name)));
    }
    const leaves = view.items.filter((item) => item.id !== undefined && !item.isComputed && graph.role[item.id] !== CONSTANT);
    const inputs = element("ul", { class: "leaves", "aria-label": "Inputs and parameters" });
    for (const item of leaves.slice(0, 200)) {
      inputs.append(element(
        "li", {}, element("button", { type: "button", onclick: () => app.select({ item }) }, nameOf(numbers, item.id))));
    }
    return [
      this.heading(app.viewName(), `${grouped(graph.count)} values in the whole graph`),
      element("p", { class: "hint" }, "Point at a box or an edge to read its formula; click to pin it. Double-click a module to look inside."),
      element("h3", {}, backwards ? "Backward: reverse topological order" : "Forward: topological order"), list,
      computed.length > 400 ? element("p", { class: "note" }, `… ${grouped(computed.length - 400)} more`) : null,
      leaves.length ? element("h3", {}, "Inputs and parameters") : null, leaves.length ? inputs : null,
    ];
  }

  markQueue() {
    const { player } = this.app;
    const touched = new Set(this.app.marked.items.map((item) => item.index));
    let active = null;
    for (const entry of this.panel.querySelectorAll(".queue li")) {
      const index = Number(entry.dataset.item);
      entry.classList.toggle("active", touched.has(index));
      if (touched.has(index) && !active) active = entry;
      entry.classList.toggle("done", player.isKnown(player.view.items[index]));
    }
    active?.scrollIntoView({ block: "nearest" });
  }

  // MARK: A value

  value(item) {
    const { app } = this;
    const { graph, numbers } = app;
    const { id } = item;
    const label = graph.labels.get(id);
    const role = id === graph.root ? "result" : ROLES[graph.role[id]];
    const op = graph.opNames[graph.op[id]];
    const calls = app.callsAround(id).map((call) => shortName(graph, call));
    const isHidden = app.isHidden(id);
    const grad = numbers.hasGrad[id] ? numbers.grad[id] : null;
    const facts = element(
      "dl", {},
      calls.length ? this.row("module", calls.join(" › ")) : null,
      this.row("data", element("output", { class: "exact" }, exactText(numbers.data[id]))),
      graph.role[id] === CONSTANT ? null : this.row(
        `∂${nameOf(numbers, graph.root)}/∂${nameOf(numbers, id)}`,
        isHidden ? this.guess(id)
        : element("output", { class: "exact grad" }, grad === null ? "— not computed" : exactText(grad))));
    return [
      this.heading(label ? visible(label) : op ? `${nameOf(numbers, id)} = ${formulaText(numbers, id)}` : nameOf(numbers, id),
        role + (op ? ` · ${op}` : "") + (numbers.isDead(id) ? " · dead: lets nothing through" : "") + (numbers.isAlarming(id) ? " · not finite" : "")),
      facts,
      op ? formulaElement(app, forwardFormula(numbers, id)) : this.editor(id),
      app.run ? app.run.historyOf(id) : null,
      ...(isHidden ? [] : this.uses(id)),
      op ? this.operands(id) : null,
      isHidden || graph.role[id] === CONSTANT ? null : this.nudge(id),
      isHidden || graph.role[id] === CONSTANT || id === graph.root ? null : this.paths(id),
    ];
  }

  guess(id) {
    const { app } = this;
    const input = element("input", { type: "text", inputmode: "decimal", "aria-label": "Your guess for the gradient", placeholder: "your guess" });
    const answer = element("span", { class: "answer", role: "status" });
    const form = element("form", {
      onsubmit: (event) => {
        event.preventDefault();
        const actual = app.numbers.hasGrad[id] ? app.numbers.grad[id] : 0;
        const guess = Number(input.value.replace("−", "-"));
        if (!input.value.trim() || Number.isNaN(guess)) return;
        const isRight = Math.abs(guess - actual) <= 0.01 * Math.max(0.05, Math.abs(actual));
        app.revealed.add(id);
        app.refresh();
        app.say(isRight ? `Right: ${numberText(actual)}` : `It is ${numberText(actual)}; you said ${numberText(guess)}`);
      },
    }, input, element("button", { type: "submit" }, "Reveal"), answer);
    return form;
  }

  // Typed, or dragged: a leaf takes any number, and everything is computed anew.
  editor(id) {
    const { app } = this;
    const { graph, numbers } = app;
    if (!app.canEdit) return null;
    const center = app.original.data[id];
    const reach = Math.max(1, 2 * Math.abs(Number.isFinite(center) ? center : 1));
    const number = element("input", { type: "text", inputmode: "decimal", class: "edit", value: String(numbers.data[id]), "aria-label": "Value" });
    const slider = element("input", {
      type: "range", min: center - reach, max: center + reach, step: reach / 200, value: numbers.data[id], "aria-label": "Drag the value",
    });
    const set = (value) => {
      if (Number.isNaN(value) && !/^nan$/i.test(number.value.trim())) return;
      app.edit(id, value);
    };
    const parsed = () => {
      const text = number.value.trim().replace("−", "-").toLowerCase();
      return text === "inf" ? Infinity : text === "-inf" ? -Infinity : text === "" ? NaN : Number(text);
    };
    number.addEventListener("change", () => set(parsed()));
    slider.addEventListener("input", () => {
      number.value = slider.value;
      app.edit(id, Number(slider.value), true);
    });
    slider.addEventListener("change", () => app.refresh());
    const row = element("div", { class: "editor" }, number, slider);
    if (app.edits.has(id)) {
      row.append(element("button", { type: "button", onclick: () => app.edit(id, null) }, `Back to ${numberText(center)}`));
    }
    return element("section", {}, element("h3", {}, graph.role[id] === CONSTANT ? "Change the constant" : "Change it"), row);
  }

  uses(id) {
    const { app } = this;
    const { graph, numbers } = app;
    const uses = usesOf(graph, id);
    if (!uses.length || graph.role[id] === CONSTANT) return [];
    const list = element("ul", { class: "uses" });
    for (const [result, place] of uses.slice(0, 60)) {
      const line = formulaElement(app, chainFormula(numbers, result, place), "div");
      list.append(element("li", {}, line, this.jump(result)));
    }
    const terms = uses.map(([result, place]) => numbers.contribution(result, place));
    const sum = terms.reduce((a, b) => a + b, 0);
    return [
      element("h3", {}, uses.length === 1 ? "Used once" : `Used ${grouped(uses.length)} times: contributions add up`),
      list,
      uses.length > 60 ? element("p", { class: "note" }, `… ${grouped(uses.length - 60)} more`) : null,
      uses.length > 1 && numbers.hasGrad[id]
        ? element("p", { class: "formula" }, `${terms.length > 6 ? "sum" : sumText(terms)} = ${numberText(sum)}`) : null,
    ];
  }

  operands(id) {
    const { numbers } = this.app;
    return element("section", {}, element("h3", {}, "Operands"), element(
      "p", { class: "jumps" }, ...operandsOf(numbers.graph, id).map((operand) => this.jump(operand))));
  }

  // What happens to the root if a value moves a little.
  nudge(id) {
    const { app } = this;
    const { numbers, graph } = app;
    if (!app.canEdit || !numbers.hasGrad[id]) return null;
    const h = element("select", { "aria-label": "How much it is moved" }, ...[1, 0.1, 0.01, 0.001].map((size) =>
      element("option", { value: size, selected: size === 0.001 }, `+${size}`)));
    const out = element("p", { class: "formula" });
    const root = nameOf(numbers, graph.root);
    const compute = () => {
      const size = Number(h.value);
      const moved = rootIf(numbers, id, numbers.data[id] + size);
      const slope = (moved - numbers.data[graph.root]) / size;
      out.textContent = `${root}: ${numberText(numbers.data[graph.root])} → ${numberText(moved)}, `
        + `slope ${numberText(slope)}; gradient ${numberText(numbers.grad[id])}`;
    };
    h.addEventListener("change", compute);
    compute();
    return element("section", {}, element("h3", {}, "Nudge it by ", h), out);
  }

  paths(id) {
    const { app } = this;
    const { numbers, graph } = app;
    if (!numbers.hasGrad[id] || !numbers.hasGradients) return null;
    const { paths, isWhole } = pathsToRoot(numbers, id);
    if (!paths.length) return null;
    const list = element("ol", { class: "paths" });
    for (const path of paths.slice(0, 12)) {
      const names = path.edges.map(([result]) => nameOf(numbers, result)).join(" → ");
      const product = path.edges.map(([result, place]) => numberText(numbers.locals(result)[place])).join(" · ");
      list.append(element("li", {}, element("button", {
        type: "button", class: "path", onpointerenter: () => app.highlight({ path: path.edges }),
        onpointerleave: () => app.highlight(null), onclick: () => app.keepPath(path.edges),
      }, element("span", {}, `→ ${names}`), element("span", { class: "formula" }, `${product} = ${numberText(path.product)}`))));
    }
    const sum = paths.reduce((total, path) => total + path.product, 0);
    const count = `${isWhole ? "" : "more than "}${grouped(paths.length)} path${paths.length === 1 ? "" : "s"}`;
    return element(
      "details", { open: paths.length > 1 && paths.length <= 12 }, element("summary", {}, `Paths to ${nameOf(numbers, graph.root)}: ${count}`), list,
      isWhole ? element("p", { class: "formula" }, `sum of products: ${numberText(sum)}`) : null);
  }

  // MARK: An edge

  edge(edge) {
    const { app } = this;
    const { numbers, graph, view } = app;
    if (edge.place < 0) {
      const name = (item) => (item.id !== undefined ? nameOf(numbers, item.id) : view.boxName(item));
      return [this.heading(`${name(edge.from)} → ${name(edge.to)}`, "edges into a closed module"),
        edge.to.calls?.length === 1 ? this.openButton(edge.to.calls[0]) : null];
    }
    const result = edge.to.id;
    const operand = edge.from.id !== undefined ? edge.from.id : operandsOf(graph, result)[edge.place];
    return [
      this.heading(`${nameOf(numbers, operand)} → ${nameOf(numbers, result)}`, `operand ${edge.place + 1} of ${opSymbol(graph.opNames[graph.op[result]])}`),
      formulaElement(app, forwardFormula(numbers, result)),
      app.isHidden(operand) ? null : formulaElement(app, chainFormula(numbers, result, edge.place)),
      element("p", { class: "jumps" }, this.jump(operand), this.jump(result)),
    ];
  }

  // MARK: A closed module

  openButton(call) {
    return element("button", { type: "button", class: "open", onclick: () => this.app.open(call) }, `Open ${shortName(this.app.graph, call)}`);
  }

  box(item) {
    const { app } = this;
    const { view, numbers, graph } = app;
    const facts = element("dl", {});
    if (item.calls) facts.append(this.row("values", grouped(item.count)));
    facts.append(this.row("outputs", grouped(item.outputs.length)));
    const children = [this.heading(view.boxName(item), item.calls ? "module" : "leaves that modules use"), facts];
    if (item.calls?.length === 1) {
      children.push(this.openButton(item.calls[0]));
    } else if (item.calls) {
      const list = element("ul", { class: "calls", "aria-label": "Calls" });
      for (const call of item.calls.slice(0, 1000)) {
        const { end } = graph.calls[call];
        list.append(element("li", {}, element("button", { type: "button", onclick: () => app.open(call) },
          element("span", {}, shortName(graph, call)), element("span", { class: "exact" }, numberText(numbers.data[end - 1])))));
      }
      children.push(element("h3", {}, "Open one"), list);
    }
    const list = element("ul", { class: "leaves" });
    for (const id of item.outputs.slice(0, 400)) {
      list.append(element("li", {}, element("span", {}, nameOf(numbers, id)), element("span", { class: "exact" }, numberText(numbers.data[id]))));
    }
    if (item.outputs.length > 1 && !(item.calls?.length > 1)) children.push(element("h3", {}, item.calls ? "Outputs" : "Values"), list);
    return children;
  }
}
