import { describe, expect, it } from 'vitest';
import type { NodeReading, TargetReading } from '../kind-view';
import { summarizeSlots } from './slots-summary';

const target = (label: string, inFlight: number, protocol = 'grpc'): TargetReading => ({
  link: label,
  label,
  protocol,
  params: {},
  mode: 'up',
  inFlight,
  callsPerSec: 0,
  failedPerSec: 0,
});

const reading = (changes: Partial<NodeReading>): NodeReading => ({
  live: true,
  mode: 'up',
  capacity: 8,
  busy: 0,
  blocked: 0,
  queued: 0,
  arrivedPerSec: 0,
  completedPerSec: 0,
  failedPerSec: 0,
  reasons: [],
  queues: [],
  targets: [],
  ...changes,
});

describe('what the workers are at', () => {
  it('is nothing before a run and without work', () => {
    expect(summarizeSlots(reading({ live: false, busy: 3 })).state).toBe('idle');
    expect(summarizeSlots(reading({})).state).toBe('idle');
  });

  it('names the one that most of them wait for', () => {
    const targets = [target('Users', 1), target('Payments', 6), target('Mail', 40, 'amqp')];
    expect(summarizeSlots(reading({ busy: 8, blocked: 7, targets }))).toEqual({
      state: 'waitingFor',
      target: 'Payments',
    });
  });

  it('does not speak of waiting while most are at work', () => {
    expect(summarizeSlots(reading({ busy: 4, blocked: 3, targets: [target('Users', 2)] })).state).toBe('working');
  });

  it('says when all are taken', () => {
    expect(summarizeSlots(reading({ busy: 8 })).state).toBe('saturated');
  });
});
