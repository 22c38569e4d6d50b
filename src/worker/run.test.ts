import { describe, expect, it } from 'vitest';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { explainIssue } from '../scenario/explain-issue';
import { PRESETS } from '../scenario/presets';
import type { Scenario } from '../scenario/scenario';
import { Answers } from './answers';
import { Run } from './run';

const always = () => true;
const unseen = { read: () => {} };

function preset(index: number): Scenario {
  const checked = checkScenario(PRESETS[index].load(), catalogue);
  if (!checked.ok) throw new Error(checked.issues.map(explainIssue).join('\n'));
  return checked.value;
}

/** Everything that the page sees at this moment. */
const pictureOf = (run: Run) => {
  const slowest = new Answers(run).requestsNow('slowest', 3);
  const [first] = slowest.requests;
  const history = first && new Answers(run).historyNow(first.serial);
  return {
    tick: run.tick(1, false),
    metrics: run.metricsNow(),
    report: new Answers(run).reportNow(),
    slowest,
    history,
  };
};

function seek(run: Run, toMs: number): void {
  if (toMs < run.nowMs) run.rewind(toMs);
  run.advance(toMs, always);
}

describe.each([0, 1])('a run of ready-made scenario %i', (index) => {
  it('shows the same at the same moment, however it got there', () => {
    const straight = new Run(preset(index), behaviours, unseen);
    const wandering = new Run(preset(index), behaviours, unseen);
    wandering.advance(90_000, always);
    for (const atMs of [12_345, 60_000, 89_999, 0]) {
      seek(wandering, atMs);
      const fresh = new Run(preset(index), behaviours, unseen);
      fresh.advance(atMs, always);
      expect(pictureOf(wandering)).toEqual(pictureOf(fresh));
    }
    straight.advance(90_000, always);
    seek(wandering, 90_000);
    expect(pictureOf(wandering)).toEqual(pictureOf(straight));
  });

  it('goes through its interventions again after going back', () => {
    const run = new Run(preset(index), behaviours, unseen);
    run.advance(10_000, always);
    run.intervene({ action: 'crash', target: { node: 'payments' }, durationMs: 5_000 });
    run.advance(30_000, always);
    const before = pictureOf(run);
    seek(run, 5_000);
    seek(run, 30_000);
    expect(pictureOf(run)).toEqual(before);
  });

  it('is another run from where its past was changed, the one that the recorded scenario tells', () => {
    const run = new Run(preset(index), behaviours, unseen);
    run.advance(20_000, always);
    const crash = run.intervene({ action: 'crash', target: { node: 'payments' }, durationMs: 5_000 });
    run.advance(60_000, always);
    seek(run, 8_000);
    const slow = run.intervene({ action: 'slow', target: { node: 'orders' }, durationMs: null, factor: 3 });
    run.advance(60_000, always);
    const recorded = new Run({ ...preset(index), interventions: [crash, slow] }, behaviours, unseen);
    recorded.advance(60_000, always);
    expect(new Answers(run).reportNow().fingerprint).toBe(new Answers(recorded).reportNow().fingerprint);
    expect(pictureOf(run)).toEqual(pictureOf(recorded));
  });
});

describe('a run that has little time', () => {
  it('looks at the clock after some dozen events, however long they take', () => {
    const run = new Run(preset(0), behaviours, unseen);
    expect(run.advance(600_000, () => false)).toEqual({ status: 'paused' });
    expect(run.simulation.events).toBeLessThan(100);
  });

  it('looks at it less and less often where there is time', () => {
    const run = new Run(preset(0), behaviours, unseen);
    let looks = 0;
    run.advance(600_000, () => ++looks < 1_000_000);
    expect(looks).toBeGreaterThan(8);
    expect(looks).toBeLessThan(run.simulation.events / 4_000);
  });
});
