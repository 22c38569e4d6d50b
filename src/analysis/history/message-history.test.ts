import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../network/outcomes';
import { factsOf, originOf } from '../archive/request-facts';
import { TraceArchive } from '../archive/trace-archive';
import { feed, type Row } from '../testing/handmade-trace';
import { requestHistory } from './request-history';

// Nodes: 0 service, 1 broker, 2 worker, 3 whoever reads what is dead. Links: 0 publishes, 1 to the worker, 2 to the other.
const links = [
  { from: 0, to: 1 },
  { from: 1, to: 2 },
  { from: 1, to: 3 },
];
/** A message that the worker refuses and that is dead-lettered, on behalf of request 1. */
const deadLettered: Row[] = [
  [0, 'issued', 0, 1],
  [0, 'published', 0, 2, { extra: 1 }],
  [5, 'sent', 0, 2, { detail: 1, value: 1 }],
  [6, 'arrived', 1, 2],
  [6, 'enqueued', 1, 2],
  [8, 'delivered', 1, 2, { detail: 1 }],
  [9, 'replied', 1, 2, { detail: 'error' }],
  [10, 'lost', 1, 2, { detail: 'deadLettered' }],
  [10, 'copied', 1, 3, { extra: 2 }],
  [10, 'enqueued', 1, 3, { extra: 1 }],
  [12, 'delivered', 2, 3, { detail: 1, extra: 1 }],
  [13, 'replied', 2, 3, { detail: 'ok' }],
  [14, 'acked', 1, 3, { extra: 1 }],
];
const archiveOf = (rows: readonly Row[]) => feed(new TraceArchive(4), rows).blocks();

const historyOf = (rows: readonly Row[], serial: number) => {
  const blocks = archiveOf(rows);
  const [facts] = factsOf(blocks, new Set([originOf(blocks, serial)]));
  return requestHistory(facts.columns, links).map(
    ({ kind, serial: name, parent, node, startMs, endMs, outcome }) =>
      `${kind} ${name} of ${parent} at ${node}: ${startMs}–${endMs ?? ''} ${OUTCOMES[outcome]}`,
  );
};

describe('the history of a message', () => {
  const whole = [
    'message 2 of -1 at 1: 0–10 deadLettered',
    'delivery 2 of 0 at 2: 8–10 deadLettered',
    'message 3 of 0 at 1: 10–14 ok',
    'delivery 3 of 2 at 3: 12–14 ok',
  ];

  it('goes on with its copies', () => {
    expect(historyOf(deadLettered, 2)).toEqual(whole);
  });

  it('begins, of a copy, with what that is a copy of', () => {
    expect(historyOf(deadLettered, 3)).toEqual(whole);
  });

  it('is a part of that of the request on whose behalf it was published, also by a client library', () => {
    expect(historyOf(deadLettered, 1)).toHaveLength(1 + whole.length);
  });

  it('does not end where it is read once more', () => {
    const rows: Row[] = [...deadLettered, [20, 'revived', 1, 3, { extra: 1 }]];
    expect(historyOf(rows, 3)[2]).toBe('message 3 of 0 at 1: 10– pending');
  });
});
