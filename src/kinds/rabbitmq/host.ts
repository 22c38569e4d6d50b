import type { Network } from '../../network/network';
import type { Cluster } from './cluster';
import type { RabbitmqParams } from './params';
import type { RabbitmqState } from './state';

/** What the parts of a RabbitMQ share. Its state is to be looked up each time: a checkpoint replaces it. */
export interface Host {
  readonly network: Network;
  /** Its place in the trace. */
  readonly index: number;
  readonly params: RabbitmqParams;
  readonly state: RabbitmqState;
  /** Whether its processes run at all. */
  readonly isUp: boolean;
  readonly cluster: Cluster;
  /** So many messages more, or fewer, are in the broker. */
  count(change: number): void;
  tell(note: number, extra?: number, value?: number, frame?: number): void;
}

/** Its timers: one of each for a queue, of which there are at most 50; then those of the broker. */
export const Timer = { expiry: 0, commit: 50, confirms: 100, ackCheck: 101 } as const;
