/** The cases of the queueing tables as experiments. */
import singleQueues from '../../analysis/fixtures/queueing-tables.json';
import type { Experiment, Omission } from './experiment';
import networks from './fixtures/queueing-networks.json';
import { closedNetwork, repairman } from './queueing/closed-networks';
import { erlangLoss, finiteRoom, impatient, manyServers, markovian, pooling } from './queueing/exponential-service';
import { forkJoin, splitMerge } from './queueing/fork-join';
import { feedback, openJackson, openVisits, tandem } from './queueing/open-networks';
import { batches, evenlySpaced, generalService, priorities, processorSharing } from './queueing/other-disciplines';
import type { Make, Row } from './queueing/row';

const MAKERS: Readonly<Record<string, Make>> = {
  'M/M/1': markovian,
  'M/M/c': markovian,
  pooling,
  'Erlang B (M/M/c/c)': erlangLoss,
  'M/M/c/K': finiteRoom,
  'M/D/1': generalService,
  'M/G/1 (FCFS)': generalService,
  'M/G/1-PS': processorSharing,
  'D/M/1': evenlySpaced,
  'M/M/inf': manyServers,
  'M[X]/M/1 fixed batch': batches,
  'priority non-preemptive (HOL)': priorities,
  'priority preemptive-resume': priorities,
  'tandem Jackson': tandem,
  'Jackson with feedback': feedback,
  'open Jackson network': openJackson,
  'open network (visits)': openVisits,
  'closed MVA': closedNetwork,
  'closed-loop clients, 1 server': repairman,
  'fan-out, wait for all (no queueing)': splitMerge,
  'fork-join 2 x M/M/1': forkJoin,
  'fork-join n x M/M/1 (approx.)': forkJoin,
  'M/M/c+M (clients give up)': impatient,
};

/** Single queues stand where the closed forms are tested, the rest beside this file. */
const rows: readonly Row[] = [...singleQueues.cases, ...networks.cases] as never;

export function queueingExperiments(): Experiment[] {
  return rows.flatMap((row) => {
    const make = MAKERS[row.category];
    if (make === undefined) throw new Error(`${row.id}: nobody knows how to run "${row.category}"`);
    return make(row).map((experiment) => ({ id: row.id, category: row.category, ...experiment }));
  });
}

/** Figures that the tables have and reports have not. */
export const queueingOmissions: readonly Omission[] = [
  {
    id: 'percentiles of the wait in M/M/c',
    reason:
      'a report has the mean wait and percentiles of the sojourn, which tell those of the wait only where service always takes the same time',
  },
  {
    id: 'P(empty), P(n or more in the queue)',
    reason: 'a report has the mean number and the largest, not its distribution',
  },
];
