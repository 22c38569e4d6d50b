/** arctan for x ≥ 0: the argument is halved three times, the rest is a series; about 15 digits. */
function arctan(x: number): number {
  let y = x;
  for (let i = 0; i < 3; i++) y /= 1 + Math.sqrt(1 + y * y);
  const square = y * y;
  let power = y;
  let sum = 0;
  for (let k = 1; k < 40; k += 2) {
    sum += power / k;
    power *= -square;
  }
  return 8 * sum;
}

/**
 * The probability that |T| ≤ t for Student's distribution with a whole number of degrees of freedom: the finite series
 * of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 */
function probabilityWithin(t: number, freedom: number): number {
  const cosine2 = freedom / (freedom + t * t);
  const sine = t / Math.sqrt(freedom + t * t);
  const odd = freedom % 2 === 1;
  let term = odd ? Math.sqrt(cosine2) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (cosine2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (arctan(t / Math.sqrt(freedom)) + sine * sum) : sine * sum;
}

/**
 * The t for which Student's distribution with `freedom` degrees of freedom (a whole number ≥ 1) has the share `level`
 * (0 … 1, both excluded) within ±t: 12.706 for 1 and 0.95. About 12 digits.
 */
export function studentQuantile(level: number, freedom: number): number {
  let high = 1;
  while (probabilityWithin(high, freedom) < level) high *= 2;
  let low = 0;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
