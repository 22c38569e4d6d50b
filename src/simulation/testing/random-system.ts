import { RandomStreams } from '../../kernel/random';
import { checkScenario } from '../../scenario/check-scenario';
import type { Scenario } from '../../scenario/scenario';
import { everyKind, type Kinds } from './kinds';
import { Draw, type NodeJson } from './random/draw';
import { randomIntervention } from './random/faults';
import { randomLinks } from './random/links';
import { randomParams } from './random/nodes';
import { randomSteps } from './random/steps';

/** Of the versions, some understand each other, some one way only, and some not at all. */
const CONTRACTS = [
  {
    id: 'c',
    format: 'json',
    versions: [
      { version: 1, fields: [{ name: 'a' }] },
      { version: 2, fields: [{ name: 'a' }, { name: 'b', required: false }] },
      { version: 3, fields: [{ name: 'a' }, { name: 'b' }] },
    ],
  },
];

const MIDDLE = [
  ...['service', 'service', 'service', 'service', 'gateway', 'load-balancer', 'database', 'cache'],
  ...['rabbitmq', 'kafka', 'sqs', 'redis', 'event-store', 'orchestrator'],
];

/** A small system with everything in it, full queues, short timeouts and faults; the same for the same seed. */
export function randomSystem(seed: number, middle: readonly string[] = MIDDLE, kinds: Kinds = everyKind): Scenario {
  const { catalogue } = kinds;
  const draw = new Draw(new RandomStreams(seed).stream('random system'));
  const plain: NodeJson[] = [
    ...draw.many(1 + draw.below(2), (i) => ({ id: `client${i}`, kind: 'client', params: {} })),
    ...draw.many(2 + draw.below(5), (i) => ({ id: `n${i}`, kind: draw.of(...middle), params: {} })),
  ];
  const links = randomLinks(draw, plain, catalogue);
  const operations = ['a', 'b', ...plain.map((node) => node.id)];
  const nodes = plain.map((node): NodeJson => {
    const own = links.filter((link) => link.from === node.id).map((link) => link.id);
    const params = randomParams(draw, node.kind, operations);
    if (node.kind === 'service' && draw.chance(0.6)) {
      params.operations = Object.fromEntries(
        ['a', 'b', node.id].map((name) => [name, randomSteps(draw, own, ['a'], 2)]),
      );
    }
    if (node.kind === 'gateway' && own.length > 0) {
      params.routes = draw.many(draw.below(3), () => ({ operation: draw.of('a', 'b'), link: draw.of(...own) }));
    }
    if (node.kind === 'orchestrator' && own.length > 0) {
      params.steps = draw.many(1 + draw.below(3), () => ({
        link: draw.of(...own),
        operation: draw.of('', 'a'),
        undo: draw.of('', 'b'),
        // A command sent as a message may never be answered, and then its saga would never end.
        timeoutMs: draw.of(5, 60),
        retries: draw.of(0, 0, 2),
        retryDelayMs: draw.of(0, 20),
      }));
    }
    return { ...node, params };
  });
  const interventions = draw.many(draw.below(7), () => randomIntervention(draw, nodes, links));
  const contracts = CONTRACTS;
  const checked = checkScenario(
    { version: 1, seed, durationMs: null, nodes, links, contracts, interventions },
    catalogue,
  );
  if (!checked.ok) throw new Error(`seed ${seed}: ${JSON.stringify(checked.issues)}`);
  return checked.value;
}

/** Something that a visitor might do to that system at that time; the same for the same seed. */
export function randomActions(scenario: Scenario, seed: number, count: number): { atMs: number; action: object }[] {
  const draw = new Draw(new RandomStreams(seed).stream('random actions'));
  return draw
    .many(count, () => {
      const { atMs, ...action } = randomIntervention(draw, scenario.nodes, scenario.links);
      return { atMs: (atMs as number) + draw.of(0, 0, 3.123), action };
    })
    .sort((a, b) => a.atMs - b.atMs);
}
