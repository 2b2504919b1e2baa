// Formulas as MathML, which browsers typeset themselves.

import { h } from "./render.js";
import { exactPieceText, namedBetweenSigns, numberPieceText } from "../words/formula.js";

/** @typedef {import("../words/formula.js").Piece} Piece */
/** @typedef {import("./render.js").Element_} Element_ */
/** @typedef {(target: { id: number } | { edge: [number, number] } | null) => void} Point */

/**
 * @param {Piece[]} pieces
 * @param {Point} point what to do when a part that stands for something is pointed at
 * @param {Record<string, any>} [attributes]
 */
export const formula = (pieces, point, attributes = {}) =>
  h("math", attributes, h("mrow", {}, pieces.map((piece) => math(piece, point))));

/** @param {Piece[]} pieces @param {Point} point */
const inRow = (pieces, point) =>
  pieces.length === 1 ? math(pieces[0], point) : h("mrow", {}, pieces.map((piece) => math(piece, point)));

/** @param {{ id: number } | { edge: [number, number] }} target @param {Point} point */
const pointing = (target, point) => ({
  onpointerenter: () => point(target), onpointerleave: () => point(null),
});

/** @param {string} text */
const operator = (text) => h("mo", { lspace: "0.22em", rspace: "0.22em", stretchy: "false" }, text);

/** @param {string} text @param {string} className */
const identifier = (text, className) =>
  // A name of more than a letter stands upright, as functions do.
  // Of single letters browsers slant those of the alphabet.
  h("mi", { class: text === "ŷ" ? `${className} slanted` : className, mathvariant: Array.from(text).length > 1 ? "normal" : undefined }, text);

/** @param {Piece} piece @param {Point} point @returns {Element_} */
function math(piece, point) {
  switch (piece.kind) {
    case "text": return words(piece.text);
    case "name":
      return h("mrow", { class: "term", ...pointing({ id: piece.id }, point) }, identifier(piece.isOperand ? namedBetweenSigns(piece.text) : piece.text, "name"));
    case "grad":
      return h("mrow", { class: "term upstream", ...pointing({ id: piece.id }, point) },
        identifier(namedBetweenSigns(piece.text), "name"), h("mi", { mathvariant: "normal" }, ".grad"));
    case "number": return numberElement(piece, point);
    case "partial":
      return h("mfrac", { class: "term local", ...pointing({ edge: piece.edge }, point) },
        h("mrow", {}, h("mo", { form: "prefix", rspace: "0" }, "∂"), identifier(namedBetweenSigns(piece.of), "name")),
        h("mrow", {}, h("mo", { form: "prefix", rspace: "0" }, "∂"), identifier(namedBetweenSigns(piece.by), "name")));
    case "fraction": return h("mfrac", {}, inRow(piece.over, point), inRow(piece.under, point));
    case "power": return h("msup", {}, inRow(piece.base, point), inRow(piece.exponent, point));
    case "call":
      if (piece.name === "sqrt") return h("msqrt", {}, piece.inside.map((inside) => inRow(inside, point)));
      return h("mrow", {}, h("mi", { mathvariant: "normal" }, piece.name), h("mo", { stretchy: "false", lspace: "0" }, "("),
        piece.inside.flatMap((inside, index) => [
          ...(index ? [h("mo", { separator: "true", rspace: "0.3em" }, ",")] : []), inRow(inside, point),
        ]), h("mo", { stretchy: "false" }, ")"));
  }
}

/** @param {string} text */
function words(text) {
  const bare = text.trim();
  return /^[+−·=]$|^\+=$/.test(bare) ? operator(bare) : h("mtext", {}, text.replace(/^ | $/g, "\u00a0"));
}

/** @param {Extract<Piece, { kind: "number" }>} piece @param {Point} point */
function numberElement(piece, point) {
  const isOpen = piece.isOperand && typeof piece.known === "number" && piece.known < 0;
  const text = numberPieceText({ ...piece, isOperand: false });
  const digits = h("mn", { class: piece.known === "later" ? "later" : undefined }, text);
  const body = isOpen
    ? h("mrow", {}, h("mo", { stretchy: "false" }, "("), digits, h("mo", { stretchy: "false" }, ")")) : digits;
  const attributes = {
    class: `term ${piece.part}`, title: exactPieceText(piece),
    ...(piece.edge ? pointing({ edge: piece.edge }, point) : piece.id !== undefined ? pointing({ id: piece.id }, point) : {}),
  };
  return h("mrow", attributes, piece.why ? h("munder", { class: "why" }, body, inRow(piece.why, point)) : body);
}
