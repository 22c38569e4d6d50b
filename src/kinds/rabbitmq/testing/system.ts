import { SentFlag } from '../../../network/facts';
import { scenario } from '../../../simulation/testing/scenario-builder';
import type { TestRun } from '../../../simulation/testing/test-run';

/** Deliveries as the fixtures note them: which message (in the order of publishing), and whether it came again. */
export function deliveries(run: TestRun, fromMs = 0): [message: number, redelivered: boolean][] {
  const serials = run.all('published').map((row) => row.serial);
  return run
    .all('delivered')
    .filter((row) => row.atMs >= fromMs)
    .map((row) => [serials.indexOf(row.serial), (row.detail & SentFlag.redelivered) !== 0]);
}

/** A producer that publishes at the given moments, a broker, and a consumer with one worker. */
export const queue = (publish: object = {}, consume: object = {}, consumer: object = {}, broker: object = {}) =>
  scenario()
    .client('shop')
    .rabbitmq('broker', { startupMs: 10, ...broker })
    .worker('worker', 10, { concurrency: 1, startupMs: 0, ...consumer })
    .link('shop', 'broker', { ...publish })
    .link('broker', 'worker', { ...consume });
