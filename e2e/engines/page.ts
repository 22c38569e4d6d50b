/** Runs every experiment in the browser that opened this page, and hands in the results at `/results` + the query. */
import { played } from './played';
import type { EngineResults } from './results';
import { presets } from './runs';

function inAWorker(): Promise<EngineResults> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<EngineResults>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'));
  });
}

async function experiments(): Promise<EngineResults> {
  const { results, ownMath } = await inAWorker();
  const all = { ...results };
  for (const [id, scenario] of presets()) Object.assign(all, await played(id, scenario));
  return { results: all, ownMath };
}

const handIn = (body: object) =>
  fetch(`./results${location.search}`, {
    method: 'POST',
    body: JSON.stringify({ agent: navigator.userAgent, ...body }),
  });

experiments().then(handIn, (error: unknown) =>
  handIn({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }),
);
