// The drawing of a view: SVG elements for its boxes and edges, changed in place as the scene changes.

import { CONSTANT, PARAMETER } from "../model/graph.js";
import { Names, opSymbol } from "../words/names.js";
import { counted, elided, grouped, visible } from "../words/text.js";
import { Camera, firstPlace, wholePlace } from "./camera.js";
import { Minimap } from "./minimap.js";
import { arrowHead, frameOf, make } from "./shapes.js";
import { STUB } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Item} Item */
/** @typedef {import("./view.js").ViewEdge} ViewEdge */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").ItemLook} ItemLook */
/** @typedef {import("./scene.js").EdgeLook} EdgeLook */
/** @typedef {(kind: "enter" | "leave" | "click" | "double" | "focus", target: Item | ViewEdge) => void} Point */

const LINE = 14.4;
/** The room of a number on an edge, and among how many edges it is looked for. */
const LABEL = [54, 13], MOST_CLEARED = 1200;

/**
 * @typedef {object} ItemElements
 * @property {Item} item
 * @property {SVGGElement} group
 * @property {SVGGElement | null} operation
 * @property {Record<string, SVGTextElement>} lines
 * @property {Record<string, SVGTSpanElement>} numbers
 * @property {ItemLook | null} look
 */

/**
 * @typedef {object} EdgeElements
 * @property {ViewEdge} edge
 * @property {SVGGElement} group
 * @property {SVGPathElement} line
 * @property {SVGTextElement} label
 * @property {EdgeLook | null} look
 */

export class Stage {
  /**
   * @param {SVGSVGElement} svg @param {SVGSVGElement} air for what moves, so that the drawing below need not be painted
   *   anew while it does @param {SVGSVGElement} minimap @param {Point} onPoint
   * @param {(call: number) => void} onOpen @param {() => void} onClear
   */
  constructor(svg, air, minimap, onPoint, onOpen, onClear) {
    this.svg = svg;
    this.air = air;
    this.flows = make("g");
    this.chips = make("g");
    air.append(this.flows, this.chips);
    this.onPoint = onPoint;
    this.onOpen = onOpen;
    this.world = make("g", { class: "world" });
    svg.append(this.world);
    this.camera = new Camera(svg, () => this.followCamera());
    this.minimap = new Minimap(minimap, this.camera);
    /** @type {View | null} */
    this.view = null;
    /** @type {Names | null} */
    this.names = null;
    /** @type {ItemElements[]} */
    this.items = [];
    /** @type {EdgeElements[]} */
    this.edges = [];
    this.flowing = "";
    /** @type {{ x: number, y: number }[]} of the numbers on all edges, once they are asked for */
    this.labelPlaces = [];
    // Whether the reader wants to see all of it, be it small.
    this.isWhole = false;
    svg.addEventListener("click", () => { if (!this.camera.wasDragged) onClear(); });
    new ResizeObserver(() => { if (this.camera.isFitted && this.view) this.fit(this.isWhole); }).observe(svg);
  }

  // MARK: Building

  /** @param {View} view */
  show(view) {
    this.view = view;
    this.names = new Names(view.graph, view.call);
    this.items = [];
    this.edges = [];
    this.labelPlaces = [];
    const frames = make("g", { class: "frames" });
    const edges = make("g", { class: "edges" });
    const items = make("g", { class: "items" });
    for (const [relative, x, y, width, height] of view.layout.frames) {
      frames.append(this.makeFrame(view, view.call + 1 + relative, x, y, width, height));
    }
    for (const edge of view.edges) edges.append(this.makeEdge(edge));
    for (const item of view.items) items.append(this.makeItem(view, item));
    // Over the boxes, as between two of them there may be less room than a number takes.
    const labels = make("g", { class: "edge-labels", "aria-hidden": "true" }, ...this.edges.map(({ label }) => label));
    this.chips.replaceChildren();
    this.world.replaceChildren(frames, edges, items, labels);
    this.minimap.show(view);
    this.fit(false);
  }

