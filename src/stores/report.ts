import type { Report } from '../analysis/report';
import type { World } from './world';
import { world } from './world';

/** Makes a function that asks a world for the report of its run up to the playhead. */
export function createReports(source: World): () => Promise<Report> {
  let lastId = 0;
  const waiting = new Map<number, (report: Report) => void>();
  source.subscribe((message) => {
    if (message.type !== 'report') return;
    waiting.get(message.id)?.(message.report);
    waiting.delete(message.id);
  });
  return () =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      source.send({ type: 'report', id: lastId });
    });
}

/** The report of the run up to the playhead. Not answered as long as no world has been loaded. */
export const askReport = createReports(world);
