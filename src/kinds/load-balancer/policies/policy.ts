import type { Group, Upstream } from '../upstream';

/** A rule by which the target of a request is chosen. What changes is part of the upstream's state. */
export interface Policy {
  /** One of the group's members that are open to the request; −1 when none is. */
  choose(upstream: Upstream, group: Group): number;
  /** Who would be chosen next, where that does not depend on the request or on chance; −1 otherwise. Changes nothing. */
  next(upstream: Upstream, group: Group): number;
}

/** How often a rule that may hit the same target again tries altogether before it leaves the choice to round robin; as in nginx. */
export const MAX_TRIES = 21;

export const NOBODY = -1;
