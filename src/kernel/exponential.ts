import { exp, log } from './portable-math';
import { drawBits, drawUnit, type RandomStream } from './random';

/** 2⁻²⁴ */
const UNIT = 1 / 0x1000000;
/** Marsaglia & Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5(8), 2000: 256 layers. */
const RIGHT = 7.69711747013105;
const AREA = 0.003949659822581557;
const xs = new Float64Array(257);
const ys = new Float64Array(257);
xs[0] = AREA / exp(-RIGHT);
xs[1] = RIGHT;
for (let i = 2; i < 256; i++) xs[i] = -log(exp(-xs[i - 1]) + AREA / xs[i - 1]);
for (let i = 0; i < 257; i++) ys[i] = exp(-xs[i]);

/** An exponential number with mean 1. */
export const drawExponential = ({ streams, line }: RandomStream): number => drawExponentialOf(streams.words, line);

/** The same from the stream whose state begins at `line` of `words`. */
export function drawExponentialOf(words: Int32Array, line: number): number {
  for (;;) {
    const bits = drawBits(words, line);
    const layer = bits & 255;
    const x = ((bits >>> 8) + 0.5) * UNIT * xs[layer];
    if (x < xs[layer + 1]) return x;
    if (layer === 0) return RIGHT - log(drawUnit(words, line));
    if (ys[layer] + drawUnit(words, line) * (ys[layer + 1] - ys[layer]) < exp(-x)) return x;
  }
}
