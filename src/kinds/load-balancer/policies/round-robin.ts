import { pow } from '../../../kernel/portable-math';
import type { Group, Upstream } from '../upstream';
import { NOBODY, type Policy } from './policy';

/** Envoy's weight of a host with so many requests under way ("Weighted least request"). */
export const leastRequestWeight = (weight: number, active: number, bias: number): number =>
  weight / (bias === 1 ? active + 1 : pow(active + 1, bias));

type WeightOf = (upstream: Upstream, target: number) => number;

const weightNow: WeightOf = (upstream, target) => upstream.weightNow(target);
const weightByLoad: WeightOf = (upstream, target) =>
  leastRequestWeight(upstream.weightNow(target), upstream.connections(target), 1);

/** Who is furthest ahead once all have advanced by their weight; `step` lets them. */
function smooth(upstream: Upstream, { members }: Group, weightOf: WeightOf, step: boolean): number {
  let best = NOBODY;
  let furthest = 0;
  let total = 0;
  for (let i = 0; i < members.length; i++) {
    const target = members[i];
    if (!upstream.isOpen(target)) continue;
    const weight = weightOf(upstream, target);
    const reached = upstream.currentWeight(target) + weight;
    if (step) upstream.advance(target, weight);
    total += weight;
    if (best === NOBODY || reached > furthest) {
      best = target;
      furthest = reached;
    }
  }
  if (step && best !== NOBODY) upstream.stepBack(best, total);
  return best;
}

/**
 * nginx's smooth weighted round robin: each choice lets every target advance by its weight, takes the one that is
 * furthest, and puts that back by the sum. With weights 5, 1, 1 that is a a b a c a a.
 */
export const roundRobin: Policy = {
  choose: (upstream, group) => smooth(upstream, group, weightNow, true),
  next: (upstream, group) => smooth(upstream, group, weightNow, false),
};

/** The same with weights that shrink with the requests under way: Envoy's least request, where the weights differ. */
export const leastRequests: Policy = {
  choose: (upstream, group) => smooth(upstream, group, weightByLoad, true),
  next: (upstream, group) => smooth(upstream, group, weightByLoad, false),
};
