/** Random scenarios for property tests: any checked document that the kinds allow, with all its corners. */
import fc from 'fast-check';
import type { KindCatalogue } from '../../network/kind';
import { MOST_STREAMED, STREAM_DIRECTIONS } from '../../network/streams/stream-field';
import { check } from '../../schema/check';
import type { AnyField, Field, GroupField } from '../../schema/field';
import { isReserved } from '../../schema/reserved-names';
import { AIMS, expectedOf, expectedOfLink } from '../aims';
import { LIMITS } from '../limits';
import { mapLinks } from '../references';
import type { Intervention, Note, Scenario, ScenarioLink, ScenarioNode, View } from '../scenario';
import { linkFields, protocolsBetween } from '../wiring';
import { ZONE_COLOURS } from '../zones';

type Params = Readonly<Record<string, unknown>>;

const distributionArbitrary = fc.oneof(
  fc.record({ dist: fc.constant('constant'), valueMs: fc.double({ min: 0, max: 1000, noNaN: true }) }),
  fc.record({ dist: fc.constant('exponential'), meanMs: fc.double({ min: 0.001, max: 1000, noNaN: true }) }),
);

/** Names that a document may have for something. */
const nameArbitrary = (maxLength: number) => fc.string({ minLength: 1, maxLength }).filter((name) => !isReserved(name));
const operation = fc.string({ maxLength: 8 });
const labelText = fc.string({ unit: 'grapheme', maxLength: 8 });
const answers = fc.nat({ max: 1_000 });

const callStep = fc.record({ step: fc.constant('call'), link: fc.constant('?'), operation });
const publishStep = fc.record(
  {
    step: fc.constant('publish'),
    link: fc.constant('?'),
    topic: labelText,
    routingKey: labelText,
    key: labelText,
    priority: fc.integer({ min: 0, max: 255 }),
    headers: fc.dictionary(nameArbitrary(LIMITS.nameLength), labelText, { maxKeys: 2, noNullPrototype: true }),
  },
  { requiredKeys: ['step', 'link'], noNullPrototype: true },
);
const leafStep = fc.oneof(
  fc.record({ step: fc.constant('work'), serviceTime: fc.option(distributionArbitrary) }),
  callStep,
  publishStep,
  fc.record({ step: fc.constant('cached'), cache: fc.constant('?'), origin: fc.constant('?'), operation }),
  fc.record({
    step: fc.constant('stream'),
    link: fc.constant('?'),
    operation,
    direction: fc.constantFrom(...STREAM_DIRECTIONS),
    messages: fc.nat({ max: MOST_STREAMED }),
    interval: distributionArbitrary,
  }),
  fc.record({
    step: fc.constant('gather'),
    answers,
    atLeast: answers,
    withinMs: fc.double({ min: 0.001, max: 86_400_000, noNaN: true }),
  }),
  fc.record({
    step: fc.constant('parallel'),
    steps: fc.array(fc.oneof(callStep, publishStep), { minLength: 1, maxLength: 2 }),
  }),
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
  operations: fc.dictionary(nameArbitrary(12), stepsArbitrary, { maxKeys: 3, noNullPrototype: true }),
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

/** Parameters that a kind, or the ends of a link, accept. */
export const arbitraryGroup = (group: Pick<GroupField, 'fields'>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(group.fields).map(([name, field]) => [name, arbitraryValue(field)])), {
    noNullPrototype: true,
  });

const idArbitrary = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((number) => `service-${number}`),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((id) => id.length <= LIMITS.idLength && !/\p{Cc}/u.test(id) && !isReserved(id)),
);
const coordinate = fc.oneof(
  fc.integer({ min: -500, max: 500 }).map((grid) => positive(grid * 8)),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(positive),
);

/** Which of several things each of many picks is; the picks wrap around. */
const picks = (maxLength: number) => fc.array(fc.nat(), { maxLength });

const textArbitrary = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.length <= maxLength);

const hasReservedName = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  Object.entries(json).some(([name, value]) => isReserved(name) || hasReservedName(value));

/** What a newer version may have put into a field: any JSON, but for the names that no document may have. */
const foreignArbitrary = fc
  .jsonValue({ maxDepth: 2 })
  .filter((json) => !hasReservedName(json))
  // Without -0, which JSON has no way to write.
  .map((json): unknown => JSON.parse(JSON.stringify(json)));

const zonesArbitrary = (nodes: readonly string[]): fc.Arbitrary<unknown[]> => {
  const zone = fc.record(
    {
      id: textArbitrary(LIMITS.labelLength),
      nodes: fc.subarray([...nodes]),
      colour: fc.constantFrom(...ZONE_COLOURS),
    },
    { requiredKeys: ['id', 'nodes'], noNullPrototype: true },
  );
  return fc.array(fc.oneof(zone, foreignArbitrary), { maxLength: 2 });
};

const placeArbitrary = fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true });

