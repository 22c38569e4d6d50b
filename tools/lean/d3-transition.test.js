// biome-ignore lint/correctness/noUndeclaredDependencies: React Flow brings it.
import { select } from 'd3-selection';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { interrupt } from './d3-transition.js';

/** Frames of 10 ms. @type {(() => void)[]} */
let frames = [];
let now = 0;

beforeEach(() => {
  frames = [];
  now = 0;
  vi.stubGlobal('performance', { now: () => now });
  vi.stubGlobal('requestAnimationFrame', (/** @type {() => void} */ run) => frames.push(run));
  vi.stubGlobal('cancelAnimationFrame', (/** @type {number} */ id) => {
    frames[id - 1] = () => {};
  });
});
afterEach(() => vi.unstubAllGlobals());

/** @param {number} count */
function pass(count) {
  for (let i = 0; i < count; i++) {
    now += 10;
    const due = frames.slice();
    frames.fill(() => {});
    for (const run of due) run();
  }
}

/** An element with a transition of 40 ms that writes down what happens. */
function animated() {
  const element = /** @type {any} */ ({ __data__: 'datum' });
  /** @type {unknown[]} */
  const log = [];
  const begin = (name = '') =>
    /** @type {any} */ (select(element))
      .transition()
      .duration(40)
      .ease((/** @type {number} */ share) => share * share)
      .on('start.zoom', () => log.push(`${name}start`))
      .on('interrupt.zoom end.zoom', () => log.push(`${name}over`))
      .on('end', () => log.push(`${name}end`))
      .tween('zoom', (/** @type {unknown} */ datum) => {
        log.push(datum);
        return (/** @type {number} */ share) => log.push(share);
      });
  return { element, log, begin };
}

describe('a transition', () => {
  it('begins with the next frame, eases, and ends with the whole', () => {
    const { log, begin } = animated();
    begin();
    expect(log).toEqual([]);
    pass(6);
    expect(log).toEqual(['start', 'datum', 0.0625, 0.25, 0.5625, 1, 'over', 'end']);
  });

  it('that is interrupted goes no further and never ends', () => {
    const { element, log, begin } = animated();
    begin();
    pass(2);
    interrupt(element);
    pass(6);
    expect(log).toEqual(['start', 'datum', 0.0625, 0.25, 'over']);
  });

  it('that is interrupted before it began has never been', () => {
    const { element, log, begin } = animated();
    begin();
    /** @type {any} */ (select(element)).interrupt();
    pass(6);
    expect(log).toEqual([]);
  });

  it('takes the place of the one before it', () => {
    const { log, begin } = animated();
    begin('a ');
    pass(1);
    begin('b ');
    pass(1);
    expect(log).toEqual(['a start', 'datum', 0.0625, 0.25, 'a over', 'b start', 'datum', 0.0625]);
  });

  it('hands itself on, as d3-zoom asks it to', () => {
    const { element, begin } = animated();
    const seen = vi.fn();
    const transition = begin();
    expect(transition.call(seen, 1, 2)).toBe(transition);
    expect(seen).toHaveBeenCalledWith(transition, 1, 2);
    expect(transition.selection().node()).toBe(element);
  });
});
