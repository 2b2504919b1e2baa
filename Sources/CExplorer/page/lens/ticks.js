// Axes: which numbers stand at them, and where a number is.

/**
 * @typedef {object} Axis
 * @property {number} low
 * @property {number} high
 * @property {boolean} isLog
 */

/**
 * Round numbers from low to high, about so many: at ones, twos or fives of a power of ten, on a logarithmic axis at
 * powers of ten where there are enough of them.
 * @param {Axis} axis @param {number} count
 * @returns {number[]}
 */
export function ticksOf({ low, high, isLog }, count) {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  if (isLog) {
    /** @type {number[]} */
    const all = [];
    for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
      for (const digit of [1, 2, 5]) all.push(digit * 10 ** exponent);
    }
    const inside = all.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
    const powers = inside.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
    const some = powers.length >= 2 ? powers : inside;
    const stride = Math.ceil(some.length / count);
    return some.filter((_, index) => index % stride === 0);
  }
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= rough * 0.75) ?? 10);
  /** @type {number[]} */
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + 1e-9 * step; index++) {
    // Rounding would leave 0.30000000000000004.
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Where a number is on an axis, from 0 to 1.
 * @param {Axis} axis @param {number} number
 */
export function shareOf({ low, high, isLog }, number) {
  if (isLog) return (Math.log(number) - Math.log(low)) / (Math.log(high) - Math.log(low) || 1);
  return (number - low) / (high - low || 1);
}

/**
 * An axis for some numbers, those that are not finite left out: logarithmic where they span more than a factor of 30,
 * if that is allowed; with some air at both ends.
 * @param {number[]} numbers @param {boolean} mayBeLog
 * @returns {Axis | null}
 */
export function axisOf(numbers, mayBeLog) {
  let low = Infinity, high = -Infinity;
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue;
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  if (!(low <= high)) return null;
  if (mayBeLog && low > 0 && high / low > 30) {
    const air = (high / low) ** 0.06;
    return { low: low / air, high: high * air, isLog: true };
  }
  const air = high > low ? 0.06 * (high - low) : Math.max(Math.abs(low) * 0.1, 1e-9);
  return { low: low - air, high: high + air, isLog: false };
}
