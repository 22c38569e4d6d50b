import type { RandomStream } from '../../kernel/random';
import type { Link } from '../../network/link';
import type { LoadBalancerParams } from './params';

/** Whose turn it is; part of the load balancer's state. */
export interface Turn {
  turn: number;
}

/** Chooses one of the targets. When none is available, all are: nginx, too, then tries them rather than nobody. */
export interface Policy {
  choose(targets: readonly Link[], turn: Turn, isAvailable: (index: number) => boolean): number;
}

const candidates = (count: number, isAvailable: (index: number) => boolean): number[] => {
  const all = Array.from({ length: count }, (_, index) => index);
  const available = all.filter(isAvailable);
  return available.length > 0 ? available : all;
};

const roundRobin: Policy = {
  choose(targets, turn, isAvailable) {
    for (let i = 0; i < targets.length; i++) {
      const index = (turn.turn + i) % targets.length;
      if (!isAvailable(index)) continue;
      turn.turn = (index + 1) % targets.length;
      return index;
    }
    const index = turn.turn;
    turn.turn = (index + 1) % targets.length;
    return index;
  },
};

/** The target with the fewest requests under way; equals take turns. */
const leastConnections: Policy = {
  choose(targets, turn, isAvailable) {
    let best = -1;
    let everyone = false;
    for (let round = 0; round < 2 && best < 0; round++) {
      for (let i = 0; i < targets.length; i++) {
        const index = (turn.turn + i) % targets.length;
        if (!everyone && !isAvailable(index)) continue;
        if (best < 0 || targets[index].state.inFlight < targets[best].state.inFlight) best = index;
      }
      everyone = true;
    }
    turn.turn = (best + 1) % targets.length;
    return best;
  },
};

const uniformlyRandom = (random: RandomStream): Policy => ({
  choose(targets, _turn, isAvailable) {
    const open = candidates(targets.length, isAvailable);
    return open[random.below(open.length)];
  },
});

export function createPolicy(name: LoadBalancerParams['policy'], random: RandomStream): Policy {
  switch (name) {
    case 'round-robin':
      return roundRobin;
    case 'least-connections':
      return leastConnections;
    case 'random':
      return uniformlyRandom(random);
  }
}
