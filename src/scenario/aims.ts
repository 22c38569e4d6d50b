import { carriesMessages } from '../network/kind';
import { hasMembers, takesRate } from './arrange';
import {
  hasArrivals,
  hasCache,
  hasDeadLetters,
  hasDisk,
  hasHistory,
  hasOffsets,
  hasQueues,
  hasReplicas,
  hasReplicatedLogs,
  sendsRequests,
} from './edit';
import type { Intervention, ScenarioLink, ScenarioNode } from './scenario';

export type Deed = Intervention['action'];

/** What an intervention may be done to. */
export const AIMS: Readonly<Record<Deed, 'node' | 'link' | 'either'>> = {
  crash: 'node',
  restart: 'node',
  pause: 'node',
  errors: 'node',
  partition: 'node',
  rate: 'node',
  spike: 'node',
  send: 'node',
  scale: 'node',
  rollOut: 'node',
  deploy: 'node',
  crashReplica: 'node',
  flush: 'node',
  fillDisk: 'node',
  crashMember: 'node',
  lagMember: 'node',
  resetOffsets: 'node',
  scaleConsumers: 'link',
  purge: 'node',
  redrive: 'node',
  starve: 'node',
  stopConsuming: 'node',
  skewClock: 'node',
  cut: 'link',
  loss: 'link',
  delay: 'link',
  poison: 'either',
  rebuild: 'either',
  slow: 'either',
  heal: 'either',
};

/** Of what can be done to some components only: to which, and what is said of any other. */
const CHOOSY: { readonly [D in Deed]?: readonly [fits: (node: ScenarioNode) => boolean, expected: string] } = {
  rate: [takesRate, 'a client whose arrivals have a ratePerSec'],
  spike: [hasArrivals, 'a client'],
  send: [sendsRequests, 'a client or a scheduler'],
  scale: [hasReplicas, 'a service'],
  rollOut: [hasReplicas, 'a service'],
  crashReplica: [hasReplicas, 'a service'],
  flush: [hasCache, 'a cache'],
  fillDisk: [hasDisk, 'a database'],
  rebuild: [hasHistory, 'an event store'],
  crashMember: [hasMembers, 'a broker with several nodes'],
  lagMember: [hasReplicatedLogs, 'a Kafka with several brokers'],
  resetOffsets: [hasOffsets, 'a Kafka or a Redis'],
  purge: [hasQueues, 'a broker with queues'],
  redrive: [hasDeadLetters, 'an SQS'],
};

/** What an intervention wants instead of this link; null when the link will do. */
export function expectedOfLink(action: Deed, link: ScenarioLink): string | null {
  if (action === 'scaleConsumers') return 'members' in link.params ? null : 'a link from a Kafka to its consumers';
  return action === 'poison' && !carriesMessages(link.protocol) ? 'a link over which messages go' : null;
}

/** What an intervention wants instead of this node; null when the node will do. */
export function expectedOf(action: Deed, node: ScenarioNode): string | null {
  const choice = CHOOSY[action];
  return choice && !choice[0](node) ? choice[1] : null;
}
