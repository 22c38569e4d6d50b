import { exp, pow } from '../../../kernel/portable-math';

/** The shares of keys under Zipf's law, the most popular first. */
export const popularities = (keys: number, exponent: number): number[] => {
  const weights = Array.from({ length: keys }, (_, rank) => pow(rank + 1, -exponent));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

/**
 * The hit rate of LRU when every request is independent of those before it: an entry stays for a characteristic time T
 * after it was asked for last, at which Σ (1 − exp(−pT)) is the capacity. Source: H. Che, Y. Tung and Z. Wang,
 * "Hierarchical Web Caching Systems: Modeling, Design and Experimental Results", IEEE JSAC 20(7), 2002; how close it
 * is: C. Fricker, P. Robert and J. Roberts, "A versatile and accurate approximation for LRU cache performance", ITC 2012.
 */
export function cheHitRate(capacity: number, keys: number, exponent: number): number {
  const shares = popularities(keys, exponent);
  let low = 0;
  let high = 1e9;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    const filled = shares.reduce((sum, p) => sum + 1 - exp(-p * middle), 0);
    if (filled < capacity) low = middle;
    else high = middle;
  }
  return shares.reduce((sum, p) => sum + p * (1 - exp(-p * low)), 0);
}