  /** @param {View} view @param {number} call @param {number} x @param {number} y @param {number} width @param {number} height */
  makeFrame(view, call, x, y, width, height) {
    const label = make("text", { x: x + 7, y: y + 3 });
    label.textContent = elided(visible(view.graph.shortName(call)));
    const frame = make("g", { class: "frame", "data-call": call }, make("rect", { x, y, width, height, rx: 8 }), label);
    frame.addEventListener("dblclick", () => this.onOpen(call));
    label.addEventListener("click", (event) => {
      event.stopPropagation();
      this.onOpen(call);
    });
    return frame;
  }

  /** @param {ViewEdge} edge */
  makeEdge(edge) {
    const line = make("path", { d: edge.path, class: "line" });
    const label = make("text", { class: "edge-label" });
    const group = make("g", {}, line, make("path", { d: arrowHead(edge.path), class: "head" }));
    // Wide enough to be hit.
    if (edge.place !== STUB) {
      const hit = make("path", { d: edge.path, class: "hit" });
      group.append(hit);
      this.point(group, hit, edge);
    }
    this.edges[edge.index] = { edge, group, line, label, look: null };
    return group;
  }

  /** @param {View} view @param {Item} item */
  makeItem(view, item) {
    const { graph } = view;
    const group = make("g");
    /** @type {ItemElements} */
    const node = { item, group, operation: null, lines: {}, numbers: {}, look: null };
    this.items[item.index] = node;
    const isRoot = item.id !== undefined && view.results.has(item.id);
    const role = item.id === undefined ? -1 : graph.role[item.id];
    const isConstant = role === CONSTANT && !isRoot;
    const radius = item.hidden !== undefined ? 6 : item.id === undefined || role === PARAMETER ? 0 : 9;
    if (item.op && item.id !== undefined) group.append(this.makeOperation(node, view.layout.d, opSymbol(graph.opName(item.id))));
    if (!isConstant) group.append(frameOf(item, 0, radius));
    if (isRoot || (item.calls ?? []).length > 1 || (item.id === undefined && !item.calls && item.hidden === undefined)) {
      const inner = frameOf(item, 3.5, Math.max(0, radius - 3));
      inner.setAttribute("class", "inner");
      group.append(inner);
    }
    const label = item.id === undefined ? elided(visible(view.boxName(item)), 40) : graph.labels.has(item.id) ? view.label(item.id) : "";
    const names = [
      ...(label ? ["label"] : []), ...(item.calls ? ["count"] : []),
      ...(item.hidden !== undefined ? [] : isConstant ? ["number"] : ["data", "grad"]),
    ];
    names.forEach((name, index) => group.append(this.line(node, name, index, names.length)));
    if (label) node.lines.label.textContent = label;
    if (item.calls) {
      node.lines.count.textContent = `${counted(item.count ?? 0, "value")}${item.parameters ? `, ${grouped(item.parameters)} par.` : ""}`;
    }
    if (item.id !== undefined && !label && !isConstant) {
      // What formulas call it.
      const text = elided((this.names ?? new Names(graph, view.call)).own(item.id), 16);
      // Above the box, unless that is where the operation is.
      const isBelow = view.layout.d === "TB" && text.length > 5;
      const tag = make("text", {
        x: item.x - item.width / 2 + 4, y: isBelow ? item.y + item.height / 2 + 10.5 : item.y - item.height / 2 - 3.5, class: "tag",
      });
      tag.textContent = text;
      group.append(tag);
    }
    if (item.hidden === undefined) this.point(group, group, item);
    return group;
  }

