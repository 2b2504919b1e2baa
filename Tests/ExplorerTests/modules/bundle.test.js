import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const explorer = join(dirname(fileURLToPath(import.meta.url)), "../../../Sources/CExplorer");
const page = join(explorer, "page");
const embedded = [...readFileSync(join(explorer, "CExplorer.c"), "utf8").matchAll(/#embed "page\/(.*\.js)"/g)].map(([, path]) => path);
const sources = new Map(embedded.map((path) => [path, readFileSync(join(page, path), "utf8")]));

test("every module is embedded, after those that it imports", () => {
  const all = readdirSync(page, { recursive: true }).filter((path) => path.endsWith(".js"));
  assert.deepEqual([...embedded].sort(), all.sort());
  embedded.forEach((path, index) => {
    for (const [, from] of sources.get(path).matchAll(/^import .* from "(.*)";$/gm)) {
      const imported = relative(".", normalize(join(dirname(path), from)));
      assert.ok(embedded.indexOf(imported) >= 0 && embedded.indexOf(imported) < index, `${path} imports ${imported}`);
    }
  });
});

test("imports and exports are lines of their own, so that they can be taken out", () => {
  for (const [path, source] of sources) {
    assert.doesNotMatch(source, /^import (?!\{.*\} from ".*";$)/m, path);
    assert.doesNotMatch(source, /^export (?!(const|function|class) )/m, path);
    assert.doesNotMatch(source, /\bas\b.* from "/, path);
  }
});

// What every module finds in a window, which a name at the top of another would hide.
const OF_WINDOW = new Set((
  "blur close closed confirm console crypto document event external fetch find focus frames history innerHeight " +
  "innerWidth length location matchMedia name navigator open opener origin parent performance print prompt screen " +
  "scroll self status stop top window"
).split(" "));

test("no name is declared twice at the top of modules that become one, or hides the browser's", () => {
  const owners = new Map();
  for (const [path, source] of sources) {
    for (const [, name] of source.matchAll(/^(?:export )?(?:const|let|function|class) +([\w$]+)/gm)) {
      assert.ok(!owners.has(name), `${name} in ${path} and ${owners.get(name)}`);
      assert.ok(!OF_WINDOW.has(name), `${name} in ${path} hides the browser's`);
      owners.set(name, path);
    }
  }
});

test("comments can be told from code by their lines", () => {
  for (const [path, source] of sources) {
    assert.doesNotMatch(source, /[;,{}] *\/\/ /, `${path}: a comment behind code`);
    // A text that spans lines would lose its indentation.
    for (const line of source.split("\n").filter((line) => !/^ *(\/\/|\*|\/\*)/.test(line))) {
      assert.equal((line.match(/`/g) ?? []).length % 2, 0, `${path}: ${line}`);
    }
  }
});

test("nothing in a module could end the element that it stands in, or begin a comment of its document", () => {
  for (const [path, source] of sources) {
    for (const line of source.split("\n").filter((line) => !/^ *(\/\/|\*|\/\*)/.test(line))) assert.doesNotMatch(line, /<[/!]/, `${path}: ${line}`);
  }
});
