// Formulas as lists of pieces, which become typeset mathematics on the page and plain text elsewhere. A piece that
// stands for a value or an edge refers to it, so that pointing at one shows the other.

import { CONSTANT } from "../model/graph.js";
import { elided, exactText, isolated, knownText, visible } from "./text.js";

/** @typedef {import("../play/shown.js").Shown} Shown */
/** @typedef {import("./text.js").Known} Known */
/** @typedef {[result: number, place: number]} Edge */

/**
 * Whose number it is, which is its colour: a value, a gradient from above, a local derivative, what is added up.
 * @typedef {"value" | "upstream" | "local" | "sum"} Part
 */

/**
 * @typedef {{ kind: "text", text: string }
 *   | { kind: "name", text: string, id: number, isOperand?: boolean }
 *   | { kind: "grad", text: string, id: number }
 *   | { kind: "number", known: Known, part: Part, id?: number, edge?: Edge, why?: Piece[], isOperand?: boolean }
 *   | { kind: "partial", of: string, by: string, edge: Edge }
 *   | { kind: "fraction", over: Piece[], under: Piece[] }
 *   | { kind: "power", base: Piece[], exponent: Piece[] }
 *   | { kind: "call", name: string, inside: Piece[][] }} Piece
 */

/**
 * Words between formulas.
 * @param {string} text @returns {Piece}
 */
export const text = (text) => ({ kind: "text", text });

/** @param {Shown} shown @param {number} id @returns {Piece} */
export const nameOfValue = (shown, id) => ({ kind: "name", text: shown.name(id), id });

/** Of which of several places an operand stands in. */
export const SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉";

/**
 * The operand as ∂ has it: of an operation that has one value twice, as a + a, it tells which of the two, a₁.
 * @param {Shown} shown @param {number} result @param {number} place
 */
function operandName(shown, result, place) {
  const operands = shown.numbers.graph.operandsOf(result);
  const by = operands[place];
  if (operands.indexOf(by) === operands.lastIndexOf(by)) return shown.name(by);
  const nth = operands.slice(0, place).filter((other) => other === by).length;
  return `${shown.name(by)}${SUBSCRIPTS[nth] ?? ""}`;
}

/**
 * A label that is no plain name, as x1*w1, stands in brackets where signs are around it.
 * @param {string} name
 */
