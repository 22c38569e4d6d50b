import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PLAIN_LABEL } from '../network/messaging/label';
import { createDeliveries } from './deliveries';
import { createMessages } from './messages';
import { stageWorld } from './testing/stage-world';
import { createTrace } from './trace';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what becomes of messages', () => {
  it('is asked for while somebody looks, with the course of the queue that is drawn', () => {
    const { world, said, hear } = stageWorld(['rabbit']);
    const { useDeliveries, onBacklog, watch } = createDeliveries(world);
    hear({ type: 'tick' });
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([]);
    const stop = watch();
    useDeliveries.getState().setPlace({ node: 'rabbit', queue: 1 });
    expect(said).toEqual([
      { type: 'deliveries' },
      { type: 'deliveries' },
      { type: 'backlog', node: 'rabbit', queue: 1 },
    ]);
    const drawn: number[] = [];
    const stopDrawing = onBacklog(({ queue }) => drawn.push(queue));
    hear({ type: 'backlog', node: 'rabbit', queue: 0 });
    hear({ type: 'backlog', node: 'rabbit', queue: 1 });
    onBacklog(({ queue }) => drawn.push(queue))();
    stopDrawing();
    hear({ type: 'backlog', node: 'rabbit', queue: 1 });
    expect(drawn).toEqual([1, 1]);
    hear({ type: 'deliveries', atMs: 5, brokers: [] });
    expect(useDeliveries.getState().now?.atMs).toBe(5);
    hear({ type: 'loaded', atMs: 0 });
    expect(useDeliveries.getState().now).toBeNull();
    stop();
    const before = said.length;
    hear({ type: 'tick' });
    vi.advanceTimersByTime(1_000);
    expect(said).toHaveLength(before);
  });
});

describe('the messages in a queue', () => {
  const message = {
    serial: 7,
    key: '',
    label: PLAIN_LABEL,
    bytes: null,
    publishedAtMs: 0,
    deliveries: 0,
    state: 'ready',
  } as const;

  it('are those of the queue that is looked into, from where it is scrolled to', () => {
    const { world, said, hear } = stageWorld(['rabbit']);
    const { useMessages, watch } = createMessages(world);
    watch();
    expect(said).toEqual([]);
    useMessages.getState().look('rabbit', 2);
    useMessages.getState().scrollTo(120);
    useMessages.getState().scrollTo(120);
    expect(said).toEqual([
      { type: 'messages', node: 'rabbit', queue: 2, from: 0, most: 60 },
      { type: 'messages', node: 'rabbit', queue: 2, from: 120, most: 60 },
    ]);
    hear({ type: 'messages', node: 'rabbit', queue: 1, total: 9, from: 0, messages: [] });
    expect(useMessages.getState().shown).toBeNull();
    hear({ type: 'messages', node: 'rabbit', queue: 2, total: 9, from: 0, messages: [message] });
    expect(useMessages.getState().shown?.total).toBe(9);
  });

  it('have a history when one is opened, which is forgotten with the run', () => {
    const { world, said, hear } = stageWorld(['rabbit']);
    const { useMessages, watch } = createMessages(world);
    watch();
    useMessages.getState().look('rabbit', 0);
    useMessages.getState().open(message);
    expect(said.at(-1)).toEqual({ type: 'history', serial: 7 });
    hear({ type: 'history', serial: 8, atMs: 1, facts: null });
    expect(useMessages.getState().history).toBeNull();
    hear({ type: 'history', serial: 7, atMs: 1, facts: null });
    expect(useMessages.getState().history?.serial).toBe(7);
    hear({ type: 'loaded', atMs: 0 });
    expect(useMessages.getState()).toMatchObject({ opened: null, history: null, shown: null, node: 'rabbit' });
  });
});

it('lists the messages behind a number in place of requests', () => {
  const { world, said, hear } = stageWorld(['rabbit']);
  const { useTrace, watch } = createTrace(world);
  watch();
  const filter = { what: 'lost', node: 'rabbit', reason: 'notPersisted' } as const;
  useTrace.getState().setFilter(filter);
  expect(said.at(-1)).toEqual({ type: 'messageList', filter, most: 60 });
  hear({ type: 'messageList', filter: { ...filter, what: 'acked' }, messages: [] });
  expect(useTrace.getState().messages).toBeNull();
  hear({ type: 'messageList', filter: { ...filter }, messages: [] });
  expect(useTrace.getState().messages?.filter).toEqual(filter);
  useTrace.getState().setFilter(null);
  expect(said.at(-1)).toMatchObject({ type: 'requests' });
});
