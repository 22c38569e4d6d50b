import { type HeldBack, nothingHeldBack } from './blocked-producers';
import { Cluster, type Leaders } from './cluster';
import { type ConfirmsState, noConfirms } from './confirms';
import type { RabbitmqParams } from './params';
import { emptyQueue, type Queue } from './queue';

/** Everything of a broker that changes in a run and is no statechart; plain data. */
export interface RabbitmqState {
  queues: Queue[];
  leaders: Leaders;
  confirms: ConfirmsState;
  heldBack: HeldBack;
  /** Messages in the broker: ready, with consumers, and not committed. */
  messages: number;
  /** The timer that is set for consumers which may hold a message for too long, virtual ms; Infinity for none. */
  ackCheckMs: number;
}

/** A broker at the beginning: its queues are declared and empty. */
export const emptyRabbitmq = (params: RabbitmqParams): RabbitmqState => ({
  queues: params.queues.map(({ type, maxPriority }) => emptyQueue(type === 'classic' ? (maxPriority ?? 0) + 1 : 1)),
  leaders: Cluster.leadersAtFirst(params),
  confirms: noConfirms(),
  heldBack: nothingHeldBack(),
  messages: 0,
  ackCheckMs: Infinity,
});