const notesArbitrary: fc.Arbitrary<Note[]> = fc.uniqueArray(
  fc.record(
    { id: idArbitrary, text: textArbitrary(LIMITS.noteLength), position: placeArbitrary },
    { noNullPrototype: true },
  ),
  { selector: ({ id }) => id, maxLength: 2 },
);

const viewArbitrary: fc.Arbitrary<View> = fc.record(
  {
    speed: fc.constantFrom(0.01, 0.5, 1, 100),
    viewport: fc.record(
      { x: coordinate, y: coordinate, zoom: fc.double({ min: 1e-3, max: 1e3, noNaN: true }) },
      { noNullPrototype: true },
    ),
    hint: textArbitrary(LIMITS.hintLength),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** A scenario that `checkScenario` accepts as it is. */
export function arbitraryScenario(catalogue: KindCatalogue): fc.Arbitrary<Scenario> {
  const nodeArbitrary = fc.constantFrom(...Object.keys(catalogue)).chain(
    (kind): fc.Arbitrary<ScenarioNode> =>
      fc.record(
        {
          id: idArbitrary,
          kind: fc.constant(kind),
          label: textArbitrary(100),
          position: placeArbitrary,
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
        zones: zonesArbitrary(nodes.map(({ id }) => id)),
        notes: notesArbitrary,
        goals: fc.array(textArbitrary(200), { maxLength: 2 }),
        view: viewArbitrary,
        lesson: fc.option(foreignArbitrary),
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
          notes,
          goals,
          view,
          lesson,
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
            zones,
            notes,
            interventions: faults.flatMap((pick, index) => fault(pick, positive(moments[index]), wired, links)),
            goals,
            view,
            lesson,
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

/** Every intervention on a target, each with amounts that `pick` decides. */
const interventionsOn = (pick: number, atMs: number, target: Intervention['target']): Intervention[] => {
  const durationMs = pick % 3 === 0 ? null : (pick % 1000) + 0.5;
  const base = { atMs, target, durationMs };
  const share = (pick % 10) / 10;
  return [
    { ...base, action: 'crash' },
    { ...base, action: 'restart' },
    { ...base, action: 'slow', factor: 1 + (pick % 7) / 3 },
    { ...base, action: 'cut' },
    { ...base, action: 'cut', way: pick % 3 === 0 ? 'there' : 'back' },
    { ...base, action: 'loss', share },
    { ...base, action: 'errors', share },
    { ...base, action: 'pause' },
    { ...base, action: 'partition' },
    { ...base, action: 'rate', ratePerSec: pick / 7e5 },
    { ...base, action: 'spike', factor: (pick % 50) / 4 },
    { ...base, action: 'send', count: 1 + (pick % 9) },
    { ...base, action: 'scale', replicas: 1 + (pick % 5) },
    { ...base, action: 'rollOut' },
    { ...base, action: 'crashReplica' },
    { ...base, action: 'flush' },
    { ...base, action: 'fillDisk' },
    { ...base, action: 'crashMember', member: pick % 4 },
    { ...base, action: 'lagMember', member: pick % 4 },
    { ...base, action: 'resetOffsets', group: 'readers', topic: '', to: 'offset', value: pick % 100 },
    { ...base, action: 'scaleConsumers', consumers: pick % 33 },
    { ...base, action: 'purge' },
    { ...base, action: 'redrive' },
    { ...base, action: 'rebuild' },
    { ...base, action: 'starve', share },
    { ...base, action: 'delay', byMs: pick % 700 },
    { ...base, action: 'stopConsuming' },
    { ...base, action: 'poison', count: 1 + (pick % 4) },
    { ...base, action: 'skewClock', byMs: (pick % 9_000) - 4_000 },
    { ...base, action: 'heal' },
  ];
};

/** An intervention that something in the scenario takes; none where there is nothing. */
export function fault(
  pick: number,
  atMs: number,
  nodes: readonly ScenarioNode[],
  links: readonly ScenarioLink[],
): Intervention[] {
  if (pick % 2 === 0 && links.length > 0) {
    const link = links[pick % links.length];
    const choices = interventionsOn(pick, atMs, { link: link.id }).filter(
      ({ action }) => AIMS[action] !== 'node' && expectedOfLink(action, link) === null,
    );
    return [choices[pick % choices.length]];
  }
  if (nodes.length === 0) return [];
  const node = nodes[pick % nodes.length];
  const target = { node: node.id };
  const choices = interventionsOn(pick, atMs, target).filter(
    ({ action }) => AIMS[action] !== 'link' && expectedOf(action, node) === null,
  );
  if (links.some((link) => link.params.contract && (link.from === node.id || link.to === node.id))) {
    choices.push({
      atMs,
      action: 'deploy',
      target,
      durationMs: null,
      contract: 'order',
      version: 4,
      rollMs: pick % 77,
    });
  }
  return [choices[pick % choices.length]];
}
