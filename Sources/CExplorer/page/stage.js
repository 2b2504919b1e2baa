// The drawing of a view: SVG elements for its items and edges, updated in place; pan and zoom.

const SVG = "http://www.w3.org/2000/svg";

function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const LINE = 14.4;

class Stage {
  constructor(svg, onPoint) {
    this.svg = svg;
    this.onPoint = onPoint;
    this.world = make("g", { class: "world" });
    svg.append(this.world);
    this.listen();
  }

  // MARK: Building

  show(view) {
    this.view = view;
    this.world.replaceChildren();
    this.nodes = [];
    this.paths = [];
    const frames = make("g", { class: "frames" });
    const edges = make("g", { class: "edges" });
    const items = make("g", { class: "items" });
    for (const [relative, x, y, width, height] of view.layout.frames ?? []) {
      frames.append(this.makeFrame(view.call + 1 + relative, x, y, width, height));
    }
    for (const edge of view.edges) edges.append(this.makeEdge(edge));
    for (const item of view.items) items.append(this.makeItem(item));
    this.world.append(frames, edges, items);
    this.fit();
  }

  makeFrame(call, x, y, width, height) {
    const name = elided(visible(shortName(this.view.graph, call)));
    const label = make("text", { x: x + 8, y: y + 13 });
    label.textContent = name;
    const frame = make(
      "g", { class: "frame", "data-call": call }, make("rect", { x, y, width, height, rx: 8 }), label);
    frame.addEventListener("dblclick", () => this.onPoint("open", call));
    label.addEventListener("click", (event) => {
      event.stopPropagation();
      this.onPoint("open", call);
    });
    return frame;
  }

  makeEdge(edge) {
    const group = make("g", { class: `edge${edge.place === LINK ? " link" : ""}${edge.place === STUB ? " faint" : ""}` });
    group.append(make("path", { d: edge.path, class: "line", "marker-end": "url(#arrow)" }));
    if (edge.label) {
      const text = make("text", { x: edge.label[0], y: edge.label[1] + 3, class: "place" });
      text.textContent = edge.label[2];
      group.append(text);
    }
    // Wide enough to be hit.
    if (edge.place >= 0 || edge.place === LINK) {
      const hit = make("path", { d: edge.path, class: "hit" });
      group.append(hit);
      this.point(hit, { edge });
    }
    this.paths[edge.index] = group;
    return group;
  }

  makeItem(item) {
    const { graph } = this.view;
    const group = make("g");
    const box = make("rect", {
      x: item.x - item.width / 2, y: item.y - item.height / 2, width: item.width, height: item.height,
    });
    const node = { item, group, lines: {} };
    this.nodes[item.index] = node;
    if (item.hidden !== undefined) {
      group.setAttribute("class", "item stub");
      box.setAttribute("rx", 6);
      group.append(box, this.line(node, "label", item, 0, 1));
      node.lines.label.textContent = `… ${grouped(item.hidden)} more`;
      return group;
    }
    if (item.id === undefined) {
      group.append(box);
      if ((item.calls ?? item.outputs).length > 1) {
        const inset = make("rect", {
          x: item.x - item.width / 2 + 4, y: item.y - item.height / 2 + 4, width: item.width - 8,
          height: item.height - 8, class: "inner",
        });
        group.append(inset);
      }
      const names = item.calls ? ["label", "count", "data", "grad"] : ["label", "data", "grad"];
      names.forEach((name, index) => group.append(this.line(node, name, item, index, names.length)));
      node.lines.label.textContent = elided(visible(this.view.boxName(item)), 40);
      if (item.calls) {
        const parameters = item.parameters
          ? `, ${grouped(item.parameters)} parameter${item.parameters === 1 ? "" : "s"}` : "";
        node.lines.count.textContent = `${grouped(item.count)} values${parameters}`;
      }
    } else {
      const label = graph.labels.get(item.id);
      const isConstant = graph.role[item.id] === CONSTANT && item.id !== this.view.root;
      if (!isConstant) group.append(box);
      box.setAttribute("rx", graph.role[item.id] === PARAMETER ? 0 : 9);
      if (item.id === this.view.root) {
        group.append(make("rect", {
          x: item.x - item.width / 2 + 4, y: item.y - item.height / 2 + 4, width: item.width - 8,
          height: item.height - 8, rx: 6, class: "inner",
        }));
      }
      const names = [...(label ? ["label"] : []), ...(isConstant ? ["number"] : ["data", "grad"])];
      names.forEach((name, index) => group.append(this.line(node, name, item, index, names.length)));
      if (label) node.lines.label.textContent = elided(visible(shortLabel(graph, label, item, this.view)));
      else if (!isConstant) {
        // What formulas call it.
        const tag = make("text", { x: item.x - item.width / 2 + 3, y: item.y - item.height / 2 - 3, class: "tag" });
        tag.textContent = `v${item.id}`;
        group.append(tag);
      }
      if (item.op) group.append(this.makeOperation(node, item));
    }
    group.setAttribute("role", "img");
    this.point(group, { item });
    return group;
  }

