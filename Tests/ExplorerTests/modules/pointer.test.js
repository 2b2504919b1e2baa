import assert from "node:assert/strict";
import test from "node:test";
import { Pointer } from "../../../Sources/CExplorer/page/dom/pointer.js";

/** A page without elements: events are told to those who listen, as on their way down. */
class Events extends EventTarget {
  tell(name, clientX, clientY) { this.dispatchEvent(Object.assign(new Event(name), { clientX, clientY })); }
}

const watched = () => {
  const page = new Events(), told = [], state = { isPlaying: false };
  const pointer = new Pointer(page, (target) => told.push(target), () => state.isPlaying);
  const enter = (target, x, y) => {
    page.tell("pointerenter", x, y);
    pointer.enter(target);
  };
  return { page, told, state, pointer, enter };
};

test("what a mouse moves to is pointed at", () => {
  const { page, told, enter, pointer } = watched();
  enter("a", 10, 10);
  page.tell("pointermove", 10, 10);
  enter("b", 20, 10);
  pointer.leave();
  assert.deepEqual(told, ["a", "b", null]);
});

test("what moves under a mouse at rest is pointed at when the mouse moves itself", () => {
  const { page, told, enter } = watched();
  page.tell("pointermove", 10, 10);
  page.tell("pointerdown", 10, 10);
  enter("formula", 10, 10);
  page.tell("pointermove", 10, 10);
  assert.deepEqual(told, []);
  page.tell("pointermove", 11, 10);
  assert.deepEqual(told, ["formula"]);
});

test("nothing is pointed at while it plays, nor afterwards what was left", () => {
  const { page, told, state, enter, pointer } = watched();
  state.isPlaying = true;
  enter("a", 10, 10);
  page.tell("pointermove", 12, 10);
  assert.deepEqual(told, []);
  state.isPlaying = false;
  pointer.leave();
  page.tell("pointermove", 14, 10);
  assert.deepEqual(told, [null]);
});