  /** @param {ItemElements} node @param {"LR" | "TB"} direction @param {string} symbol */
  makeOperation(node, direction, symbol) {
    const { item } = node;
    const [x, y, width, height] = /** @type {number[]} */ (item.op);
    const isSign = symbol.length === 1;
    const wire = direction === "LR"
      ? `M${x + width / 2} ${y}H${item.x - item.width / 2}` : `M${x} ${y + height / 2}V${item.y - item.height / 2}`;
    const text = make("text", { x, y: y + (isSign ? 5 : 4), class: isSign ? "sign" : "" });
    text.textContent = symbol;
    node.operation = make("g", { class: "operation" }, make("path", { d: wire, class: "wire" }), isSign
      ? make("circle", { cx: x, cy: y, r: width / 2 })
      : make("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 }), text);
    return node.operation;
  }

  /** @param {ItemElements} node @param {string} name @param {number} index @param {number} count */
  line(node, name, index, count) {
    const { item } = node;
    const text = make("text", { x: item.x, y: item.y + (index - (count - 1) / 2) * LINE + 4, class: name });
    if (name === "data" || name === "grad") {
      node.numbers[name] = make("tspan", { class: "digits" });
      text.append(`${name} `, node.numbers[name]);
    }
    node.lines[name] = text;
    return text;
  }

  // MARK: Updating

  /**
   * Makes the drawing like the scene; what is as before is not touched.
   * @param {Scene} scene
   */
  update(scene) {
    this.svg.classList.toggle("selecting", scene.isSelecting);
    scene.items.forEach((look, index) => { if (look) this.updateItem(this.items[index], look); });
    scene.edges.forEach((look, index) => this.updateEdge(this.edges[index], look));
    this.updateFlows(scene);
  }

  /** @param {Scene} scene */
  updateFlows(scene) {
    const flows = scene.edges.flatMap(({ flow }, index) => (flow ? [{ flow, path: this.edges[index].edge.path }] : []));
    const known = flows.map(({ flow, path }) => `${flow} ${path}`).join(";");
    if (known === this.flowing) return;
    this.flowing = known;
    this.flows.replaceChildren(...flows.map(({ flow, path }) => make("path", { d: path, class: `flow ${flow}` })));
  }

  /**
   * Writes a label anew that is another now.
   * @param {number} id
   */
  rename(id) {
    const item = this.view?.itemOf.get(id);
    const label = item && this.items[item.index].lines.label;
    const text = this.view?.label(id) ?? "";
    if (label && label.textContent !== text) label.textContent = text;
  }

  /** @param {ItemElements} node @param {ItemLook} look */
  updateItem(node, look) {
    const { look: before, group, lines, numbers } = node;
    if (before && Object.keys(look).every((key) => Reflect.get(before, key) === Reflect.get(look, key))) return;
    node.look = look;
    if (before?.classes !== look.classes) group.setAttribute("class", look.classes);
    node.operation?.setAttribute("class", look.operation);
    if (numbers.data) numbers.data.textContent = look.data;
    if (numbers.grad) numbers.grad.textContent = look.grad;
    if (lines.number) lines.number.textContent = look.data;
    group.setAttribute("aria-label", look.name);
    group.setAttribute("aria-pressed", String(look.isPinned));
    if (look.tint) group.style.setProperty("--tint", look.tint);
    else group.style.removeProperty("--tint");
  }

  /** @param {EdgeElements} elements @param {EdgeLook} look */
  updateEdge(elements, look) {
    const { look: before, group, label, line } = elements;
    if (before && Object.keys(look).every((key) => Reflect.get(before, key) === Reflect.get(look, key))) return;
    elements.look = look;
    group.setAttribute("class", look.classes);
    group.style.setProperty("--width", String(look.width));
    if (elements.edge.place !== STUB) group.setAttribute("aria-label", look.name);
    if (look.label) this.placeLabel(elements.edge, line, label, look.isFactor);
    label.textContent = look.label;
    label.setAttribute("class", look.classes.includes("active") ? "edge-label active" : "edge-label");
  }

  /**
   * A number along an edge stands at its middle; the factor of the step that is going on at its operation, where what
   * flies by is multiplied by it.
   * @param {ViewEdge} edge @param {SVGPathElement} line @param {SVGTextElement} label @param {boolean} isFactor
   */
  placeLabel(edge, line, label, isFactor) {
    const { op } = edge.to;
    const isWide = this.view?.layout.d === "LR";
    // To ask for a place on the line has the browser lay out the drawing.
    const middle = !isFactor || !op ? this.labelPlace(edge, line) : null;
    const [x, y] = !op || middle ? [middle?.x ?? 0, middle?.y ?? 0]
      : isWide ? [op[0], op[1] - op[3] / 2 - 6] : [op[0] + op[2] / 2 + 6, op[1] + 4];
    label.setAttribute("x", String(x));
    label.setAttribute("y", String(y));
    label.style.textAnchor = isFactor && op && !isWide ? "start" : "middle";
  }

  /**
   * Where on an edge its number stands: near the middle, clear of the numbers of the edges before it.
   * @param {ViewEdge} edge @param {SVGPathElement} line @returns {{ x: number, y: number }}
   */
  labelPlace(edge, line) {
    const beside = (/** @type {SVGPathElement} */ way, /** @type {number} */ share, /** @type {boolean} */ isBelow) => {
      const { x, y } = way.getPointAtLength(way.getTotalLength() * share);
      return { x, y: y + (isBelow ? 13 : -5) };
    };
    if (this.edges.length > MOST_CLEARED) return beside(line, 0.48, false);
    if (this.labelPlaces.length === 0) {
      for (const { edge: { from, to }, line: way } of this.edges) {
        // Of edges that meet, the lower one has its number below.
        const isBelow = from.y > (to.op?.[1] ?? to.y);
        const places = [0.48, 0.34, 0.62].flatMap((share) => [isBelow, !isBelow].map((side) => beside(way, share, side)));
        this.labelPlaces.push(places.find((place) => !this.labelPlaces.some((other) =>
          Math.abs(other.x - place.x) < LABEL[0] && Math.abs(other.y - place.y) < LABEL[1])) ?? places[0]);
      }
    }
    return this.labelPlaces[edge.index];
  }

  // MARK: Pointing

  /** @param {SVGElement} focusable @param {SVGElement} hit @param {Item | ViewEdge} target */
  point(focusable, hit, target) {
    focusable.setAttribute("role", "button");
    focusable.setAttribute("tabindex", "-1");
    hit.addEventListener("pointerenter", () => this.onPoint("enter", target));
    hit.addEventListener("pointerleave", () => this.onPoint("leave", target));
    focusable.addEventListener("focus", () => this.onPoint("focus", target));
    // A click is no reason for a frame that shows where the keyboard is.
    hit.addEventListener("pointerdown", (event) => event.preventDefault());
    hit.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!this.camera.wasDragged) this.onPoint("click", target);
    });
    hit.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      this.onPoint("double", target);
    });
  }

  /**
   * What the arrow keys walk through: every box with the edges that end at it.
   * @returns {SVGGElement[]}
   */
  get stops() {
    return [...this.items].filter(({ item }) => item.hidden === undefined).sort((a, b) => a.item.order - b.item.order)
      .flatMap(({ item, group }) => [
        ...item.incoming.filter((edge) => edge.place !== STUB).map((edge) => this.edges[edge.index].group), group,
      ]);
  }

  // MARK: The camera

  /** @param {boolean} isWhole all of it, or what of it can be read */
  fit(isWhole) {
    const { view } = this;
    this.isWhole = isWhole;
    if (!view) return;
    const root = view.itemFor(view.root) ?? view.items[view.items.length - 1];
    const { width, height } = this.camera.size;
    this.camera.goTo(isWhole ? wholePlace(view.layout, width, height) : firstPlace(view.layout, root, width, height), true);
  }

  followCamera() {
    const { scale } = this.camera.place;
    this.air.setAttribute("viewBox", this.svg.getAttribute("viewBox") ?? "");
    // Names of modules keep their size; what cannot be read gives way to colour.
    this.svg.style.setProperty("--unit", String(Math.min(1 / scale, 14)));
    this.svg.classList.toggle("far", 12 * scale < 7);
    this.minimap.update();
  }
}
