import { OUTCOMES, Outcome } from '../network/outcomes';
import { NodeCount } from './counters';
import { failedIn, reasonsIn } from './outcome-counts';
import type { NodeReport } from './report';
import { share } from './share';
import type { Tally } from './tally';

/** Everything that a report says about a node but what it tells itself. `measuredMs` is the time since the (re)start. */
export function nodeReport(tally: Tally, node: number, until: number, measuredMs: number): NodeReport {
  const { facts, levels, topology } = tally;
  const isBroker = topology.isBroker[node] === 1;
  const ends = OUTCOMES.map((_, outcome) => {
    const messages = tally.messages.ends.count(node, outcome);
    if (isBroker) return messages;
    return (
      messages + facts.node(node, NodeCount.leftQueue + outcome) + facts.node(node, NodeCount.leftWorker + outcome)
    );
  });
  const came = facts.node(node, NodeCount.issued) + facts.node(node, NodeCount.arrived);
  const arrived = tally.messages.taken[node] + (isBroker ? 0 : came);
  const completed = ends[Outcome.ok];
  const failed = failedIn(ends);
  const figures = levels.figures(node, until);
  const { started, capacityArea } = figures;
  const queues = levels.hasWorkers[node] === 1;
  const { mean, p50, p95, p99, max } = tally.sojourn(node);
  return {
    kind: topology.nodes[node].kind,
    arrived,
    completed,
    failed,
    failedBy: reasonsIn(ends),
    held: arrived - completed - failed,
    utilization: share(figures.workedArea, capacityArea),
    blocked: share(figures.blockedArea, capacityArea),
    meanWaitMs: share(figures.waitedMs, started),
    meanInQueue: queues ? share(figures.waitingArea, measuredMs) : 0,
    meanInSystem: share(figures.waitingArea + figures.busyArea, measuredMs),
    maxInQueue: queues ? figures.maxWaiting : 0,
    probWait: share(figures.delayed, started),
    sojournMs: { mean, p50, p95, p99, max },
    downMs: tally.down.areaUntil(node, until),
    detail: {},
  };
}
