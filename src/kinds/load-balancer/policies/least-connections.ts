import type { Group, Upstream } from '../upstream';
import { NOBODY, type Policy } from './policy';

/** The connections of `one`, seen with the weight of `other`: compared crosswise, no division is needed. */
const seenWith = (upstream: Upstream, one: number, other: number): number =>
  upstream.connections(one) * upstream.weight(other);

/** Whether `one` has fewer connections for its weight. */
export const isLessLoaded = (upstream: Upstream, one: number, other: number): boolean =>
  seenWith(upstream, one, other) < seenWith(upstream, other, one);

function leastLoaded(upstream: Upstream, { members }: Group, step: boolean): number {
  let first = NOBODY;
  let several = false;
  for (let i = 0; i < members.length; i++) {
    const target = members[i];
    if (!upstream.isOpen(target)) continue;
    if (first === NOBODY || isLessLoaded(upstream, target, first)) {
      first = target;
      several = false;
    } else if (seenWith(upstream, target, first) === seenWith(upstream, first, target)) several = true;
  }
  return several ? byTurns(upstream, members, first, step) : first;
}

/** Round robin among those that are loaded like `first`, which is the first of them. */
function byTurns(upstream: Upstream, members: readonly number[], first: number, step: boolean): number {
  let best = NOBODY;
  let furthest = 0;
  let total = 0;
  for (let i = members.indexOf(first); i < members.length; i++) {
    const target = members[i];
    if (!upstream.isOpen(target)) continue;
    if (seenWith(upstream, target, first) !== seenWith(upstream, first, target)) continue;
    const weight = upstream.weightNow(target);
    const reached = upstream.currentWeight(target) + weight;
    if (step) upstream.advance(target, weight);
    total += weight;
    if (best === NOBODY || reached > furthest) {
      best = target;
      furthest = reached;
    }
  }
  if (step) upstream.stepBack(best, total);
  return best;
}

/** nginx's `least_conn`: the fewest requests under way for its weight; equals by smooth weighted round robin. */
export const leastConnections: Policy = {
  choose: (upstream, group) => leastLoaded(upstream, group, true),
  next: (upstream, group) => leastLoaded(upstream, group, false),
};
