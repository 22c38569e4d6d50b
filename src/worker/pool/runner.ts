import { type CommonGround, performTask } from '../../simulation/headless/perform-task';
import type { FromRunner, ToRunner } from './messages';

/** Nobody reads a progress bar more often, ms. */
const TELL_EVERY_MS = 100;

/** What a runner needs of the worker around it. */
interface Port {
  onmessage: ((event: MessageEvent<ToRunner>) => void) | null;
  postMessage(message: FromRunner): void;
}

/** The worker's side of the pool: carries out one task after the other. `clock`: a monotonic wall clock, ms. */
export function serveRuns(port: Port, clock: () => number): void {
  let ground: CommonGround | null = null;
  port.onmessage = ({ data }) => {
    if ('ground' in data) {
      ground = data.ground;
      return;
    }
    if (!ground) throw new Error('a task without its scenario');
    let toldAt = clock();
    const result = performTask(ground, data.task, (share) => {
      if (clock() - toldAt < TELL_EVERY_MS) return;
      toldAt = clock();
      port.postMessage({ share });
    });
    port.postMessage({ result });
  };
  port.postMessage({ ready: true });
}
