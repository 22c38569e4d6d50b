/**
 * Common random numbers: what is done to one part of a scenario does not move what happens in another that it has nothing
 * to do with. Variants of a scenario can be compared only because of that.
 */
import { describe, expect, test, vi } from 'vitest';
import { RandomStreams } from '../kernel/random';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import type { Scenario } from '../scenario/scenario';
import { randomSystem } from './testing/random-system';
import type { FactName } from './testing/recorded-facts';
import { TestRun } from './testing/test-run';

const END_MS = 1_200;
const MAX_EVENTS = 20_000;

/** The same system under other names, so that it can stand beside another. */
const renamed = (scenario: Scenario): Scenario =>
  JSON.parse(JSON.stringify(scenario).replace(/"(client\d+|n\d+|l\d+)"/g, '"other $1"')) as Scenario;

/** Two systems on one canvas, with no link between them; the seed is that of the one that is looked at. */
function beside(first: Scenario, second: Scenario, { seed }: Scenario): Scenario {
  const checked = checkScenario(
    {
      ...first,
      seed,
      nodes: [...first.nodes, ...second.nodes],
      links: [...first.links, ...second.links],
      interventions: [...first.interventions, ...second.interventions],
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked.value;
}

/** Facts whose place is a link: as `facts.ts` tells of each. */
const ON_LINKS: ReadonlySet<FactName> = new Set<FactName>([
  'sent',
  'replied',
  'returned',
  'concluded',
  'wasted',
  'breaker',
  'withheld',
  'published',
  'delivered',
  'path',
  'linkPace',
  'held',
  'letGo',
  'fellBack',
  'recognised',
  'carried',
  'polled',
  'committed',
  'republished',
  'streamed',
  'received',
  'target',
]);

/**
 * What happened to the nodes and links of a scenario in a run that they were a part of: when, what, where, and how it
 * ended. Serials are given in order to all that is there, and places of interventions are those in the whole list.
 */
function courseOf(part: Scenario, whole: Scenario): string[] {
  const run = new TestRun(whole).advance(END_MS, MAX_EVENTS);
  const own = new Set([...part.nodes, ...part.links].map(({ id }) => id));
  return run.facts.flatMap(({ atMs, fact, place, detail, value }) => {
    if (fact === 'intervened') return [];
    const { id } = (ON_LINKS.has(fact) ? whole.links : whole.nodes)[place];
    return own.has(id) ? [`${atMs} ${fact} ${id} ${detail} ${value}`] : [];
  });
}

describe.each(Object.keys(catalogue))('a system with a %s', (kind) => {
  test.each([1, 2, 3, 4])('is not moved by another that is added, whatever that is made of (seed %i)', (seed) => {
    const system = randomSystem(400 + seed, [kind, kind, 'service']);
    const alone = courseOf(system, system);
    expect(alone.length).toBeGreaterThan(5);
    for (const other of [randomSystem(500 + seed), randomSystem(600 + seed, [kind])]) {
      const added = renamed(other);
      for (const whole of [beside(system, added, system), beside(added, system, system)]) {
        const course = courseOf(system, whole);
        // What is spent on the other is missing in the end, where the events are counted out.
        const length = Math.min(course.length, alone.length);
        expect(course.slice(0, length)).toEqual(alone.slice(0, length));
      }
    }
  });
});

test('no component draws from the numbers of another, nor a link from those of a component with the same id', () => {
  const purposes = { nodes: new Set<string>(), links: new Set<string>() };
  const asked = vi.spyOn(RandomStreams.prototype, 'stream');
  for (const kind of Object.keys(catalogue)) {
    for (const seed of [1, 2, 3]) {
      const system = randomSystem(700 + seed, [kind, kind, 'service']);
      asked.mockClear();
      new TestRun(system).advance(300, 3_000);
      for (const [name] of asked.mock.calls) {
        const [id, purpose, ...more] = name.split('/');
        const of = system.nodes.some((node) => node.id === id) ? purposes.nodes : purposes.links;
        // An id may have a slash in it: then a purpose must not, or two names might be alike.
        expect([name, purpose === undefined, more]).toEqual([name, false, []]);
        of.add(purpose);
      }
    }
  }
  asked.mockRestore();
  expect(purposes.nodes.size).toBeGreaterThan(20);
  expect([...purposes.links].filter((purpose) => purposes.nodes.has(purpose))).toEqual([]);
});
