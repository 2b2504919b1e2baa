// Numbers as the page's data holds them: in base 64.

/** @param {string} text */
export const bytesOf = (text) => {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index++) bytes[index] = raw.charCodeAt(index);
  return bytes;
};

/** @param {string} text */
export const doublesOf = (text) => {
  const bytes = bytesOf(text);
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(8 * index, true));
};

/**
 * Whole numbers from 0 on, seven bits a byte, the lowest first.
 * @param {string} text
 */
export const wholesOf = (text) => {
  /** @type {number[]} */
  const numbers = [];
  let number = 0, scale = 1;
  for (const byte of bytesOf(text)) {
    number += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      numbers.push(number);
      number = 0;
      scale = 1;
    }
  }
  return numbers;
};

/**
 * Numbers that JSON has no form for come as text.
 * @param {number | string | undefined} value
 */
export const numberOf = (value) =>
  typeof value === "number" ? value : value === "inf" ? Infinity : value === "-inf" ? -Infinity : NaN;
