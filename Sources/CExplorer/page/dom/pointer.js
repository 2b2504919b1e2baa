// What the pointer is at. A page that moves under a mouse at rest does not point at anything, and the second click of a
// double-click is on what the first was on, whatever has moved in between.

/** @template Target */
export class Pointer {
  /**
   * @param {EventTarget} page where events come by on their way to what they are for
   * @param {(target: Target | null) => void} onPoint @param {() => boolean} isWatching whether the reader looks on, and
   *   points at nothing
   */
  constructor(page, onPoint, isWatching) {
    this.onPoint = onPoint;
    this.isWatching = isWatching;
    /** @type {[x: number, y: number] | null} */
    this.place = null;
    // Whether it was the pointer that moved, when it last came to something.
    this.hasCome = true;
    /** @type {Target | null} what is under the pointer without having been pointed at */
    this.waiting = null;
    const isElsewhere = (/** @type {PointerEvent} */ { clientX, clientY }) =>
      !this.place || this.place[0] !== clientX || this.place[1] !== clientY;
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ listener) =>
      page.addEventListener(name, listener, { capture: true, passive: true });
    listen("pointerenter", (event) => { this.hasCome = isElsewhere(event); });
    listen("pointerdown", (event) => {
      this.place = [event.clientX, event.clientY];
      this.hasCome = true;
    });
    // What keys reach is pointed at as well.
    listen("keydown", () => { this.hasCome = true; });
    listen("pointermove", (event) => {
      if (!isElsewhere(event)) return;
      this.place = [event.clientX, event.clientY];
      if (this.waiting !== null && !this.isWatching()) this.point(this.waiting);
    });
  }

  /** @param {Target} target */
  enter(target) {
    if (this.hasCome && !this.isWatching()) this.point(target);
    else this.waiting = target;
  }

  leave() {
    this.waiting = null;
    this.onPoint(null);
  }

  /** @param {Target} target */
  point(target) {
    this.waiting = null;
    this.onPoint(target);
  }
}

/**
 * Gives the second click of a double-click to what the first was on, if that is in an element.
 * @param {EventTarget} page @param {Element} within
 */
export function holdDoubleClicks(page, within) {
  /** @type {Element | null} */
  let first = null;
  page.addEventListener("click", (event) => {
    const { target, detail } = /** @type {MouseEvent} */ (event);
    if (detail < 2) first = within.contains(/** @type {Element} */ (target)) ? /** @type {Element} */ (target) : null;
    else if (first) event.stopPropagation();
  }, true);
  page.addEventListener("dblclick", (event) => {
    if (!first || event.target === first || !event.isTrusted) return;
    event.stopPropagation();
    first.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  }, true);
}
