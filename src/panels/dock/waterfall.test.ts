import { describe, expect, it } from 'vitest';
import type { Span } from '../../analysis/history/request-history';
import { Outcome } from '../../network/outcomes';
import { marks, timesOf, waterfall } from './waterfall';

const span = (changes: Partial<Span>): Span => ({
  kind: 'call',
  serial: 1,
  parent: 0,
  link: 0,
  node: 1,
  attempt: 1,
  startMs: 100,
  endMs: 200,
  outcome: Outcome.ok,
  segments: [],
  arrivedMs: null,
  leftMs: null,
  answer: Outcome.pending,
  wasted: false,
  ...changes,
});

describe('a waterfall', () => {
  const spans = [
    span({ kind: 'request', parent: -1, link: -1, node: 0, outcome: Outcome.timeout }),
    span({
      endMs: 150,
      outcome: Outcome.timeout,
      segments: [{ phase: 'work', fromMs: 100, toMs: 300, link: -1 }],
    }),
    span({ startMs: 150, attempt: 2, segments: [{ phase: 'queue', fromMs: 150, toMs: null, link: -1 }], endMs: null }),
    span({ parent: 1, startMs: 110, endMs: 120 }),
  ];
  const { bars, lengthMs } = waterfall(spans, 250);

  it('reaches to the end of everything that the request caused', () => {
    expect(lengthMs).toBe(200);
  });

  it('has each call right below its caller', () => {
    expect(bars.map(({ span: { serial, attempt, startMs }, depth }) => [serial, attempt, startMs, depth])).toEqual([
      [1, 1, 100, 0],
      [1, 1, 100, 1],
      [1, 1, 110, 2],
      [1, 2, 150, 1],
    ]);
  });

  it('tells apart what nobody waits for any more', () => {
    expect(bars[1].pieces).toEqual([
      { phase: 'work', left: 0, width: 0.25, ms: 50, link: -1, inVain: false },
      { phase: 'work', left: 0.25, width: 0.75, ms: 150, link: -1, inVain: true },
    ]);
    expect(timesOf(bars[1])).toEqual(new Map([['work', 50]]));
  });

  it('draws what lasts up to now', () => {
    expect(bars[3]).toMatchObject({ end: 0.75, durationMs: 100, pieces: [{ phase: 'queue', ms: 100 }] });
  });
});

it('the axis has a few marks at round numbers', () => {
  expect(marks(1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => expect.closeTo(at, 9)));
  expect(marks(3_000)).toEqual([0, 1_000, 2_000, 3_000].map((at) => expect.closeTo(at, 6)));
  expect(marks(0.0001)).toEqual([0]);
});
