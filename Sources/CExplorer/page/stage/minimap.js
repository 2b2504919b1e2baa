// A small picture of the whole view where the window shows a part: where that part is, and a way to move it.

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./camera.js").Camera} Camera */

const MOST_SIZE = { width: 180, height: 110 };

export class Minimap {
  /** @param {SVGSVGElement} svg @param {Camera} camera */
  constructor(svg, camera) {
    this.svg = svg;
    this.camera = camera;
    /** @type {View | null} */
    this.view = null;
    this.boxes = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    this.frame = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    const seek = (/** @type {PointerEvent} */ event) => {
      if (!this.view) return;
      const bounds = svg.getBoundingClientRect();
      const { w, h } = this.view.layout;
      camera.goTo({
        x: ((event.clientX - bounds.left) / bounds.width) * w, y: ((event.clientY - bounds.top) / bounds.height) * h,
        scale: camera.place.scale,
      }, false);
    };
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      seek(event);
    });
    svg.addEventListener("pointermove", (event) => { if (event.buttons) seek(event); });
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    const { w, h } = view.layout;
    const scale = Math.min(MOST_SIZE.width / w, MOST_SIZE.height / h);
    this.svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
    this.svg.setAttribute("width", String(w * scale));
    this.svg.setAttribute("height", String(h * scale));
    this.boxes.setAttribute("class", "boxes");
    this.frame.setAttribute("class", "window");
    this.boxes.setAttribute("d", view.items.map(({ x, y, width, height }) =>
      `M${(x - width / 2).toFixed(0)} ${(y - height / 2).toFixed(0)}h${width.toFixed(0)}v${height.toFixed(0)}h${(-width).toFixed(0)}z`).join(""));
  }

  update() {
    if (!this.view) return;
    const { w, h } = this.view.layout;
    const { x, y, scale } = this.camera.place;
    const { width, height } = this.camera.size;
    const [shownWidth, shownHeight] = [width / scale, height / scale];
    const isWhole = x - shownWidth / 2 < 4 && y - shownHeight / 2 < 4 && x + shownWidth / 2 > w - 4 && y + shownHeight / 2 > h - 4;
    this.svg.toggleAttribute("hidden", isWhole);
    const left = Math.max(0, x - shownWidth / 2), top = Math.max(0, y - shownHeight / 2);
    this.frame.setAttribute("x", String(left));
    this.frame.setAttribute("y", String(top));
    this.frame.setAttribute("width", String(Math.max(0, Math.min(w, x + shownWidth / 2) - left)));
    this.frame.setAttribute("height", String(Math.max(0, Math.min(h, y + shownHeight / 2) - top)));
  }
}