  makeOperation(node, item) {
    const [x, y, width, height] = item.op;
    const name = this.view.graph.opNames[this.view.graph.op[item.id]];
    const symbol = opSymbol(name);
    const shape = symbol.length === 1
      ? make("circle", { cx: x, cy: y, r: width / 2 })
      : make("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 8 });
    const text = make("text", { x, y: y + (symbol.length === 1 ? 5 : 4), class: symbol.length === 1 ? "sign" : "" });
    text.textContent = symbol;
    node.operation = make("g", { class: "operation" }, shape, text);
    return node.operation;
  }

  line(node, name, item, index, count) {
    const text = make("text", { x: item.x, y: item.y + (index - (count - 1) / 2) * LINE + 4, class: name });
    node.lines[name] = text;
    return text;
  }

  // MARK: Updating

  // Writes what an item shows: `state` has texts for data and grad, and classes.
  update(index, state) {
    const node = this.nodes[index];
    if (node.key === state.key) return;
    node.key = state.key;
    node.group.setAttribute("class", state.classes);
    node.operation?.setAttribute("class", state.operationClasses);
    if (node.lines.data) node.lines.data.textContent = `data ${state.data}`;
    if (node.lines.grad) node.lines.grad.textContent = `grad ${state.grad}`;
    if (node.lines.number) node.lines.number.textContent = state.data;
    node.group.setAttribute("aria-label", state.name);
    if (state.tint) node.group.style.setProperty("--tint", state.tint);
    else node.group.style.removeProperty("--tint");
  }

  mark(edge, name, isOn) { this.paths[edge.index]?.classList.toggle(name, isOn); }

  // Colours what a selection depends on and what depends on it.
  emphasise(groups) {
    this.world.classList.toggle("selecting", groups !== null);
    for (const node of this.nodes) {
      const { classList } = node.group;
      classList.toggle("selected", groups?.selected.has(node.item) ?? false);
      classList.toggle("up", groups?.up.has(node.item) ?? false);
      classList.toggle("down", groups?.down.has(node.item) ?? false);
    }
    for (const edge of this.view.edges) {
      const { classList } = this.paths[edge.index];
      const has = (group, end) => groups?.[group].has(end) || groups?.selected.has(end);
      classList.toggle("selected", groups?.edge === edge);
      classList.toggle("up", groups !== null && has("up", edge.from) && has("up", edge.to));
      classList.toggle("down", groups !== null && has("down", edge.from) && has("down", edge.to));
    }
  }

  // MARK: Pointing

  point(element, target) {
    element.addEventListener("pointerenter", (event) => this.onPoint("enter", target, event));
    element.addEventListener("pointerleave", (event) => this.onPoint("leave", target, event));
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!this.wasDragged) this.onPoint("click", target, event);
    });
    element.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      this.onPoint("double", target, event);
    });
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("click", () => { if (!this.wasDragged) this.onPoint("clear"); });
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX, event.clientY);
    }, { passive: false });
    const pointers = new Map();
    svg.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
      this.wasDragged = false;
    });
    window.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
      if (!this.wasDragged && Math.hypot(dx, dy) < 4 && pointers.size === 1) return;
      this.wasDragged = true;
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const size = (a) => Math.hypot(a[0] - other[0], a[1] - other[1]);
        this.zoom(
          size([event.clientX, event.clientY]) / Math.max(1, size(before)),
          (event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2);
      } else {
        const scale = this.unitsPerPixel();
        this.box.x -= dx * scale;
        this.box.y -= dy * scale;
        this.place();
      }
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, (event) => pointers.delete(event.pointerId));
    }
    new ResizeObserver(() => { if (this.isFitted) this.fit(); }).observe(svg);
  }

  unitsPerPixel() {
    const { width, height } = this.svg.getBoundingClientRect();
    return Math.max(this.box.width / Math.max(1, width), this.box.height / Math.max(1, height));
  }

  zoom(factor, clientX, clientY) {
    const bounds = this.svg.getBoundingClientRect();
    const x = clientX ?? bounds.left + bounds.width / 2;
    const y = clientY ?? bounds.top + bounds.height / 2;
    const before = this.unitsPerPixel();
    const scale = Math.min(Math.max(before / factor, 0.1), 40) / before;
    const { box } = this;
    const offsetX = (x - bounds.left - bounds.width / 2) * before;
    const offsetY = (y - bounds.top - bounds.height / 2) * before;
    const [centerX, centerY] = [box.x + box.width / 2 + offsetX * (1 - scale), box.y + box.height / 2 + offsetY * (1 - scale)];
    box.width *= scale;
    box.height *= scale;
    box.x = centerX - box.width / 2;
    box.y = centerY - box.height / 2;
    this.isFitted = false;
    this.place();
  }

  // All of the view; of a large one as much as can be read, around its root.
  fit() {
    const { w, h } = this.view.layout;
    const bounds = this.svg.getBoundingClientRect();
    const pad = 12;
    this.box = { x: -pad, y: -pad, width: w + 2 * pad, height: h + 2 * pad };
    this.isFitted = true;
    const scale = this.unitsPerPixel();
    // Small graphs are not blown up beyond reading size.
    if (scale < 0.62) {
      const wanted = [bounds.width * 0.62, bounds.height * 0.62];
      this.box.x -= (wanted[0] - this.box.width) / 2;
      this.box.y -= (wanted[1] - this.box.height) / 2;
      [this.box.width, this.box.height] = wanted;
    }
    this.place();
  }

  // Brings an item into sight.
  reveal(item) {
    const { box } = this;
    const bounds = this.svg.getBoundingClientRect();
    const scale = this.unitsPerPixel();
    const [width, height] = [bounds.width * scale, bounds.height * scale];
    const [centerX, centerY] = [box.x + box.width / 2, box.y + box.height / 2];
    const isOutside = Math.abs(item.x - centerX) > (width - item.width) / 2 || Math.abs(item.y - centerY) > (height - item.height) / 2;
    if (!isOutside) return;
    box.x = item.x - box.width / 2;
    box.y = item.y - box.height / 2;
    this.isFitted = false;
    this.place();
  }

  place() {
    const { x, y, width, height } = this.box;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  // The view as a document of its own, with its colours written into it.
  download(name) {
    const { w, h } = this.view.layout;
    const copy = this.svg.cloneNode(true);
    copy.setAttribute("viewBox", `-12 -12 ${w + 24} ${h + 24}`);
    copy.setAttribute("width", w + 24);
    copy.setAttribute("height", h + 24);
    copy.setAttribute("xmlns", SVG);
    copy.querySelectorAll(".hit").forEach((hit) => hit.remove());
    const properties = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-family", "text-anchor", "opacity"];
    const originals = this.svg.querySelectorAll("*:not(.hit)");
    copy.querySelectorAll("*").forEach((element, index) => {
      const style = getComputedStyle(originals[index]);
      for (const property of properties) element.style.setProperty(property, style.getPropertyValue(property));
    });
    copy.style.setProperty("background", getComputedStyle(document.body).backgroundColor);
    const text = new XMLSerializer().serializeToString(copy);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.download = `${name}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
