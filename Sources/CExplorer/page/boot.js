// What the page begins with: unpacks its script, which would else be three quarters of a small page, and runs it.

/**
 * Text as `PackedText` in Swift packs it: references to what was said before.
 * @param {string} packed
 */
export function unpacked(packed) {
  // A reference of four characters stands for 69 at most.
  const units = new Uint16Array(packed.length * 18);
  const isMark = (/** @type {number} */ unit) => unit === 126 || unit === 35;
  let at = 0, end = 0;
  while (at < packed.length) {
    const unit = packed.charCodeAt(at++);
    if (!isMark(unit)) {
      units[end++] = unit;
      continue;
    }
    const next = packed.charCodeAt(at++);
    if (isMark(next)) {
      units[end++] = next;
      continue;
    }
    let distance = (next - 61) * 65 + packed.charCodeAt(at++) - 61;
    if (unit === 35) distance = distance * 65 + packed.charCodeAt(at++) - 61;
    const from = end - distance, length = packed.charCodeAt(at++) - 56;
    units.copyWithin(end, from, from + length);
    end += length;
  }
  return new TextDecoder("utf-16le").decode(units.subarray(0, end));
}

export function boot() {
  const packed = document.getElementById("packed")?.textContent ?? "";
  const script = document.createElement("script");
  script.nonce = "gradviz";
  // Debuggers show it as a file of this name.
  script.textContent = `${unpacked(packed)}//# sourceURL=gradviz.js\n`;
  document.head.append(script);
  if (!("gradviz" in window)) {
    const words = document.createElement("p");
    words.className = "noscript";
    words.textContent = "This page could not start. It needs a browser of 2023 or later.";
    document.body.prepend(words);
  }
}
