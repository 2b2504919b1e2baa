// Formulas as LaTeX.

import { namedBetweenSigns, SUBSCRIPTS } from "./formula.js";
import { numberText } from "./text.js";

/** @typedef {import("./formula.js").Piece} Piece */

/** @type {Record<string, string>} */
const ESCAPED = {
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
  "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "−": "$-$", "·": "$\\cdot$", "×": "$\\times$",
};

/** @param {string} text */
const escaped = (text) => text.replace(/[\\{}$&#%_^~−·×]/g, (character) => ESCAPED[character]);

/**
 * Words or a name of more than a letter.
 * @param {string} text
 */
const upright = (text) => `\\text{${escaped(text)}}`;

/** @param {string} name @returns {string} */
const nameText = (name) => {
  const which = SUBSCRIPTS.indexOf(name.slice(-1)) + 1;
  if (which > 0) return `${nameText(name.slice(0, -1))}_{${which}}`;
  return /^[A-Za-z]$/.test(name) ? name : name === "ŷ" ? "\\hat{y}" : upright(name);
};

/** Functions that LaTeX has a name for. */
const FUNCTIONS = new Set("exp log sin cos tan sinh cosh tanh max min".split(" "));

/**
 * For `\[ … \]` with amsmath: a.\text{grad} \mathrel{+}= …
 * @param {Piece[]} pieces @returns {string}
 */
export const latexText = (pieces) => pieces.map(pieceLatex).join("").replace(/ {2,}/g, " ").trim();

/** @param {Piece} piece @returns {string} */
function pieceLatex(piece) {
  switch (piece.kind) {
    case "text": return wordsLatex(piece.text);
    case "name": return nameText(piece.isOperand ? namedBetweenSigns(piece.text) : piece.text);
    case "grad": return `${nameText(namedBetweenSigns(piece.text))}.\\text{grad}`;
    case "partial": return `\\frac{\\partial ${nameText(namedBetweenSigns(piece.of))}}{\\partial ${nameText(namedBetweenSigns(piece.by))}}`;
    case "fraction": return `\\frac{${latexText(piece.over)}}{${latexText(piece.under)}}`;
    case "power": return `{${latexText(piece.base)}}^{${latexText(piece.exponent)}}`;
    case "call": {
      const inside = piece.inside.map(latexText).join(", ");
      if (piece.name === "sqrt") return `\\sqrt{${inside}}`;
      const name = FUNCTIONS.has(piece.name) ? `\\${piece.name}` : `\\operatorname{${escaped(piece.name)}}`;
      return `${name}\\left(${inside}\\right)`;
    }
    case "number": {
      const digits = numberLatex(piece.known);
      const isOpen = piece.isOperand && typeof piece.known === "number" && piece.known < 0;
      const body = isOpen ? `\\left(${digits}\\right)` : digits;
      return piece.why ? `\\underset{${latexText(piece.why)}}{${body}}` : body;
    }
  }
}

/** @param {string} text of signs and words between formulas */
function wordsLatex(text) {
  return text.split(/(\+=|[=+−·←()<>,]|\s+)/).map((part) => {
    switch (part) {
      case "+=": return " \\mathrel{+}= ";
      case "−": return "-";
      case "·": return " \\cdot ";
      case "←": return " \\leftarrow ";
      case "": case "=": case "+": case "(": case ")": case "<": case ">": case ",": return part;
      default: return /^\s+$/.test(part) ? (part.includes("\u2003") ? " \\quad " : " ") : /^[\d.]+$/.test(part) ? part : `${upright(part)}\\ `;
    }
  }).join("");
}

/** @param {import("./text.js").Known} known */
function numberLatex(known) {
  if (typeof known !== "number") return known === "later" ? "\\text{—}" : "?";
  if (Number.isNaN(known)) return "\\text{NaN}";
  if (!Number.isFinite(known)) return known > 0 ? "\\infty" : "-\\infty";
  const [digits, exponent] = numberText(known).replaceAll("−", "-").split("e");
  return exponent === undefined ? digits : `${digits} \\cdot 10^{${exponent}}`;
}
