import type { Link } from '../../network/links/link';
import type { Step } from '../../network/serving/operations-field';
import type { ServiceParams } from './params';

const isToCache = (link: Link): boolean => link.spec.protocol === 'redis';

/** Works, then calls or publishes on each of its links in order, then replies. What a cache may have, it looks for there. */
export function defaultSteps({ fanOut }: Pick<ServiceParams, 'fanOut'>, outgoing: readonly Link[]): Step[] {
  const cache = outgoing.find(isToCache);
  // What the cache does not have comes from the first one that can be asked.
  const origin = cache && outgoing.find((link) => !link.carriesMessages && !isToCache(link));
  const cached: Step[] = cache && origin ? [{ step: 'cached', cache: cache.id, origin: origin.id, operation: '' }] : [];
  const others = cached.length > 0 ? outgoing.filter((link) => link !== cache && link !== origin) : outgoing;
  const calls = others.map(
    (link): Step =>
      link.carriesMessages ? { step: 'publish', link: link.id } : { step: 'call', link: link.id, operation: '' },
  );
  const work: Step = { step: 'work', serviceTime: null };
  if (calls.length > 1 && fanOut === 'parallel') return [work, ...cached, { step: 'parallel', steps: calls }];
  return [work, ...cached, ...calls];
}
