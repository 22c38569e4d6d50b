/** The same figures by the page's own way: the real worker, asked through its protocol. */
import type { Report } from '../../src/analysis/report';
import type { Scenario } from '../../src/scenario/scenario';
import { createSimulationClient, type SimulationClient } from '../../src/worker/client';
import type { FromWorker } from '../../src/worker/protocol';

/** Where a played run ends, and the moment in its past that it is then taken back to, virtual ms. */
export const PLAYED_END_MS = 30_000;
export const PLAYED_BACK_TO_MS = 11_000;

const name = (id: string, atMs: number) => `played by the worker: ${id}, ${atMs} ms`;
export const nameAtTheEnd = (id: string) => name(id, PLAYED_END_MS);
export const nameGoneBack = (id: string) => `${name(id, PLAYED_BACK_TO_MS)}, gone back to`;

function next<T extends FromWorker>(client: SimulationClient, isIt: (message: FromWorker) => message is T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe((message) => {
      if (message.type === 'stopped') reject(new Error(`the worker stopped: ${message.limit}`));
      if (message.type === 'refused') reject(new Error(`the worker refused: ${JSON.stringify(message.issues)}`));
      if (!isIt(message)) return;
      stop();
      resolve(message);
    });
  });
}

type Of<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

async function reportOf(client: SimulationClient): Promise<Report> {
  const answer = next(client, (message): message is Of<'report'> => message.type === 'report');
  client.send({ type: 'report', id: 1 });
  return (await answer).report;
}

/** Fingerprints of one scenario: at its end, and after going back from there. */
export async function played(id: string, scenario: Scenario): Promise<Record<string, string>> {
  const client = createSimulationClient();
  const results: Record<string, string> = {};
  try {
    const finished = next(client, (message): message is Of<'finished'> => message.type === 'finished');
    client.send({ type: 'load', scenario: { ...scenario, durationMs: PLAYED_END_MS } });
    client.send({ type: 'finish' });
    await finished;
    results[nameAtTheEnd(id)] = (await reportOf(client)).fingerprint;

    const there = next(
      client,
      (message): message is Of<'tick'> => message.type === 'tick' && message.atMs === PLAYED_BACK_TO_MS,
    );
    client.send({ type: 'seek', toMs: PLAYED_BACK_TO_MS });
    await there;
    results[nameGoneBack(id)] = (await reportOf(client)).fingerprint;
  } finally {
    client.dispose();
  }
  return results;
}
