import { behaviours } from '../../kinds/behaviours';
import { PRESETS } from '../../scenario/presets';
import type { Scenario } from '../../scenario/scenario';
import type { FromWorker } from '../../worker/protocol';
import { Session } from '../../worker/session';
import type { Measurement } from './measurement';
import { scenarioOf } from './runs';
import { timesOf, wallMs } from './timing';

const RUN_MS = 600_000;
const MOMENTS = 50;
const CHANGES = 9;
const TOURS = 3;
const TARGET_MS = 100;

/** The worker of the page without the page: what it would send is looked at here, and nothing is painted. */
class Player {
  private readonly news: FromWorker[] = [];
  private readonly session = new Session(
    (message) => this.news.push(message),
    () => performance.now(),
    behaviours,
  );

  constructor(scenario: Scenario) {
    this.session.handle({ type: 'load', scenario: { ...scenario, durationMs: RUN_MS } });
  }

  finish(): void {
    this.session.handle({ type: 'finish' });
    this.wait((message) => message.type === 'finished');
  }

  /** Goes there; it has come back when the page has heard of that moment. */
  seek(toMs: number): void {
    this.session.handle({ type: 'seek', toMs });
    this.wait((message) => message.type === 'tick' && message.atMs === toMs);
  }

  intervene(): void {
    const action = { action: 'crash', target: { node: 'payments' }, durationMs: 5_000 } as const;
    this.session.handle({ type: 'intervene', action });
  }

  private wait(isIt: (message: FromWorker) => boolean): void {
    while (!this.news.some(isIt)) {
      this.news.length = 0;
      this.session.frame();
    }
    this.news.length = 0;
  }
}

/** Moments all over the run, in no order: multiples of the golden ratio never come near each other. */
const momentOf = (index: number): number => Math.round(((index * 0.618_033_988_75) % 1) * RUN_MS);

/** How long a visitor waits who points at a moment of ten minutes of the store. */
export function* seek(): Generator<Measurement> {
  const player = new Player(scenarioOf(PRESETS[0].load()));
  yield { name: 'ten minutes of the store, to the end', value: wallMs(() => player.finish()), unit: 'ms' };
  // The same tour several times: each way is as long as the shortest time it took.
  const tours = Array.from({ length: TOURS }, () =>
    Array.from({ length: MOMENTS }, (_, index) => wallMs(() => player.seek(momentOf(index + 1)))),
  );
  const waits = tours[0].map((_, index) => Math.min(...tours.map((tour) => tour[index])));
  const target = { atMost: TARGET_MS, aim: TARGET_MS };
  yield { name: `to any of ${MOMENTS} moments, half of them within`, value: timesOf(waits).median, unit: 'ms', target };
  yield { name: `to any of ${MOMENTS} moments, all of them within`, value: Math.max(...waits), unit: 'ms', target };

  const changed = Array.from({ length: CHANGES }, (_, index) => {
    // Into the past, a crash there, and on to half a minute later.
    player.seek(RUN_MS);
    const atMs = momentOf(index + 1) * 0.9;
    return wallMs(() => {
      player.seek(Math.round(atMs));
      player.intervene();
      player.seek(Math.round(atMs) + 30_000);
    });
  });
  yield {
    name: 'half a minute of a changed past',
    value: Math.max(...changed),
    median: timesOf(changed).median,
    unit: 'ms',
    target,
  };
}
