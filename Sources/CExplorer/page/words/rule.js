// Why a local derivative is what it is: the rule of its operation, an expression in the operands a and b and the
// result y, with the names of the values in place of the letters.

/** @typedef {import("./formula.js").Piece} Piece */

/**
 * @typedef {{ kind: "number", text: string } | { kind: "letter", text: "a" | "b" | "y" }
 *   | { kind: "sign", sign: string, inside: Rule_ } | { kind: "two", sign: string, left: Rule_, right: Rule_ }
 *   | { kind: "call", name: string, inside: Rule_ }
 *   | { kind: "choice", then: Rule_, condition: Rule_, otherwise: Rule_ }} Rule_
 */

/**
 * How tightly signs bind.
 * @type {Record<string, number>}
 */
const BINDING = { "<": 1, ">": 1, "<=": 1, ">=": 1, "==": 1, "+": 2, "-": 2, "*": 3, "/": 3, "**": 5 };

/**
 * Reads a rule.
 * @param {string} text @returns {Rule_}
 */
export function readRule(text) {
  const words = text.match(/\d+(?:\.\d+)?|[a-z_]\w*|\*\*|[<>=]=|[-+*/()<>,]/g) ?? [];
  let at = 0;
  const take = (/** @type {string} */ word) => words[at] === word && ++at > 0;
  /** @returns {Rule_} */
  const choice = () => {
    const then = binary(1);
    if (!take("if")) return then;
    const condition = binary(1);
    take("else");
    return { kind: "choice", then, condition, otherwise: choice() };
  };
  /** @param {number} least @returns {Rule_} */
  const binary = (least) => {
    let left = prefix();
    for (let sign = words[at]; BINDING[sign] >= least; sign = words[at]) {
      at++;
      // Powers group from the right.
      left = { kind: "two", sign, left, right: binary(sign === "**" ? BINDING[sign] : BINDING[sign] + 1) };
    }
    return left;
  };
  /** @returns {Rule_} */
  const prefix = () => {
    if (take("-")) return { kind: "sign", sign: "-", inside: binary(4) };
    if (take("(")) {
      const inside = choice();
      take(")");
      return inside;
    }
    const word = words[at++] ?? "";
    if (word === "a" || word === "b" || word === "y") return { kind: "letter", text: word };
    if (!take("(")) return { kind: "number", text: word };
    const inside = choice();
    take(")");
    return { kind: "call", name: word, inside };
  };
  return choice();
}

/**
 * @param {Rule_} rule @param {{ a: number, b: number, y: number }} numbers
 * @returns {number} of a condition 1 or 0; NaN of functions, which conditions do not have
 */
function valueOf(rule, numbers) {
  switch (rule.kind) {
    case "number": return Number(rule.text);
    case "letter": return numbers[rule.text];
    case "sign": return -valueOf(rule.inside, numbers);
    case "call": return NaN;
    case "choice": return valueOf(valueOf(rule.condition, numbers) ? rule.then : rule.otherwise, numbers);
    case "two": {
      const left = valueOf(rule.left, numbers), right = valueOf(rule.right, numbers);
      switch (rule.sign) {
        case "<": return Number(left < right);
        case ">": return Number(left > right);
        case "<=": return Number(left <= right);
        case ">=": return Number(left >= right);
        case "==": return Number(left === right);
        case "+": return left + right;
        case "-": return left - right;
        case "*": return left * right;
        case "/": return left / right;
        default: return left ** right;
      }
    }
  }
}

/**
 * The rule as it holds for these numbers: = b, = 1 − o², relu is shut
 * @param {string} op @param {string} text @param {{ a: number, b: number, y: number }} numbers
 * @param {{ a: Piece, b: Piece, y: Piece }} names
 * @returns {Piece[]}
 */
export function whyPieces(op, text, numbers, names) {
  let rule = readRule(text);
  /** @param {string} text @returns {Piece} */
  const word = (text) => ({ kind: "text", text });
  /** @type {Rule_[]} */
  const conditions = [];
  let isElse = false;
  while (rule.kind === "choice") {
    conditions.push(rule.condition);
    isElse = !valueOf(rule.condition, numbers);
    rule = isElse ? rule.otherwise : rule.then;
  }
  if (conditions.length > 0) {
    if (isElse && op === "relu" && numbers.a <= 0) return [word("relu is shut")];
    const last = conditions[conditions.length - 1];
    const holds = isElse ? negated(last, numbers) : last;
    return op === "relu" ? [word("open: "), ...written(holds, names, 0)] : written(holds, names, 0);
  }
  const bare = rule.kind === "sign" ? rule.inside : rule;
  if (bare.kind === "number") {
    return [word(op === "+" ? "+ passes it on" : rule.kind === "sign" && bare.text === "1" ? "− turns the sign" : "always")];
  }
  return [word("= "), ...written(rule, names, 0)];
}

/**
 * What holds where no condition did.
 * @param {Rule_} condition @param {{ a: number, b: number, y: number }} numbers @returns {Rule_}
 */
function negated(condition, numbers) {
  if (condition.kind !== "two") return condition;
  const left = valueOf(condition.left, numbers), right = valueOf(condition.right, numbers);
  return { ...condition, sign: left === right ? "=" : left < right ? "<" : left > right ? ">" : "is not comparable with" };
}

/** @type {Record<string, string>} */
const PRINTED = { "-": "−", "*": "·" };

/**
 * @param {Rule_} rule @param {{ a: Piece, b: Piece, y: Piece }} names @param {number} binding of what is around it
 * @returns {Piece[]}
 */
function written(rule, names, binding) {
  /** @param {string} text @returns {Piece} */
  const word = (text) => ({ kind: "text", text });
  const closed = (/** @type {Piece[]} */ pieces, /** @type {number} */ own) =>
    own < binding ? [word("("), ...pieces, word(")")] : pieces;
  switch (rule.kind) {
    case "number": return [word(rule.text)];
    case "letter": {
      const name = names[rule.text];
      return [name.kind === "name" && binding > 0 ? { ...name, isOperand: true } : name];
    }
    case "sign": return closed([word("−"), ...written(rule.inside, names, 4)], 3);
    case "call": return [{ kind: "call", name: rule.name, inside: [written(rule.inside, names, 0)] }];
    case "choice": return written(rule.then, names, binding);
    case "two": {
      const own = BINDING[rule.sign] ?? 1;
      if (rule.sign === "**") {
        return [{ kind: "power", base: written(rule.left, names, own + 1), exponent: written(rule.right, names, 0) }];
      }
      return closed([
        ...written(rule.left, names, own), word(` ${PRINTED[rule.sign] ?? rule.sign} `), ...written(rule.right, names, own + 1),
      ], own);
    }
  }
}
