import type { RandomStream } from '../../../kernel/random';
import { WeightedChoice } from '../../../kernel/weighted-choice';
import type { Group, Upstream } from '../upstream';
import { isLessLoaded } from './least-connections';
import { MAX_TRIES, NOBODY, type Policy } from './policy';
import { roundRobin } from './round-robin';

/** Draws members of a group by their weights. */
function drawer(random: RandomStream) {
  const made = new Map<Group, WeightedChoice>();
  return (upstream: Upstream, group: Group): number => {
    let choice = made.get(group);
    if (!choice) {
      choice = new WeightedChoice(
        random,
        group.members.map((target) => upstream.weight(target)),
      );
      made.set(group, choice);
    }
    return group.members[choice.index()];
  };
}

const next = () => NOBODY;

/** nginx's `random`: by weight; one that is not open is drawn again, a limited number of times. */
export function weightedRandom(random: RandomStream): Policy {
  const draw = drawer(random);
  return {
    choose(upstream, group) {
      if (group.members.length === 0) return NOBODY;
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const target = draw(upstream, group);
        if (upstream.isOpen(target)) return target;
      }
      return roundRobin.choose(upstream, group);
    },
    next,
  };
}

const haveOneWeight = (upstream: Upstream, { members }: Group): boolean =>
  members.every((target) => upstream.weight(target) === upstream.weight(members[0]));

/**
 * The least loaded among `count` different targets drawn at random; of equals, the one drawn first. Two choices are
 * nearly as good as all (M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, IEEE Transactions on
 * Parallel and Distributed Systems 12(10), 2001); nginx: `random two least_conn`; Envoy: least request.
 */
export function leastOfRandom(count: number, random: RandomStream): Policy {
  const draw = drawer(random);
  const uniform = new Map<Group, boolean>();
  const urn = new Urn(random);
  const drawn: number[] = [];
  const drawByWeight = (upstream: Upstream, group: Group): number => {
    drawn.length = 0;
    let best = NOBODY;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const target = draw(upstream, group);
      if (drawn.includes(target) || !upstream.isOpen(target)) continue;
      drawn.push(target);
      if (best === NOBODY || isLessLoaded(upstream, target, best)) best = target;
      if (drawn.length === count) return best;
    }
    return roundRobin.choose(upstream, group);
  };
  return {
    choose(upstream, group) {
      if (group.members.length === 0) return NOBODY;
      let isUniform = uniform.get(group);
      if (isUniform === undefined) {
        isUniform = haveOneWeight(upstream, group);
        uniform.set(group, isUniform);
      }
      return isUniform ? urn.leastLoaded(upstream, group, count) : drawByWeight(upstream, group);
    },
    next,
  };
}

/** Draws without putting back. Between two choices all stand in order, so that it is no part of the state. */
class Urn {
  private readonly places = new Map<Group, number[]>();
  /** With which place each drawn one was exchanged. */
  private readonly exchanged: number[] = [];

  constructor(private readonly random: RandomStream) {}

  leastLoaded(upstream: Upstream, group: Group, count: number): number {
    const { random, exchanged } = this;
    let urn = this.places.get(group);
    if (!urn) {
      urn = [...group.members];
      this.places.set(group, urn);
    }
    exchanged.length = 0;
    let best = NOBODY;
    for (let open = 0; open < count && exchanged.length < urn.length; ) {
      const front = exchanged.length;
      const place = front + random.below(urn.length - front);
      exchange(urn, front, place);
      exchanged.push(place);
      const target = urn[front];
      if (!upstream.isOpen(target)) continue;
      open++;
      if (best === NOBODY || isLessLoaded(upstream, target, best)) best = target;
    }
    for (let front = exchanged.length - 1; front >= 0; front--) exchange(urn, front, exchanged[front]);
    return best;
  }
}

function exchange(urn: number[], one: number, other: number): void {
  const target = urn[one];
  urn[one] = urn[other];
  urn[other] = target;
}
