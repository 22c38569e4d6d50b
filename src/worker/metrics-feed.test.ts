import { expect, test } from 'vitest';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { explainIssue } from '../scenario/explain-issue';
import { PRESETS } from '../scenario/presets';
import { MetricWindows } from '../stores/metric-windows';
import { MetricsFeed } from './metrics-feed';
import type { Metrics } from './protocol';
import { Run } from './run';

const always = () => true;

function storeRun(): Run {
  const checked = checkScenario(PRESETS[0].load(), catalogue);
  if (!checked.ok) throw new Error(checked.issues.map(explainIssue).join('\n'));
  return new Run({ ...checked.value, durationMs: null }, behaviours, { read: () => {} });
}

/** What the page has charts of: queues only where anything ever waited. */
function withoutZeros({ columns, count, windowMs }: Metrics) {
  const shown = Object.entries(columns).filter(
    ([key, column]) =>
      !key.startsWith('busy.') &&
      !key.startsWith('blocked.') &&
      (!key.startsWith('queue.') || column.some((one) => one > 0)),
  );
  return { count, windowMs, columns: Object.fromEntries(shown) };
}

test('the page knows all windows, however often it is told, through what goes back and windows that are joined', () => {
  const run = storeRun();
  const feed = new MetricsFeed();
  const page = new MetricWindows();
  const told: number[] = [];
  for (const atMs of [0, 250, 260, 1_030, 12_000, 59_990, 61_000, 3_000, 3_500, 70_000, 130_000]) {
    if (atMs < run.nowMs) run.rewind(atMs);
    run.advance(atMs, always);
    const news = feed.next(run);
    told.push(news.count);
    expect(withoutZeros(page.join(news))).toEqual(withoutZeros(run.metricsNow()));
  }
  expect(told.slice(0, 6)).toEqual([0, 2, 0, 8, 110, 479]);
  // Joined at a minute, gone back, joined again, and once more.
  expect(told.slice(6)).toEqual([305, 30, 5, 350, 325]);
});
