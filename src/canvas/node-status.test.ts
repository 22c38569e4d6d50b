import { describe, expect, it } from 'vitest';
import type { NodeReading } from '../ui/kind-view';
import { nodeStatus } from './node-status';

const reading = (changes: Partial<NodeReading>): NodeReading => ({
  live: true,
  atMs: 0,
  mode: 'up',
  capacity: 8,
  busy: 3,
  blocked: 0,
  queued: 0,
  arrivedPerSec: 50,
  completedPerSec: 50,
  failedPerSec: 0,
  reasons: [],
  notes: {},
  queues: [],
  replicas: [],
  targets: [],
  ...changes,
});

describe('the status of a node', () => {
  it('is up while it copes, also when every worker is busy for a moment', () => {
    expect(nodeStatus(reading({}))).toBe('up');
    expect(nodeStatus(reading({ busy: 8, queued: 2 }))).toBe('up');
  });

  it('is saturated when as many wait as are served', () => {
    expect(nodeStatus(reading({ busy: 8, queued: 8 }))).toBe('saturated');
  });

  it('is blocked when no worker is free and half of them wait for somebody else', () => {
    expect(nodeStatus(reading({ busy: 7, blocked: 7 }))).toBe('up');
    expect(nodeStatus(reading({ busy: 8, blocked: 4 }))).toBe('blocked');
  });

  it('is failing when a share worth a word fails', () => {
    expect(nodeStatus(reading({ failedPerSec: 1, completedPerSec: 99 }))).toBe('up');
    expect(nodeStatus(reading({ failedPerSec: 10, completedPerSec: 90, blocked: 8 }))).toBe('failing');
  });

  it('is what its mode says before anything else', () => {
    expect(nodeStatus(reading({ mode: 'crashed', failedPerSec: 10 }))).toBe('crashed');
    expect(nodeStatus(reading({ mode: 'starting', live: false }))).toBe('starting');
  });

  it('is idle before a run', () => {
    expect(nodeStatus(reading({ live: false }))).toBe('idle');
  });
});
