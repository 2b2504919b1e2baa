import assert from "node:assert/strict";
import test from "node:test";
import { unpacked } from "../../../Sources/CExplorer/page/boot.js";

const digit = (number) => String.fromCharCode(61 + number);

test("references say again what was said before", () => {
  assert.equal(unpacked("plain − text\n"), "plain − text\n");
  // Six back, five long.
  assert.equal(unpacked(`const ~${digit(0)}${digit(6)}${digit(0)}!`), "const const!");
  const far = "y".repeat(4300);
  assert.equal(unpacked(`hello${far}#${digit(1)}${digit(1)}${digit(15)}${digit(0)}`), `hello${far}hello`);
});

test("marks that mean themselves, one after the other", () => {
  assert.equal(unpacked("~~~#"), "~#");
  assert.equal(unpacked("a~~b"), "a~b");
});