export const namedBetweenSigns = (name) => (/^[\p{L}\p{M}\p{N}_.'′@#[\]…]+$/u.test(name) ? name : `(${name})`);

/** @param {Shown} shown @param {number} id @returns {Piece} */
export const gradName = (shown, id) => ({ kind: "grad", text: shown.name(id), id });

/**
 * @param {Known} known @param {Part} part @param {{ id?: number, edge?: Edge, why?: Piece[] }} [refers]
 * @returns {Piece}
 */
export const number = (known, part, refers = {}) => ({ kind: "number", known, part, ...refers });

/**
 * A number between signs, in parentheses if it is negative.
 * @param {Known} known @param {Part} part @param {{ id?: number, edge?: Edge, why?: Piece[] }} [refers]
 * @returns {Piece}
 */
const operand = (known, part, refers = {}) => ({ kind: "number", known, part, isOperand: true, ...refers });

/**
 * The operation with its operands, each a list of pieces.
 * @param {Shown} shown @param {number} id @param {(isBetweenSigns: boolean) => Piece[][]} operandsFor
 * @returns {Piece[]}
 */
function applied(shown, id, operandsFor) {
  const op = shown.numbers.graph.opName(id);
  const between = operandsFor(true);
  if (between.length === 2) {
    const [a, b] = between;
    switch (op) {
      case "+": return [...a, text(" + "), ...b];
      case "-": return [...a, text(" − "), ...b];
      case "*": return [...a, text(" · "), ...b];
      case "/": return [{ kind: "fraction", over: operandsFor(false)[0], under: operandsFor(false)[1] }];
      case "**": return [{ kind: "power", base: a, exponent: operandsFor(false)[1] }];
    }
  }
  if (op === "neg" && between.length === 1) return [text("−"), ...between[0]];
  return [{ kind: "call", name: elided(visible(op)), inside: operandsFor(false) }];
}

/**
 * The operation with the names of its operands: a · b
 * @param {Shown} shown @param {number} id
 */
export const operationPieces = (shown, id) =>
  applied(shown, id, (isBetweenSigns) => shown.numbers.graph.operandsOf(id).map((operand) =>
    [{ kind: "name", text: shown.name(operand), id: operand, isOperand: isBetweenSigns }]));

/**
 * e = a · b = 2 · (−3) = −6
 * @param {Shown} shown @param {number} id @returns {Piece[]}
 */
export function forwardFormula(shown, id) {
  const { graph } = shown.numbers;
  const result = number(shown.data(id), "value", { id });
  if (graph.op[id] === 0) return [nameOfValue(shown, id), text(" = "), result];
  const numbers = applied(shown, id, (isBetweenSigns) => graph.operandsOf(id).map((from) => [
    (isBetweenSigns ? operand : number)(shown.data(from), "value", { id: from }),
  ]));
  return [nameOfValue(shown, id), text(" = "), ...operationPieces(shown, id), text(" = "), ...numbers, text(" = "), result];
}

/**
 * a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6
 *
 * The sum over all paths and the derivative of one operation have different signs.
 * @param {Shown} shown @param {number} result @param {number} place
 * @param {boolean} isTerm whether it stands in a list of what is added up, where a.grad += is said already
 * @returns {Piece[]}
 */
export function chainFormula(shown, result, place, isTerm = false) {
  const { graph } = shown.numbers;
  const by = graph.operandsOf(result)[place];
  if (graph.role[by] === CONSTANT) {
    return [nameOfValue(shown, by), text(" is a constant of "), nameOfValue(shown, result), text(": it takes no gradient")];
  }
  /** @type {Edge} */
  const edge = [result, place];
  /** @type {Piece} */
  const partial = { kind: "partial", of: shown.name(result), by: operandName(shown, result, place), edge };
  const local = operand(shown.local(result, place), "local", { edge, why: shown.why(result, place) });
  const upstream = shown.grad(result);
  if (upstream === null && isTerm) return [gradName(shown, result), text(" · "), partial, text(" = "), number("later", "upstream", { id: result }), text(" · "), local];
  if (upstream === null) return [partial, text(" = "), number(shown.local(result, place), "local", { edge, why: shown.why(result, place) })];
  return [
    ...(isTerm ? [] : [gradName(shown, by), text(" += ")]), gradName(shown, result), text(" · "), partial, text(" = "),
    operand(upstream.known, "upstream", { id: result }), text(" · "), local, text(" = "),
    number(shown.contribution(result, place), "sum", { id: by }),
  ];
}

/**
 * Formulas in plain text, as tooltips, labels and the clipboard have them.
 * @param {Piece[]} pieces @returns {string}
 */
export const plainText = (pieces) => pieces.map(pieceText).join("");

/** @param {Piece} piece @returns {string} */
function pieceText(piece) {
  switch (piece.kind) {
    case "text": return piece.text;
    case "name": return isolated(piece.isOperand ? namedBetweenSigns(piece.text) : piece.text);
    case "grad": return `${isolated(namedBetweenSigns(piece.text))}.grad`;
    case "number": return numberPieceText(piece);
    case "partial": return `∂${isolated(namedBetweenSigns(piece.of))}/∂${isolated(namedBetweenSigns(piece.by))}`;
    case "fraction": return `${plainText(piece.over)} / ${parenthesised(piece.under)}`;
    case "power": return `${plainText(piece.base)} ** ${parenthesised(piece.exponent)}`;
    case "call": return `${piece.name}(${piece.inside.map(plainText).join(", ")})`;
  }
}

/** @param {Piece[]} pieces */
const parenthesised = (pieces) => {
  const text = plainText(pieces);
  return /^−| /.test(text) ? `(${text})` : text;
};

/** @param {Extract<Piece, { kind: "number" }>} piece */
export const numberPieceText = ({ known, isOperand }) =>
  isOperand && typeof known === "number" && known < 0 ? `(${knownText(known)})` : knownText(known);

/** @param {Extract<Piece, { kind: "number" }>} piece */
export const exactPieceText = ({ known }) =>
  typeof known === "number" ? exactText(known) : known === "later" ? "not there yet" : known === "secret" ? "hidden" : "not known";
