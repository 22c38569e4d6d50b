import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { check } from '../../schema/check';
import { CoDel } from './codel';
import { calmCoDel } from './codel-state';
import { ControlledDelay } from './controlled-delay';
import { sheddingField } from './shedding-field';

interface Waiting {
  readonly id: number;
  readonly sinceMs: number;
}

/** RFC 8289, section 5, as it stands there: the queue is part of it. */
class ReferenceQueue {
  readonly queue: Waiting[] = [];
  readonly dropped: number[] = [];
  private firstAboveMs = 0;
  private dropNextMs = 0;
  private count = 0;
  private lastCount = 0;
  private dropping = false;

  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  private dodeque(nowMs: number) {
    const packet = this.queue.shift();
    let okToDrop = false;
    if (packet === undefined) {
      this.firstAboveMs = 0;
      return { packet, okToDrop };
    }
    if (nowMs - packet.sinceMs < this.targetMs || this.queue.length === 0) this.firstAboveMs = 0;
    else if (this.firstAboveMs === 0) this.firstAboveMs = nowMs + this.intervalMs;
    else if (nowMs >= this.firstAboveMs) okToDrop = true;
    return { packet, okToDrop };
  }

  private controlLaw = (ms: number) => ms + this.intervalMs / Math.sqrt(this.count);

  deque(nowMs: number): Waiting | undefined {
    let r = this.dodeque(nowMs);
    if (this.dropping) {
      if (!r.okToDrop) this.dropping = false;
      while (nowMs >= this.dropNextMs && this.dropping && r.packet) {
        this.dropped.push(r.packet.id);
        this.count++;
        r = this.dodeque(nowMs);
        if (!r.okToDrop) this.dropping = false;
        else this.dropNextMs = this.controlLaw(this.dropNextMs);
      }
    } else if (r.okToDrop && r.packet) {
      this.dropped.push(r.packet.id);
      r = this.dodeque(nowMs);
      this.dropping = true;
      const delta = this.count - this.lastCount;
      this.count = 1;
      if (delta > 1 && nowMs - this.dropNextMs < 16 * this.intervalMs) this.count = delta;
      this.dropNextMs = this.controlLaw(nowMs);
      this.lastCount = this.count;
    }
    if (r.packet === undefined) this.dropping = false;
    return r.packet;
  }
}

describe('CoDel', () => {
  /** A queue that fills faster than it is served, and then recovers, several times over. */
  function* operations() {
    const random = new RandomStreams(11).stream('load');
    let nowMs = 0;
    let id = 0;
    for (let i = 0; i < 40_000; i++) {
      nowMs += random.unit() * 2;
      const isBusy = Math.floor(nowMs / 3_000) % 2 === 0;
      yield { nowMs, arrives: random.unit() < (isBusy ? 0.56 : 0.44) ? id++ : null };
    }
  }

  test('drops exactly what the pseudocode of RFC 8289 drops', () => {
    const reference = new ReferenceQueue(5, 100);
    const codel = new CoDel(5, 100);
    let state = calmCoDel();
    const queue: Waiting[] = [];
    const dropped: number[] = [];
    const deque = (nowMs: number) => {
      for (let head = queue.shift(); head; head = queue.shift()) {
        if (!codel.drops(state, nowMs - head.sinceMs, queue.length === 0, nowMs)) return head;
        dropped.push(head.id);
      }
      codel.ranEmpty(state);
      return undefined;
    };
    let step = 0;
    for (const { nowMs, arrives } of operations()) {
      if (arrives === null) expect(deque(nowMs)).toEqual(reference.deque(nowMs));
      else {
        queue.push({ id: arrives, sinceMs: nowMs });
        reference.queue.push({ id: arrives, sinceMs: nowMs });
      }
      if (step++ % 977 === 0) {
        state = JSON.parse(JSON.stringify(state));
      }
    }
    expect(dropped).toEqual(reference.dropped);
    expect(dropped.length).toBeGreaterThan(200);
  });

  test('lets a burst through that is served within an interval', () => {
    const codel = new CoDel(5, 100);
    const state = calmCoDel();
    const kept = Array.from({ length: 90 }, (_, i) => codel.drops(state, i, i === 89, i));
    expect(kept).not.toContain(true);
  });

  test('drops ever faster while the wait stays above the target: after interval / √n', () => {
    const codel = new CoDel(5, 100);
    const state = calmCoDel();
    const drops: number[] = [];
    for (let nowMs = 0; nowMs < 500; nowMs++) if (codel.drops(state, 50, false, nowMs)) drops.push(nowMs);
    // The RFC's table: 100 ms until the first, and then 100, 70.7, 57.7, 50 …
    expect(drops).toEqual([100, 200, 271, 329, 379, 424, 464]);
  });
});

describe('controlled delay as at Facebook', () => {
  test('is patient with a queue that was empty lately, and short with one that was not', () => {
    const queue = new ControlledDelay(5, 100);
    expect([queue.maxWaitMs(1_000, 1_100), queue.servesNewestFirst(1_000, 1_100)]).toEqual([100, false]);
    expect([queue.maxWaitMs(1_000, 1_101), queue.servesNewestFirst(1_000, 1_101)]).toEqual([5, true]);
  });
});

test('every rule of shedding is a choice of the parameters', () => {
  for (const rule of ['queueLength', 'codel', 'controlledDelay']) {
    expect(check(sheddingField, { rule })).toMatchObject({ ok: true, value: { rule } });
  }
});
