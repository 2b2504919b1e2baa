import assert from "node:assert/strict";
import test from "node:test";
import { SMALLEST_TEXT, chooseLayout, wholeScale } from "../../../Sources/CExplorer/page/stage/choice.js";
import { plainPath } from "../../../Sources/CExplorer/page/stage/view.js";
import { firstPlace, wholePlace } from "../../../Sources/CExplorer/page/stage/camera.js";

const layout = (w, h, d, z) => ({ w, h, d, z, items: [], edges: [], frames: [] });
const graph = { layouts: [layout(300, 100, "LR", 0), layout(100, 300, "TB", 0), layout(1200, 500, "LR", 1), layout(500, 1200, "TB", 1), layout(9000, 5000, "LR", 2)], views: [[0, 1, 2, 3, 4]] };

test("the most open layout that can be read, in the direction of the window", () => {
  assert.equal(chooseLayout(graph, 0, 1440, 700), 2);
  assert.equal(chooseLayout(graph, 0, 390, 600), 1);
  assert.equal(chooseLayout(graph, 0, 700, 1300), 3);
});

test("a depth that is asked for is taken, the nearest below if there is none", () => {
  assert.equal(chooseLayout(graph, 0, 390, 600, { depth: 1 }), 3);
  assert.equal(chooseLayout(graph, 0, 1440, 700, { depth: 2 }), 4);
  assert.equal(chooseLayout(graph, 0, 1440, 700, { depth: 7 }), 4);
});

test("a direction that is asked for is taken", () => {
  assert.equal(chooseLayout(graph, 0, 1440, 700, { direction: "TB" }), 1);
});

test("what can't be read as a whole begins around its root, at a size that can", () => {
  const place = firstPlace(graph.layouts[4], { x: 8950, y: 2500 }, 1440, 700);
  assert.equal(place.isWhole, false);
  assert.ok(place.scale * SMALLEST_TEXT >= 10 - 1e-9);
  assert.ok(place.x + 720 / place.scale >= 8950 && place.x + 720 / place.scale <= 9000 + 20);
  assert.ok(firstPlace(graph.layouts[0], { x: 0, y: 0 }, 1440, 700).isWhole);
  assert.ok(wholeScale(graph.layouts[0], 1e5, 1e5) < 3);
});

test("edges that the data leaves to the page end at the side of the operation", () => {
  const from = { x: 50, y: 20, width: 80, height: 40 }, to = { x: 250, y: 60, width: 80, height: 40, op: [190, 60, 24, 24] };
  assert.equal(plainPath(from, to, "LR"), "M90 20C134 20 134 60 172 60L178 60");
  assert.equal(plainPath(from, { ...to, op: undefined, y: 120 }, "TB"), "M50 40C50 70 250 70 250 94L250 100");
});

test("to fit is to see all of it, however small", () => {
  const layout = { w: 18000, h: 5000, d: "LR", z: 0, items: [], edges: [], frames: [] };
  const { x, y, scale } = wholePlace(layout, 1440, 700);
  assert.ok((x - layout.w / 2) * scale === 0 && layout.w * scale < 1440 && layout.h * scale < 700);
  assert.equal(y, 2500);
});
