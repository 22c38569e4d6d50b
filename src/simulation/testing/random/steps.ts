import type { Draw, Json } from './draw';

/** What a service does for an operation; branches are nested as deep as `depth` says. */
export function randomSteps(
  draw: Draw,
  links: readonly string[],
  operations: readonly string[],
  depth: number,
): Json[] {
  return draw.many(1 + draw.below(3), (): Json => {
    const call = (): Json => ({ step: 'call', link: draw.of(...links), operation: draw.of('', ...operations) });
    const options: (() => Json)[] = [
      () => ({ step: 'work', serviceTime: draw.chance(0.5) ? draw.duration() : null }),
      () => ({ step: 'reply' }),
    ];
    if (links.length > 0) {
      options.push(call, call, () => ({ step: 'publish', link: draw.of(...links) }));
      options.push(() => ({
        step: 'stream',
        link: draw.of(...links),
        operation: '',
        direction: draw.of('server', 'client', 'bidirectional'),
        messages: draw.of(0, 1, 5),
        interval: { dist: 'exponential', meanMs: draw.of(1, 20) },
      }));
      options.push(() => ({ step: 'cached', cache: draw.of(...links), origin: draw.of(...links), operation: '' }));
      options.push(() => ({
        step: 'parallel',
        steps: draw.many(1 + draw.below(3), () =>
          draw.chance(0.7) ? call() : { step: 'publish', link: draw.of(...links) },
        ),
      }));
    }
    if (depth > 0) {
      options.push(() => ({
        step: 'branch',
        probability: draw.of(0, 0.3, 1),
        // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
        then: randomSteps(draw, links, operations, depth - 1),
        else: draw.chance(0.5) ? randomSteps(draw, links, operations, depth - 1) : [],
      }));
    }
    return draw.of(...options)();
  });
}
