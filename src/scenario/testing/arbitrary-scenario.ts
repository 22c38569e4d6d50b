/** Random scenarios for property tests: any checked document that the kinds allow, with all its corners. */
import fc from 'fast-check';
import type { KindCatalogue } from '../../network/kind';
import { check } from '../../schema/check';
import type { AnyField, Field, GroupField } from '../../schema/field';
import { takesRate } from '../arrange';
import { hasArrivals, hasReplicas, sendsRequests } from '../edit';
import { mapLinks } from '../references';
import type { Intervention, Scenario, ScenarioLink, ScenarioNode } from '../scenario';
import { linkFields, protocolsBetween } from '../wiring';

type Params = Readonly<Record<string, unknown>>;

const distributionArbitrary = fc.oneof(
  fc.record({ dist: fc.constant('constant'), valueMs: fc.double({ min: 0, max: 1000, noNaN: true }) }),
  fc.record({ dist: fc.constant('exponential'), meanMs: fc.double({ min: 0.001, max: 1000, noNaN: true }) }),
);

const leafStep = fc.oneof(
  fc.record({ step: fc.constant('work'), serviceTime: fc.option(distributionArbitrary) }),
  fc.record({ step: fc.constant('call'), link: fc.constant('?'), operation: fc.string({ maxLength: 8 }) }),
  fc.record({ step: fc.constant('publish'), link: fc.constant('?') }),
  fc.record({ step: fc.constant('reply') }),
);
const stepsArbitrary = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: leafStep },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.array(leafStep, { maxLength: 2 }))
        // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
        .map(([probability, steps]) => ({ step: 'branch', probability, then: steps, else: [] })),
    },
  ),
  { maxLength: 3 },
);

/** What a hand-edited value may be, by the name of its editor. */
const EDITORS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  operations: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !/^(__proto__|constructor|prototype)$/.test(name)),
    stepsArbitrary,
    { maxKeys: 3, noNullPrototype: true },
  ),
};

const positive = (value: number) => (value === 0 ? 0 : value);

/** Any value that a field accepts; its default about half of the time, as in what people draw. */
function arbitraryValue(field: Field): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 1, arbitrary: fc.constant(field.default) }, { weight: 1, arbitrary: unlikeDefault(field) });
}

function unlikeDefault(field: Field): fc.Arbitrary<unknown> {
  const known = field as AnyField;
  switch (known.type) {
    case 'number':
      return known.integer
        ? fc.integer({ min: known.min, max: known.max })
        : fc.double({ min: known.min, max: known.max, noNaN: true }).map(positive);
    case 'choice':
      return fc.constantFrom(...known.options);
    case 'text':
      if (known.refersTo) return fc.constantFrom('', '?');
      return fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.length <= known.maxLength);
    case 'flag':
      return fc.boolean();
    case 'optional':
      return fc.option(arbitraryValue(known.inner), { freq: 3 });
    case 'group':
      return arbitraryGroup(known);
    case 'variant':
      return (
        fc
          .constantFrom(...Object.keys(known.options))
          .chain((name) => arbitraryGroup(known.options[name]).map((value) => ({ [known.tag]: name, ...value })))
          // Some values must go together, which their single fields don't tell.
          .map((value) => (check(known, value).ok ? value : known.default))
      );
    case 'list':
      return fc.array(arbitraryValue(known.item), { maxLength: Math.min(4, known.maxItems) });
    case 'custom':
      return EDITORS[known.editor] ?? fc.constant(known.default);
  }
}

const arbitraryGroup = (group: Pick<GroupField, 'fields'>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(group.fields).map(([name, field]) => [name, arbitraryValue(field)])), {
    noNullPrototype: true,
  });

const idArbitrary = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((number) => `service-${number}`),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((id) => id.length <= 60 && !/\p{Cc}|^(__proto__|constructor|prototype)$/u.test(id)),
);
const coordinate = fc.oneof(
  fc.integer({ min: -500, max: 500 }).map((grid) => positive(grid * 8)),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(positive),
);

/** Which of several things each of many picks is; the picks wrap around. */
const picks = (maxLength: number) => fc.array(fc.nat(), { maxLength });

const textArbitrary = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.length <= maxLength);

