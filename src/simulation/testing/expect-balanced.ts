import { expect } from 'vitest';
import type { BrokerDeliveries } from '../../analysis/delivery/delivery-counts';
import type { ByReason, Report } from '../../analysis/report';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import { isBroker } from '../../network/messaging/queues-of';
import type { TestRun } from './test-run';

const sum = (counts: ByReason): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** Counts that are whole and not negative, with reasons that add up. */
function expectCounts(
  where: string,
  counts: Readonly<Record<string, number>>,
  failedBy: ByReason,
  failed: number,
): void {
  for (const [name, count] of Object.entries(counts)) {
    expect(Number.isInteger(count) && count >= 0, `${where}.${name} is ${count}`).toBe(true);
  }
  expect(sum(failedBy), `${where}: the reasons of ${failed} failures`).toBe(failed);
  expect(Object.keys(failedBy), `${where}: reasons`).not.toContain('pending');
}

/** The identities that hold in every report; see "Conservation" in `docs/scenario-format.md`. */
function expectReportBalanced(report: Report): void {
  for (const [id, client] of Object.entries(report.clients)) {
    const { sent, ok, failed, inFlight, failedBy } = client;
    expectCounts(id, { sent, ok, failed, inFlight }, failedBy, failed);
    expect(sent, `${id}: sent`).toBe(ok + failed + inFlight);
  }
  for (const [id, node] of Object.entries(report.nodes)) {
    const { arrived, completed, failed, held, failedBy } = node;
    expectCounts(id, { arrived, completed, failed, held }, failedBy, failed);
    expect(arrived, `${id}: arrived`).toBe(completed + failed + held);
    for (const share of ['utilization', 'blocked', 'probWait'] as const) {
      expect(node[share], `${id}.${share}`).toBeGreaterThanOrEqual(0);
      expect(node[share], `${id}.${share}`).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
  for (const [id, link] of Object.entries(report.links)) {
    const { calls, ok, failedBy, retries } = link;
    const failed = sum(failedBy);
    expectCounts(id, { calls, ok, retries }, failedBy, failed);
    expect(calls - ok - failed, `${id}: under way`).toBeGreaterThanOrEqual(0);
  }
  const { published, copies, replayed, acked, held, deadLettered, expired, lost, lostBy } = report.messages;
  expectCounts('messages', { published, acked, held, deadLettered, expired, lost }, lostBy, lost);
  expect(published + copies + replayed, 'published, copied, replayed').toBe(
    acked + held + deadLettered + expired + lost,
  );
  expectSumsOfDeliveries(report);
}

/** What is told of all messages is what is told of those of each broker. */
function expectSumsOfDeliveries({ nodes, messages }: Report): void {
  const brokers = Object.values(nodes).flatMap(
    ({ detail }) => (detail.deliveries as BrokerDeliveries | undefined) ?? [],
  );
  for (const name of [
    'published',
    'copies',
    'replayed',
    'delivered',
    'redelivered',
    'acked',
    'duplicated',
    'deadLettered',
    'expired',
    'lost',
    'held',
  ] as const) {
    const together = brokers.reduce((total, broker) => total + broker[name], 0);
    expect(together, `messages.${name} of all brokers`).toBe(messages[name]);
  }
}

const IN_HAND: ReadonlySet<number> = new Set([
  Phase.queued,
  Phase.working,
  Phase.sharing,
  Phase.blocked,
  Phase.streaming,
]);

/** What the report says is held must be there: frames are counted in the network itself, apart from all facts. */
function expectHeldFramesExist(run: TestRun, report: Report): void {
  const { network } = run.simulation.world;
  const { frames } = network;
  const { nodes } = run.scenario;
  const held = nodes.map(() => 0);
  let messages = 0;
  // Of an event store, what is held are the requests to it.
  const holdMessages = (node: number, count: number) => {
    if (isBroker(nodes[node].kind)) held[node] += count;
  };
  const has = (frame: number, flag: number) => (frames.flags[frame] & flag) !== 0;
  frames.forEach((frame) => {
    const phase = frames.phase[frame];
    const isDelivery = has(frame, FrameFlag.delivery) && !has(frame, FrameFlag.detached);
    if (phase !== Phase.dead && has(frame, FrameFlag.message) && !has(frame, FrameFlag.detached)) messages++;
    // A broker goes on holding what a consumer has not acknowledged.
    if (isDelivery && phase !== Phase.dead) holdMessages(network.links[frames.link[frame]].from, 1);
    const isHeld = IN_HAND.has(phase);
    if (isHeld && !has(frame, FrameFlag.answered)) held[frames.node[frame]]++;
  });
  run.simulation.world.nodes.forEach((node, index) => {
    holdMessages(index, node.messagesWithoutFrames);
    messages += node.messagesWithoutFrames;
  });
  expect(Object.fromEntries(nodes.map(({ id }, index) => [id, held[index]])), 'held by nodes').toEqual(
    Object.fromEntries(nodes.map(({ id }) => [id, report.nodes[id].held])),
  );
  expect(report.messages.held, 'messages held').toBe(messages);
}

/** It waits at its caller to be sent. */
const AT_CALLER: ReadonlySet<number> = new Set([Phase.backoff, Phase.paced, Phase.lined]);

function expectFramesSound(run: TestRun): void {
  const { network } = run.simulation.world;
  const { frames } = network;
  const inFlight = network.links.map(() => 0);
  let inUse = 0;
  frames.forEach((frame) => {
    inUse++;
    const waits = frames.parent[frame] !== NONE && !AT_CALLER.has(frames.phase[frame]);
    if (waits) inFlight[frames.link[frame]]++;
  });
  expect(frames.inUse, 'frames in use').toBe(inUse);
  network.links.forEach((link, index) => {
    const context = `in flight on ${link.id}`;
    if (link.carriesMessages) expect(link.inFlight, context).toBeGreaterThanOrEqual(0);
    else expect(link.inFlight, context).toBe(inFlight[index]);
  });
}

/** Every request and message is accounted for at this moment, in the report and in the network, and both agree. */
export function expectBalanced(run: TestRun): void {
  const { report } = run;
  expectReportBalanced(report);
  expectHeldFramesExist(run, report);
  expectFramesSound(run);
}
