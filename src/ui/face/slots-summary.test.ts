import { describe, expect, it } from 'vitest';
import type { NodeReading, TargetReading } from '../kind-view';
import { summarizeSlots } from './slots-summary';

const target = (label: string, inFlight: number, protocol = 'grpc'): TargetReading => ({
  link: label,
  label,
  protocol,
  carriesMessages: protocol === 'amqp',
  params: {},
  mode: 'up',
  inFlight,
  callsPerSec: 0,
  failedPerSec: 0,
});

const reading = (changes: Partial<NodeReading>): NodeReading => ({
  live: true,
  atMs: 0,
  mode: 'up',
  capacity: 8,
  busy: 0,
  blocked: 0,
  queued: 0,
  arrivedPerSec: 0,
  completedPerSec: 0,
  failedPerSec: 0,
  reasons: [],
  notes: {},
  queues: [],
  replicas: [],
  targets: [],
  ...changes,
});

describe('what the workers are at', () => {
  const targets = [target('Users', 1), target('Payments', 6), target('Mail', 40, 'amqp')];

  it('is not worth a word before a run and while one is free', () => {
    expect(summarizeSlots(reading({ live: false, busy: 8 })).state).toBe('calm');
    expect(summarizeSlots(reading({ busy: 7, blocked: 7, targets })).state).toBe('calm');
  });

  it('names the one that most of them wait for', () => {
    expect(summarizeSlots(reading({ busy: 8, blocked: 7, targets }))).toEqual({
      state: 'waitingFor',
      target: 'Payments',
    });
  });

  it('names the one that fails when every call is between two attempts', () => {
    const between = [target('Users', 0), { ...target('Payments', 0), failedPerSec: 3 }];
    expect(summarizeSlots(reading({ busy: 8, blocked: 8, targets: between })).target).toBe('Payments');
    expect(summarizeSlots(reading({ busy: 8, blocked: 8 })).state).toBe('waiting');
  });

  it('is being saturated while most are at work', () => {
    expect(summarizeSlots(reading({ busy: 8, blocked: 3, targets })).state).toBe('saturated');
  });
});
