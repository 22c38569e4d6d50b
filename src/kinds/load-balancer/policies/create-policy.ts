import type { RandomStream } from '../../../kernel/random';
import type { LoadBalancerParams } from '../params';
import type { Subject } from '../subject';
import type { Upstream } from '../upstream';
import { consistentHash, hashModulo, ipHash } from './hash';
import { leastConnections } from './least-connections';
import type { Policy } from './policy';
import { leastOfRandom, weightedRandom } from './random';
import { leastRequests, roundRobin } from './round-robin';

/** The rule of that name. What it hashes, it reads from `subject`. */
export function createPolicy(
  { policy, choices }: Pick<LoadBalancerParams, 'policy' | 'choices'>,
  random: RandomStream,
  subject: Subject,
  upstream: Upstream,
): Policy {
  switch (policy) {
    case 'round-robin':
      return roundRobin;
    case 'least-connections':
      return leastConnections;
    case 'random':
      return weightedRandom(random);
    case 'random-choices':
      return leastOfRandom(choices, random);
    case 'ip-hash':
      return ipHash(subject);
    case 'hash':
      return hashModulo(subject);
    case 'consistent-hash':
      return consistentHash(subject);
    // Envoy compares two at random as long as all weigh the same.
    case 'least-requests':
      return new Set(upstream.targets.map(({ weight }) => weight)).size > 1
        ? leastRequests
        : leastOfRandom(choices, random);
  }
}
