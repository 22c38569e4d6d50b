import type { RandomStream } from '../../kernel/random';
import type { Link } from '../../network/link';
import type { LoadBalancerParams } from './params';

/** Whose turn it is; part of the load balancer's state. */
export interface Turn {
  turn: number;
}

/** Chooses one of the targets that are open; −1 when none is. */
export interface Policy {
  choose(targets: readonly Link[], turn: Turn, isOpen: (index: number) => boolean): number;
}

const roundRobin: Policy = {
  choose(targets, turn, isOpen) {
    for (let i = 0; i < targets.length; i++) {
      const index = (turn.turn + i) % targets.length;
      if (!isOpen(index)) continue;
      turn.turn = (index + 1) % targets.length;
      return index;
    }
    return -1;
  },
};

/** The target with the fewest requests under way; equals take turns. */
const leastConnections: Policy = {
  choose(targets, turn, isOpen) {
    let best = -1;
    for (let i = 0; i < targets.length; i++) {
      const index = (turn.turn + i) % targets.length;
      if (!isOpen(index)) continue;
      if (best < 0 || targets[index].state.inFlight < targets[best].state.inFlight) best = index;
    }
    if (best >= 0) turn.turn = (best + 1) % targets.length;
    return best;
  },
};

const uniformlyRandom = (random: RandomStream): Policy => ({
  choose(targets, _turn, isOpen) {
    const open = targets.map((_, index) => index).filter(isOpen);
    return open.length === 0 ? -1 : open[random.below(open.length)];
  },
});

/**
 * The target with the fewest requests under way among `count` different ones drawn at random; of equals, the one drawn
 * first. Two choices are nearly as good as all (M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing,
 * IEEE Transactions on Parallel and Distributed Systems 12(10), 2001); nginx: `random two least_conn`.
 */
function leastOfRandom(count: number, random: RandomStream): Policy {
  /** All targets in order, but while one is being chosen: then those drawn stand in front. */
  const urn: number[] = [];
  /** With which place each drawn one was exchanged. */
  const places: number[] = [];
  const exchange = (one: number, other: number): void => {
    const index = urn[one];
    urn[one] = urn[other];
    urn[other] = index;
  };
  return {
    choose(targets, _turn, isOpen) {
      while (urn.length < targets.length) urn.push(urn.length);
      places.length = 0;
      let best = -1;
      for (let open = 0; open < count && places.length < urn.length; ) {
        const front = places.length;
        const place = front + random.below(urn.length - front);
        exchange(front, place);
        places.push(place);
        const index = urn[front];
        if (!isOpen(index)) continue;
        open++;
        if (best < 0 || targets[index].state.inFlight < targets[best].state.inFlight) best = index;
      }
      for (let front = places.length - 1; front >= 0; front--) exchange(front, places[front]);
      return best;
    },
  };
}

export function createPolicy({ policy, choices }: LoadBalancerParams, random: RandomStream): Policy {
  switch (policy) {
    case 'round-robin':
      return roundRobin;
    case 'least-connections':
      return leastConnections;
    case 'random':
      return uniformlyRandom(random);
    case 'random-choices':
      return leastOfRandom(choices, random);
  }
}
