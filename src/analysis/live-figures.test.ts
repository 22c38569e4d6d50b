import { expect, it } from 'vitest';
import { Gauges } from './gauges';
import { LiveFigures } from './live-figures';
import { MetricsFold } from './metrics-fold';
import { ReportFold } from './report-fold';
import { feed, type Row, scenarioOf } from './testing/handmade-trace';

const scenario = scenarioOf([
  ['shop', 'client'],
  ['orders', 'service'],
]);

/** A request every 7 ms, which falls on no common beat of gauges (50 ms) and metrics (100 ms, later 200). */
const rows: Row[] = Array.from({ length: 9_000 }, (_, i): Row[] => [
  [i * 7, 'issued', 0, i],
  [i * 7 + 1, 'arrived', 1, i],
  [i * 7 + 6, 'settled', 0, i, { detail: i % 3 === 0 ? 'timeout' : 'ok', value: 6 }],
]).flat();

it.each([1, 97, 4_096])(
  'shows the same as gauges, metrics and a report that count for themselves, in chunks of %i',
  (chunk) => {
    const untilMs = 63_000;
    const { gauges, metrics, tally } = feed(new LiveFigures(scenario), rows, chunk);
    expect(gauges.snapshot(untilMs)).toEqual(feed(new Gauges(scenario), rows).snapshot(untilMs));
    expect(metrics.snapshot(untilMs)).toEqual(feed(new MetricsFold(scenario), rows).snapshot(untilMs));
    const run = { events: 1, fingerprint: '' };
    const report = new ReportFold(scenario, {}, tally);
    expect(report.finish(untilMs, run)).toEqual(feed(new ReportFold(scenario), rows).finish(untilMs, run));
  },
);
