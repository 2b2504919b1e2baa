// The pictures that `gradviz steps` draws say and show what the player of the page says and shows: same steps, same
// words, same numbers. Needs the command, named by GRADVIZ.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { Graph } from "../../../Sources/CExplorer/page/model/graph.js";
import { Numbers } from "../../../Sources/CExplorer/page/model/numbers.js";
import { narrate, narrationText } from "../../../Sources/CExplorer/page/play/narration.js";
import { Player } from "../../../Sources/CExplorer/page/play/player.js";
import { Shown } from "../../../Sources/CExplorer/page/play/shown.js";
import { sceneOf } from "../../../Sources/CExplorer/page/stage/scene.js";
import { View } from "../../../Sources/CExplorer/page/stage/view.js";
import { Names } from "../../../Sources/CExplorer/page/words/names.js";

const command = process.env.GRADVIZ;

const unescaped = (text) =>
  text.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("\u00a0", " ");

/** The caption of a picture, and the lines of text in the box of each value or module. */
function readPicture(svg) {
  const caption = /<g class="caption[^"]*">\s*<title>([^]*?)<\/title>/.exec(svg)[1];
  const boxes = new Map();
  for (const [, id, body] of svg.matchAll(/<g id="([vb]\d+)" class="node[^"]*">([^]*?)<\/g>/g)) {
    boxes.set(id, [...body.matchAll(/<text[^>]*>([^]*?)<\/text>/g)].map(([, text]) => unescaped(text)));
  }
  return { caption: unescaped(caption), boxes };
}

function compare(input, options, depth = 0) {
  const folder = mkdtempSync(join(tmpdir(), "gradviz-steps-"));
  try {
    execFileSync(command, ["steps", ...input, ...options, "-o", `${folder}/slides/`]);
    const page = execFileSync(command, ["render", ...input, ...options, "-T", "html"], { maxBuffer: 1e9 }).toString();
    const data = JSON.parse(/<script type="application\/json" id="data">\n([^]*?)\n<\/script>/.exec(page)[1]);
    const graph = new Graph(data.graphs[0]);
    const numbers = Numbers.read(graph, data.numbers);
    const layout = graph.views[graph.whole].find((index) => graph.layouts[index].z === depth && graph.layouts[index].d === "LR");
    const view = new View(graph, -1, layout);
    const player = new Player(view, numbers, data.rules);
    const names = new Names(graph, -1);
    const files = readdirSync(`${folder}/slides`).sort();
    assert.equal(files.length, player.steps.length);
    let boxCount = 0;
    files.forEach((file, step) => {
      const { caption, boxes } = readPicture(readFileSync(`${folder}/slides/${file}`, "utf8"));
      const shown = new Shown(player, step + 1, names, () => false);
      assert.equal(caption, narrationText(narrate(shown, player.steps[step], () => null)), file);
      const scene = sceneOf({
        shown, position: step + 1, isResting: false, emphasis: null, pinned: null, found: new Set(), edits: new Map(),
        overlay: "", reference: null, hasEdgeNumbers: false, room: 10,
      });
      for (const item of view.items) {
        if (item.id === undefined) continue;
        const look = scene.items[item.index];
        const lines = boxes.get(`v${item.id}`);
        assert.ok(lines, `${file} has no box of v${item.id}`);
        if (graph.role[item.id] === 3) assert.equal(lines.at(-1), look.data, file);
        else assert.deepEqual(lines.slice(-2), [`data ${look.data}`, `grad ${look.grad}`], `${file} v${item.id}`);
        boxCount++;
      }
    });
    assert.ok(boxCount > 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const texts = {
  "the lecture's expression": "a = 2.0; b = -3.0; c = 10.0; f = -2.0; e = a * b; d = e + c; L = d * f",
  "a value used twice": "a = 3; b = a + a; L = b * b * a",
  "powers, quotients, signs and constants": "a = 2.5; b = -0.5; c = (a / b) ** 2 - -a; L = exp(c * 0.01) / 3 + 2 ** b",
  "functions with kinks": "a = -1; b = 2; L = relu(a) + abs(a) + max(a, b) + min(b, b) + relu(b)",
  "numbers of many sizes": "a = 1e-7; b = 123456.789; c = a * b; L = c + sqrt(b) * 1e12 + a",
  "numbers that are not finite": "a = 0.0; b = a / a; L = b + exp(1000.0 + a)",
};

test("pictures of steps show what the player shows", { skip: command ? false : "GRADVIZ names no command" }, async (t) => {
  for (const [name, text] of Object.entries(texts)) await t.test(name, () => compare(["-e", text], []));
  const network = "net = MLP(2, [2, 1], seed=1)\nL = (net([1.0, -2.0]) - 1) ** 2";
  await t.test("a network closed to a box", () => compare(["-e", network], ["--depth", "0"], 0));
  await t.test("a network closed to its neurons", () => compare(["-e", network], ["--depth", "2"], 2));
});
