/**
 * The engine's part of `npm run bench`: how fast it is on this machine, one line of JSON a figure. Arguments name the themes
 * to measure; all of them without any. Figures vary from machine to machine, their ratios less.
 */
import { engine } from './bench/engine';
import type { Theme } from './bench/measurement';
import { memory } from './bench/memory';
import { peers } from './bench/peers';
import { scale } from './bench/scale';
import { seek } from './bench/seek';
import { waiting } from './bench/waiting';

// What measures memory goes first: what others leave behind would count.
const THEMES: Readonly<Record<string, Theme>> = { memory, engine, scale, waiting, seek, peers };

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(THEMES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const measurement of measure()) console.log(JSON.stringify({ theme: name, ...measurement }));
}
