import { expect } from 'vitest';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import { isBroker } from '../../network/messaging/queues-of';
import type { TestRun } from './test-run';

const IN_HAND: ReadonlySet<number> = new Set([
  Phase.queued,
  Phase.working,
  Phase.sharing,
  Phase.blocked,
  Phase.streaming,
]);

/** What the requests themselves tell of a node: times summed over all that ever came, ms. */
interface Visits {
  arrived: number;
  stayedMs: number;
  waitedMs: number;
  preempted: boolean;
}

function visitsByNode(run: TestRun): Visits[] {
  const { frames } = run.simulation.world.network;
  const { nowMs } = run.simulation;
  const visits = run.scenario.nodes.map((): Visits => ({ arrived: 0, stayedMs: 0, waitedMs: 0, preempted: false }));
  for (const { fact, place, extra, value } of run.facts) {
    if (fact === 'issued' || fact === 'arrived') visits[place].arrived++;
    else if (fact === 'started') visits[place].waitedMs += value;
    else if (fact === 'preempted') visits[place].preempted = true;
    else if (fact === 'settled' || fact === 'finished') {
      visits[place].stayedMs += value;
      if (fact === 'finished' && extra === 0) visits[place].waitedMs += value;
    }
  }
  frames.forEach((frame) => {
    if (!IN_HAND.has(frames.phase[frame]) || frames.flags[frame] & FrameFlag.answered) return;
    const here = visits[frames.node[frame]];
    const sinceMs = nowMs - frames.arrivedAt[frame];
    here.stayedMs += sinceMs;
    if (frames.phase[frame] === Phase.queued) here.waitedMs += sinceMs;
  });
  return visits;
}

/** How many reached each node over links: those sent, without those still on their way and those that it knew already. */
function reachedByNode(run: TestRun): number[] {
  const { network } = run.simulation.world;
  const { frames } = network;
  const reached = run.scenario.nodes.map(() => 0);
  const recognised = new Map<number, number>();
  const arrived = new Set<number>();
  for (const { fact, place, serial, value } of run.facts) {
    if (fact === 'sent' && value !== Infinity) reached[network.links[place].to]++;
    else if (fact === 'recognised') recognised.set(serial, network.links[place].to);
    else if (fact === 'arrived') {
      recognised.delete(serial);
      arrived.add(serial);
    }
  }
  for (const node of recognised.values()) reached[node]--;
  // The news that a call was called off is on its way under the serial of that call.
  const underWay = new Map<number, number>();
  frames.forEach((frame) => {
    const link = frames.link[frame];
    const isOnItsWay = frames.phase[frame] === Phase.outbound && link !== NONE;
    if (!isOnItsWay) return;
    const { to } = network.links[link];
    // A message may have arrived before: it is delivered again under the same serial.
    if (frames.flags[frame] & FrameFlag.delivery) reached[to]--;
    else if (!arrived.has(frames.serial[frame])) underWay.set(frames.serial[frame], to);
  });
  for (const node of underWay.values()) reached[node]--;
  return reached;
}

/** Sums of floating-point numbers in different orders. */
const expectEqual = (one: number, other: number, what: string) =>
  expect(Math.abs(one - other), `${what}: ${one} and ${other}`).toBeLessThanOrEqual(1e-6 * Math.abs(other) + 1e-6);

/**
 * Operational laws (P. Denning and J. Buzen, The Operational Analysis of Queueing Network Models, Computing Surveys
 * 10(3), 1978), which hold in any run, whatever is drawn and whatever fails. The left sides are what the report found by
 * watching the node, the right sides what its requests went through.
 * - Little's law: mean number × time = sum of the times that requests stayed; and of those that they waited.
 * - Utilisation law: utilisation × workers × time = sum of the times that requests held a worker.
 * - Flow balance: what was sent to a node has arrived there.
 */
export function expectOperationalLaws(run: TestRun): void {
  const { report, scenario } = run;
  const { nowMs } = run.simulation;
  // What was on its way over a link that was cut is lost without a word. Of a live intervention only its number is known.
  const wasCut = run.facts.some(
    ({ fact, place }) =>
      fact === 'intervened' && ['cut', 'partition'].includes(scenario.interventions[place]?.action ?? 'cut'),
  );
  const visits = visitsByNode(run);
  const reached = reachedByNode(run);
  scenario.nodes.forEach(({ id, kind, params }, index) => {
    if (isBroker(kind) || nowMs === 0) return;
    const { arrived, stayedMs, waitedMs, preempted } = visits[index];
    const node = report.nodes[id];
    expectEqual(node.meanInSystem * nowMs, stayedMs, `${id}: Little's law`);
    if (kind !== 'client' && kind !== 'scheduler') {
      if (wasCut) expect(arrived, `${id}: flow balance`).toBeLessThanOrEqual(reached[index]);
      else expect(arrived, `${id}: flow balance`).toBe(reached[index]);
    }
    const changes = run.facts.filter(({ fact, place }) => fact === 'capacity' && place === index);
    const workers = changes[0]?.extra ?? 0;
    // Of one that was preempted and lost later, nobody knows how long it was served before.
    if (workers === 0 || preempted) return;
    expectEqual(node.meanInQueue * nowMs, waitedMs, `${id}: Little's law in the queue`);
    const heldMs = stayedMs - waitedMs;
    // Workers that finish what they have, though there are to be fewer, are not among those available.
    if (changes.length > 1) {
      const availableMs = changes.reduce((sum, { atMs, extra }, place) => {
        return sum + extra * ((changes[place + 1]?.atMs ?? nowMs) - atMs);
      }, 0);
      expect(node.utilization * availableMs).toBeLessThanOrEqual(heldMs * (1 + 1e-6) + 1e-6);
    } else if (params.discipline !== 'sharing')
      expectEqual(node.utilization * workers * nowMs, heldMs, `${id}: utilisation law`);
    else expect(node.utilization * workers * nowMs).toBeLessThanOrEqual(heldMs * (1 + 1e-6) + 1e-6);
  });
}
