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

/** How many workers each node has had, from when on. */
function workersByNode(run: TestRun): { readonly fromMs: number; readonly workers: number }[][] {
  const workers = run.scenario.nodes.map((): { fromMs: number; workers: number }[] => []);
  for (const { fact, place, atMs, extra } of run.facts) {
    if (fact === 'capacity') workers[place].push({ fromMs: atMs, workers: extra });
  }
  return workers;
}

/** Nodes whose client library fetches messages, and has some for a while that the node has not begun with. */
function fetchersOf({ facts, scenario, simulation }: TestRun): ReadonlySet<number> {
  const { links } = simulation.world.network;
  const polling = facts.filter(({ fact }) => fact === 'polled').map(({ place }) => links[place]);
  const subscribed = links.filter(({ from }) => scenario.nodes[from].kind === 'event-store');
  return new Set([...polling, ...subscribed].map(({ to }) => to));
}

/** How far sums may lie apart that are made of the same numbers, rounded to 32 bits or not, in different orders. */
const ROUNDING = 1e-6;

const expectEqual = (one: number, other: number, what: string, summed = Math.abs(other)) =>
  expect(Math.abs(one - other), `${what}: ${one} and ${other}`).toBeLessThanOrEqual(ROUNDING * summed + ROUNDING);

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
  if (nowMs === 0) return;
  // What was on its way over a link that was cut is lost without a word. Of a live intervention only its number is known.
  const wasCut = run.facts.some(
    ({ fact, place }) =>
      fact === 'intervened' && ['cut', 'partition'].includes(scenario.interventions[place]?.action ?? 'cut'),
  );
  const visits = visitsByNode(run);
  const reached = reachedByNode(run);
  const workersOf = workersByNode(run);
  const fetchers = fetchersOf(run);
  scenario.nodes.forEach(({ id, kind, params }, index) => {
    if (isBroker(kind)) return;
    const { arrived, stayedMs, waitedMs, preempted } = visits[index];
    const node = report.nodes[id];
    expectEqual(node.meanInSystem * nowMs, stayedMs, `${id}: Little's law`);
    if (kind !== 'client' && kind !== 'scheduler') {
      // What a client library has fetched is lost without a word, too, when its consumer crashes.
      if (wasCut || fetchers.has(index)) expect(arrived, `${id}: flow balance`).toBeLessThanOrEqual(reached[index]);
      else expect(arrived, `${id}: flow balance`).toBe(reached[index]);
    }
    const workers = workersOf[index];
    // Of one that was preempted and lost later, nobody knows how long it was served before.
    if (workers.length === 0 || preempted) return;
    expectEqual(node.meanInQueue * nowMs, waitedMs, `${id}: Little's law in the queue`);
    const heldMs = stayedMs - waitedMs;
    const availableMs = workers.reduce((sum, { fromMs, workers: count }, change) => {
      return sum + count * ((workers[change + 1]?.fromMs ?? nowMs) - fromMs);
    }, 0);
    const busyMs = node.utilization * availableMs;
    // Workers that finish what they have, though there are to be fewer, are not among those available.
    if (workers.length === 1 && params.discipline !== 'sharing')
      expectEqual(busyMs, heldMs, `${id}: utilisation law`, stayedMs + waitedMs);
    else
      expect(busyMs, `${id}: utilisation law`).toBeLessThanOrEqual(
        heldMs + ROUNDING * (stayedMs + waitedMs) + ROUNDING,
      );
  });
}
