/**
 * Logarithm, exponential and power from + − × ÷ and bit views alone. `Math.log`, `exp` and `pow` may differ between
 * JavaScript engines in the last bit, and one bit is enough to send two runs of one scenario apart.
 */
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Which half of a double holds sign and exponent on this machine. */
const HIGH = (() => {
  float[0] = 1;
  return words[1] === 0x3ff00000 ? 1 : 0;
})();

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * Natural logarithm of a positive normal number, within one unit in the last place; NaN for anything else.
 * The algorithm is FreeBSD msun's e_log.c.
 */
export function log(x: number): number {
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) return x === Infinity ? Infinity : x === 0 ? -Infinity : NaN;
  float[0] = x;
  let high = words[HIGH];
  let exponent = (high >> 20) - 1023;
  high &= 0x000fffff;
  const i = (high + 0x95f64) & 0x100000;
  words[HIGH] = high | (i ^ 0x3ff00000);
  exponent += i >> 20;
  const f = float[0] - 1;
  if (f === 0) return exponent * LN2_HIGH + exponent * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const t2 = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const halfSquare = 0.5 * f * f;
  return exponent * LN2_HIGH - (halfSquare - (s * (halfSquare + t1 + t2) + exponent * LN2_LOW) - f);
}

/** e to the power of x, to about one part in 10¹⁵: range reduction to |r| ≤ ln 2 / 2, then the Taylor series. */
export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? NaN : 0;
  if (x > 709.78) return Infinity;
  const n = Math.round(x / Math.LN2);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let term = 1;
  let sum = 1;
  for (let i = 1; i < 18; i++) {
    term *= r / i;
    sum += term;
  }
  return sum * powerOfTwo(n);
}

function powerOfTwo(n: number): number {
  let result = 1;
  let base = n < 0 ? 0.5 : 2;
  for (let rest = n < 0 ? -n : n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= base;
    base *= base;
  }
  return result;
}

/** x to the power of y for positive x, to about 14 digits while the result's logarithm is moderate. */
export const pow = (x: number, y: number): number => (x === 0 ? (y === 0 ? 1 : 0) : exp(y * log(x)));