/** A scenario that `checkScenario` accepts as it is. */
export function arbitraryScenario(catalogue: KindCatalogue): fc.Arbitrary<Scenario> {
  const nodeArbitrary = fc.constantFrom(...Object.keys(catalogue)).chain(
    (kind): fc.Arbitrary<ScenarioNode> =>
      fc.record(
        {
          id: idArbitrary,
          kind: fc.constant(kind),
          label: textArbitrary(100),
          position: fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true }),
          params: arbitraryValue(catalogue[kind].params) as fc.Arbitrary<Params>,
        },
        { noNullPrototype: true },
      ),
  );
  const nodesArbitrary = fc.uniqueArray(nodeArbitrary, { selector: (node) => node.id, maxLength: 8 });

  return nodesArbitrary.chain((nodes) => {
    const pairs = nodes.flatMap((from) =>
      nodes
        .filter((to) => to !== from && protocolsBetween(catalogue[from.kind], catalogue[to.kind]).length > 0)
        .map((to) => [from, to] as const),
    );
    const linkArbitrary = (index: number): fc.Arbitrary<ScenarioLink> =>
      fc.constantFrom(...pairs).chain(([from, to]) => {
        const [caller, callee] = [catalogue[from.kind], catalogue[to.kind]];
        return fc.record(
          {
            id: fc.constantFrom(`l${index + 1}`, `link ${index}`),
            from: fc.constant(from.id),
            to: fc.constant(to.id),
            protocol: fc.constantFrom(...protocolsBetween(caller, callee)),
            params: arbitraryValue(linkFields(caller, callee)) as fc.Arbitrary<Params>,
          },
          { noNullPrototype: true },
        );
      });
    const linksArbitrary: fc.Arbitrary<ScenarioLink[]> =
      pairs.length === 0
        ? fc.constant([])
        : fc
            .nat({ max: 8 })
            .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => linkArbitrary(index))));

    return fc
      .record({
        links: linksArbitrary,
        title: textArbitrary(200),
        description: textArbitrary(200),
        seed: fc.integer({ min: 0, max: 4_294_967_295 }),
        durationMs: fc.option(fc.double({ min: 0.001, max: 1e9, noNaN: true })),
        zones: fc.array(fc.jsonValue({ maxDepth: 2, noUnicodeString: true } as never), { maxLength: 1 }),
        goals: fc.array(textArbitrary(200), { maxLength: 2 }),
        speed: fc.option(fc.constantFrom(0.01, 0.5, 1, 100), { nil: undefined }),
        faults: picks(6),
        moments: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 6 }),
        referred: picks(5),
      })
      .map(
        ({
          links: bare,
          title,
          description,
          seed,
          durationMs,
          zones,
          goals,
          speed,
          faults,
          moments,
          referred,
        }): Scenario => {
          const links = bare.map((link, index) => ((referred[index] ?? 1) % 2 === 0 ? agreed(link) : link));
          const wired = nodes.map((node) => {
            const outgoing = links.filter((link) => link.from === node.id);
            let next = 0;
            const params = mapLinks(catalogue[node.kind].params, node.params, () =>
              outgoing.length === 0
                ? null
                : outgoing[(referred[next++ % (referred.length || 1)] ?? 0) % outgoing.length].id,
            );
            return { ...node, params };
          });
          return {
            version: 1,
            title,
            description,
            seed,
            durationMs,
            nodes: wired,
            links,
            contracts: CONTRACTS,
            zones: JSON.parse(JSON.stringify(zones)) as unknown[],
            notes: [],
            interventions: faults.flatMap((pick, index) => fault(pick, positive(moments[index]), wired, links)),
            goals,
            view: speed === undefined ? {} : { speed },
            lesson: null,
          };
        },
      );
  });
}

const CONTRACTS: Scenario['contracts'] = [
  {
    id: 'order',
    name: 'Order',
    format: 'avro',
    versions: [
      { version: 1, fields: [] },
      {
        version: 4,
        fields: [{ name: 'state', id: 7, type: 'enum', symbols: ['new', 'paid'], required: false, default: 'new' }],
      },
    ],
  },
];

/** The link with a contract. */
const agreed = (link: ScenarioLink): ScenarioLink => ({
  ...link,
  params: { ...link.params, contract: { contract: 'order', callerVersion: 1, calleeVersion: 4, reader: 'strict' } },
});

function fault(
  pick: number,
  atMs: number,
  nodes: readonly ScenarioNode[],
  links: readonly ScenarioLink[],
): Intervention[] {
  const durationMs = pick % 3 === 0 ? null : (pick % 1000) + 0.5;
  const onLink = pick % 2 === 0 && links.length > 0;
  if (onLink) {
    const target = { link: links[pick % links.length].id };
    const choices: Intervention[] = [
      { atMs, action: 'cut', target, durationMs },
      { atMs, action: 'cut', target, durationMs, way: pick % 3 === 0 ? 'there' : 'back' },
      { atMs, action: 'loss', target, durationMs, share: (pick % 11) / 10 },
      { atMs, action: 'slow', target, durationMs, factor: 1 + (pick % 7) / 3 },
      { atMs, action: 'delay', target, durationMs, byMs: pick % 700 },
      { atMs, action: 'heal', target, durationMs },
    ];
    return [choices[pick % choices.length]];
  }
  if (nodes.length === 0) return [];
  const target = { node: nodes[pick % nodes.length].id };
  const choices: Intervention[] = [
    { atMs, action: 'crash', target, durationMs },
    { atMs, action: 'restart', target, durationMs },
    { atMs, action: 'errors', target, durationMs, share: (pick % 11) / 10 },
    { atMs, action: 'pause', target, durationMs },
    { atMs, action: 'starve', target, durationMs, share: (pick % 10) / 10 },
    { atMs, action: 'stopConsuming', target, durationMs },
    { atMs, action: 'skewClock', target, durationMs, byMs: (pick % 9_000) - 4_000 },
    { atMs, action: 'poison', target, durationMs, count: 1 + (pick % 4) },
    { atMs, action: 'partition', target, durationMs },
    { atMs, action: 'slow', target, durationMs, factor: 2.5 },
  ];
  const node = nodes[pick % nodes.length];
  if (links.some((link) => link.params.contract && (link.from === node.id || link.to === node.id))) {
    choices.push({ atMs, action: 'deploy', target, durationMs, contract: 'order', version: 4, rollMs: pick % 77 });
  }
  if (sendsRequests(node)) choices.push({ atMs, action: 'send', target, durationMs, count: 1 + (pick % 9) });
  if (hasArrivals(node)) choices.push({ atMs, action: 'spike', target, durationMs, factor: (pick % 50) / 4 });
  if (hasReplicas(node)) {
    choices.push(
      { atMs, action: 'scale', target, durationMs, replicas: 1 + (pick % 5) },
      { atMs, action: 'rollOut', target, durationMs: null },
      { atMs, action: 'crashReplica', target, durationMs: null },
    );
  }
  if (takesRate(node)) choices.push({ atMs, action: 'rate', target, durationMs, ratePerSec: pick / 7e5 });
  return [choices[pick % choices.length]];
}
