import { describe, expect, it } from 'vitest';
import { createSimulationClient, WORKER_FAILED } from './client';
import type { FromWorker, ToWorker } from './protocol';

/** As much of a Worker as the client uses. */
class FakeWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessageerror: (() => void) | null = null;
  terminated = false;
  readonly posted: [ToWorker, Transferable[]][] = [];
  postMessage(message: ToWorker, transfer: Transferable[]) {
    this.posted.push([message, transfer]);
  }
  terminate() {
    this.terminated = true;
  }
}

function start() {
  const workers: FakeWorker[] = [];
  const client = createSimulationClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const heard: FromWorker[] = [];
  const stop = client.subscribe((message) => heard.push(message));
  return { client, workers, heard, stop };
}

describe('the page’s handle on the simulation', () => {
  it('starts one worker, with the first message', () => {
    const { client, workers } = start();
    expect(workers).toHaveLength(0);
    client.send({ type: 'play' });
    client.send({ type: 'pause' });
    expect(workers).toHaveLength(1);
    expect(workers[0].posted.map(([message]) => message.type)).toEqual(['play', 'pause']);
  });

  it('hands over what is to be transferred', () => {
    const { client, workers } = start();
    const buffer = new ArrayBuffer(8);
    client.send({ type: 'play' }, [buffer]);
    expect(workers[0].posted[0][1]).toEqual([buffer]);
  });

  it('passes on what the worker says, until nobody listens', () => {
    const { client, workers, heard, stop } = start();
    client.send({ type: 'play' });
    workers[0].onmessage?.({ data: { type: 'ready' } });
    stop();
    workers[0].onmessage?.({ data: { type: 'ready' } });
    expect(heard).toEqual([{ type: 'ready' }]);
  });

  it('tells a worker that fails as a run that was stopped', () => {
    const { client, workers, heard } = start();
    client.send({ type: 'play' });
    workers[0].onerror?.();
    expect(heard).toEqual([{ type: 'stopped', atMs: 0, limit: WORKER_FAILED, node: null }]);
  });

  it('ends the worker, and starts another when it is needed again', () => {
    const { client, workers } = start();
    client.send({ type: 'play' });
    client.dispose();
    expect(workers[0].terminated).toBe(true);
    client.send({ type: 'play' });
    expect(workers).toHaveLength(2);
  });
});
