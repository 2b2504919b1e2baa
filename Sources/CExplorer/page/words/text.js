// Numbers and names as they are shown.

/**
 * What is known of a number: itself, or that the reader has not come to it, is to guess it, or that nobody knows.
 * @typedef {number | "later" | "secret" | "unknown"} Known
 */

const POWERS = [1, 10, 100, 1000, 10000, 100000, 1000000];

/**
 * The digits of a number, the decimals included, as the engine's pictures round: halves to the even digit.
 * @param {number} scaled the number with its decimals in front of the point @param {() => string} exact the same, from
 * the exact value, halves up @param {() => string} more with 40 decimals more
 */
function digitsOf(scaled, exact, more) {
  // A product tells which digits are next, unless it is near the middle of two.
  if (Math.abs(scaled - Math.floor(scaled) - 0.5) >= 1e-6) return Math.round(scaled);
  const digits = Number(exact().replace(/e.*/, "").replace(".", ""));
  const isHalf = /50{39}$/.test(more().replace(/e.*/, ""));
  return isHalf && digits % 2 === 1 ? digits - 1 : digits;
}

/** @param {number} digits @param {number} places */
function pointed(digits, places) {
  while (places > 0 && digits % 10 === 0) {
    digits /= 10;
    places--;
  }
  if (places === 0) return String(digits);
  const text = String(digits).padStart(places + 1, "0");
  return `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** @param {number} size @param {number} places */
const decimal = (size, places) =>
  pointed(digitsOf(size * POWERS[places], () => size.toFixed(places), () => size.toFixed(places + 40)), places);

/** @param {number} number @param {number} significant */
function rounded(number, significant) {
  const sign = number < 0 ? "−" : "";
  const size = Math.abs(number);
  if (size >= 0.001 && size < 99999.5) {
    const before = size < 0.01 ? -2 : size < 0.1 ? -1 : size < 1 ? 0 : size < 10 ? 1 : size < 100 ? 2 : size < 1000 ? 3 : 4;
    return sign + decimal(size, Math.max(0, significant - before));
  }
  let exponent = 0;
  let mantissa = size;
  // A power of ten at a time loses nothing that four digits would show.
  while (mantissa >= 10) {
    mantissa /= 10;
    exponent++;
  }
  while (mantissa < 1) {
    mantissa *= 10;
    exponent--;
  }
  const places = Math.max(0, Math.min(significant - 1, Math.abs(exponent) >= 100 ? 2 : 3));
  let digits = digitsOf(
    mantissa * POWERS[places], () => size.toExponential(places), () => size.toExponential(places + 40));
  // Up to the next power of ten; the exact digits are those of the next one already.
  if (digits === POWERS[places + 1] || (digits === POWERS[places] && mantissa > 5)) {
    digits = POWERS[places];
    exponent++;
  }
  return `${sign}${pointed(digits, places)}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
}

/**
 * Four significant digits, or as many as fit into `room` characters; the same digits as in the frames of a
 * recorded run.
 * @param {number} number @param {number} [room]
 */
export function numberText(number, room = 10) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "⚠ NaN" : number > 0 ? "⚠ ∞" : "⚠ −∞";
  if (number === 0) return "0";
  for (let significant = 4; ; significant--) {
    const text = rounded(number, significant);
    if (text.length <= room || significant === 1) return text;
  }
}

/** @param {Known} known @param {number} [room] */
export const knownText = (known, room) =>
  known === "later" ? "—" : typeof known === "string" ? "?" : numberText(known, room);

/**
 * The sum of terms, with their signs.
 * @param {Known[]} terms
 */
export const sumText = (terms) => terms.map((term) => knownText(term)).join(" + ").replaceAll("+ −", "− ");

/**
 * Every digit, for whoever wants to check.
 * @param {number} number
 */
export const exactText = (number) => String(number).replace(/-/g, "−");

/**
 * The least and the greatest of many numbers.
 * @param {Iterable<number>} numbers @param {number} [room]
 */
export function rangeText(numbers, room) {
  let low = Infinity, high = -Infinity, odd = null, count = 0;
  for (const number of numbers) {
    count++;
    if (!Number.isFinite(number)) odd ??= number;
    if (number < low) low = number;
    if (number > high) high = number;
  }
  if (count === 0) return "—";
  if (odd !== null) return numberText(odd, room);
  const [first, last] = [numberText(low, room), numberText(high, room)];
  return first === last ? first : `${first} … ${last}`;
}

/**
 * A label with its invisible characters made visible, so that it cannot reorder what stands around it.
 * @param {string} text
 */
export const visible = (text) =>
  text.replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0))).replace(/\u007f/g, "␡")
    .replace(/[\u0080-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g, "\ufffd");

/** @param {string} text @param {number} [length] */
export const elided = (text, length = 32) => {
  const shown = Array.from(text);
  return shown.length > length ? `${shown.slice(0, length).join("")}…` : text;
};

/** @param {number} count */
export const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;

// Letters that are written from right to left.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Text that keeps its direction to itself, for plain text in which no element can isolate it.
 * @param {string} text
 */
export const isolated = (text) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);
