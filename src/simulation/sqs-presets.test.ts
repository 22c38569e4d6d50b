/** The ready-made scenarios about SQS show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../analysis/report';
import fifoGroups from '../scenario/presets/sqs-fifo-groups.json';
import poison from '../scenario/presets/sqs-poison.json';
import polling from '../scenario/presets/sqs-polling.json';
import visibility from '../scenario/presets/sqs-visibility.json';
import { reportOf } from './testing/ready-made';

describe('sqs-visibility', () => {
  test('films that take too long are encoded twice at once', () => {
    const { published, duplicated } = reportOf(visibility).messages;
    expect(duplicated / published).toBeGreaterThan(0.1);
  });

  test('no film is, when the encoder extends the timeout', () => {
    expect(reportOf(visibility, {}, { 'sqs-encoder': { heartbeat: true } }).messages.duplicated).toBe(0);
  });
});

describe('sqs-poison', () => {
  test('what nobody can read comes back for ever', () => {
    const { messages, nodes } = reportOf(poison);
    expect(messages.redelivered).toBeGreaterThan(3 * 20);
    expect(nodes.worker.failedBy.contractBroken).toBeGreaterThan(3 * 20);
    expect(messages.deadLettered).toBe(0);
  });

  test('with a redrive policy it is a dead letter the fourth time', () => {
    const [queue, dead] = poison.nodes[1].params.queues ?? [];
    const { messages, nodes } = reportOf(poison, {}, { sqs: { queues: [{ ...queue, maxReceiveCount: 3 }, dead] } });
    expect(messages.deadLettered).toBe(3);
    expect(nodes.worker.failedBy.contractBroken).toBe(9);
  });
});

describe('sqs-fifo-groups', () => {
  test('one group keeps one worker busy, and most bookings wait', () => {
    const { messages, nodes } = reportOf(fifoGroups);
    expect(nodes.bookings.utilization).toBeLessThan(1.1 / 20);
    expect(messages.held / messages.published).toBeGreaterThan(0.6);
  });

  test('a group for each account lets them all through', () => {
    const { messages } = reportOf(fifoGroups, {}, { 'bank-sqs': { key: '' } });
    expect(messages.held).toBeLessThan(20);
  });
});

describe('sqs-polling', () => {
  const emptyPerMessage = ({ nodes, messages }: Report) =>
    Number(nodes.sqs.detail.emptyReceives ?? 0) / messages.published;

  test('short polling asks hundreds of times for each message', () => {
    expect(emptyPerMessage(reportOf(polling))).toBeGreaterThan(200);
  });

  test('long polling hardly ever asks in vain', () => {
    const report = reportOf(polling, {}, { 'sqs-orders': { waitTimeMs: 20_000 } });
    expect(emptyPerMessage(report)).toBeLessThan(0.3);
    expect(report.messages.held).toBeLessThan(3);
  });
});
