/** The ready-made scenarios about RabbitMQ show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../analysis/report';
import backlog from '../scenario/presets/rabbitmq-backlog.json';
import deadLetters from '../scenario/presets/rabbitmq-dead-letters.json';
import fairDispatch from '../scenario/presets/rabbitmq-fair-dispatch.json';
import quorum from '../scenario/presets/rabbitmq-quorum.json';
import routing from '../scenario/presets/rabbitmq-routing.json';
import { reportOf } from './testing/ready-made';

const ready = (report: Report) =>
  Object.fromEntries(
    (report.nodes.rabbitmq.detail.queues as readonly { name: string; ready: number }[]).map((one) => [
      one.name,
      one.ready,
    ]),
  );

test('rabbitmq-routing: everything is audited, billing hears of payments, Europe of what happens there', () => {
  const { nodes, messages } = reportOf(routing, { untilMs: 60_000 });
  const [audit, billing, europe] = ['audit', 'billing', 'europe'].map((id) => nodes[id].arrived);
  expect(audit / 60).toBeCloseTo(20, 0);
  expect(billing / audit).toBeGreaterThan(0.28);
  expect(billing / audit).toBeLessThan(0.39);
  expect(europe).toBe(billing);
  expect(messages.lost).toBe(0);
});

describe('rabbitmq-fair-dispatch', () => {
  test('without a prefetch the slow worker gets half of all jobs, and the fast one has time', () => {
    const { nodes } = reportOf(fairDispatch, { untilMs: 30_000 });
    expect(nodes.slow.arrived / (nodes.slow.arrived + nodes.fast.arrived)).toBeCloseTo(0.5, 2);
    expect(nodes.fast.utilization).toBeLessThan(0.35);
    expect(nodes.slow.held).toBeGreaterThan(500);
  });

  test('with a prefetch of 1 everybody does what he can', () => {
    const links = fairDispatch.links.map((link) =>
      link.from === 'rabbitmq' ? { ...link, params: { ...link.params, prefetch: 1 } } : link,
    );
    const { nodes, messages } = reportOf({ ...fairDispatch, links }, { untilMs: 30_000 });
    expect(nodes.fast.completed / nodes.slow.completed).toBeGreaterThan(4);
    expect(messages.held).toBeLessThan(5);
  });
});

describe('rabbitmq-dead-letters', () => {
  const asQuorum = {
    ...deadLetters,
    nodes: deadLetters.nodes.map((node) => {
      if (node.id !== 'rabbitmq') return node;
      const { queues } = node.params as unknown as { queues: object[] };
      return { ...node, params: { ...node.params, queues: [{ ...queues[0], type: 'quorum' }, queues[1]] } };
    }),
  };

  test('six messages that nobody can read keep all others from being served', () => {
    const { messages } = reportOf(deadLetters, { untilMs: 60_000 });
    expect(messages.acked).toBeLessThan(520);
    expect(messages.redelivered).toBeGreaterThan(10_000);
    expect(messages.held).toBeGreaterThan(2_400);
  });

  test('in a quorum queue they end among the dead letters, and nobody else notices', () => {
    const report = reportOf(asQuorum, { untilMs: 60_000 });
    expect(ready(report).dead).toBe(12);
    expect(report.messages).toMatchObject({ deadLettered: 12, redelivered: 12 * 20 });
    expect(report.messages.acked).toBeGreaterThan(2_980);
  });
});

test('rabbitmq-backlog: 3,000 jobs wait after 30 seconds, and a minute later none', () => {
  expect(reportOf(backlog, { untilMs: 50_000 }).messages.held).toBeGreaterThan(2_950);
  expect(reportOf(backlog, { untilMs: 80_000 }).messages.held).toBeGreaterThan(1_400);
  const { messages, clients } = reportOf(backlog, { untilMs: 115_000 });
  expect(messages.held).toBeLessThan(20);
  expect(clients.shop.failed).toBe(0);
});

test('rabbitmq-quorum: the classic queue is away with its node, the quorum queue only for an election', () => {
  const { clients, messages } = reportOf(quorum, { untilMs: 60_000 });
  expect(clients.payments.failed).toBe(0);
  expect(clients.payments.latencyMs.max).toBeGreaterThan(1_900);
  expect(clients.orders.failed / clients.orders.sent).toBeGreaterThan(0.3);
  expect(messages.lostBy).toEqual({ noRoute: clients.orders.failed });
});
