/** The parts of a saved document, each with its defaults, without what only the kinds know: the parameters. */
import * as v from 'valibot';
import { idSchema as id, items, many, range, shape, words } from './document-parts';
import { LIMITS } from './limits';
import { CURRENT_VERSION } from './migrate';

const coordinate = v.optional(range(-LIMITS.coordinate, LIMITS.coordinate), 0);
const position = shape({ x: coordinate, y: coordinate });
const durationMs = range(LIMITS.leastDurationMs, LIMITS.durationMs);

export const documentSchema = shape({
  version: v.literal(CURRENT_VERSION, `${CURRENT_VERSION}`),
  title: v.optional(words(LIMITS.titleLength), ''),
  description: v.optional(words(LIMITS.descriptionLength), ''),
  seed: v.optional(v.pipe(range(0, LIMITS.seed), v.integer('a whole number')), 42),
  durationMs: v.optional(v.nullable(durationMs), 120_000),
  nodes: items(LIMITS.nodes),
  links: items(LIMITS.links),
  contracts: v.optional(items(LIMITS.contracts), []),
  zones: v.optional(items(LIMITS.zones), []),
  notes: v.optional(items(LIMITS.notes), []),
  interventions: v.optional(items(LIMITS.interventions), []),
  goals: v.optional(many(words(LIMITS.goalLength), LIMITS.goals), []),
  view: v.optional(
    shape({
      speed: v.optional(range(0.01, 100)),
      viewport: v.optional(
        shape({
          x: range(-1e9, 1e9),
          y: range(-1e9, 1e9),
          zoom: range(1e-3, 1e3),
        }),
      ),
      hint: v.optional(words(LIMITS.hintLength)),
    }),
    {},
  ),
  lesson: v.optional(v.unknown(), null),
});

export const nodeSchema = shape({
  id,
  kind: words(LIMITS.idLength),
  label: v.optional(words(LIMITS.labelLength), ''),
  position: v.optional(position),
  params: v.optional(v.unknown(), {}),
});

export const linkSchema = shape({
  id,
  from: id,
  to: id,
  protocol: v.optional(words(LIMITS.idLength)),
  params: v.optional(v.unknown(), {}),
});

export const noteSchema = shape({
  id,
  text: words(LIMITS.noteLength),
  position: v.optional(position, { x: 0, y: 0 }),
});

const targetExpected = 'an object with either "node" or "link"';
const target = v.pipe(v.union([v.strictObject({ node: id }), v.strictObject({ link: id })], targetExpected));
const action = <const A extends string, const E extends v.ObjectEntries>(name: A, own: E) =>
  shape({
    atMs: range(0, LIMITS.durationMs),
    action: v.literal(name),
    target,
    durationMs: v.optional(v.nullable(durationMs), null),
    ...own,
  });

const RESETS = ['earliest', 'latest', 'offset', 'time'] as const;
const WAYS = ['there', 'back'] as const;
const ACTIONS = [
  'crash',
  'restart',
  'slow',
  'cut',
  'loss',
  'errors',
  'pause',
  'partition',
  'rate',
  'spike',
  'send',
  'scale',
  'rollOut',
  'deploy',
  'crashReplica',
  'flush',
  'fillDisk',
  'crashMember',
  'lagMember',
  'resetOffsets',
  'scaleConsumers',
  'purge',
  'redrive',
  'rebuild',
  'starve',
  'delay',
  'stopConsuming',
  'poison',
  'skewClock',
  'heal',
] as const;

export const interventionSchema = v.variant(
  'action',
  [
    action('crash', {}),
    action('restart', {}),
    action('slow', { factor: v.optional(range(0.001, 1e6), 10) }),
    action('cut', { way: v.optional(v.picklist(WAYS, `one of ${WAYS.join(', ')}`)) }),
    action('loss', { share: v.optional(range(0, 1), 0.1) }),
    action('errors', { share: v.optional(range(0, 1), 0.5) }),
    action('pause', {}),
    action('partition', {}),
    action('rate', { ratePerSec: range(0, 1e6) }),
    action('spike', { factor: v.optional(range(0, 1_000), 5) }),
    action('send', { count: v.optional(v.pipe(range(1, 10_000), v.integer('a whole number')), 1) }),
    action('scale', { replicas: v.pipe(range(1, 1_000), v.integer('a whole number')) }),
    action('rollOut', {}),
    action('deploy', {
      contract: id,
      version: v.pipe(range(1, 1_000_000), v.integer('a whole number')),
      rollMs: v.optional(range(0, LIMITS.durationMs), 0),
    }),
    action('crashReplica', {}),
    action('flush', {}),
    action('fillDisk', {}),
    action('crashMember', { member: v.optional(v.pipe(range(0, 100), v.integer('a whole number')), 0) }),
    action('lagMember', { member: v.optional(v.pipe(range(0, 100), v.integer('a whole number')), 0) }),
    action('resetOffsets', {
      group: v.optional(words(LIMITS.idLength), ''),
      topic: v.optional(words(LIMITS.idLength), ''),
      to: v.optional(v.picklist(RESETS, `one of ${RESETS.join(', ')}`), 'earliest'),
      value: v.optional(range(0, 1e12), 0),
    }),
    action('scaleConsumers', { consumers: v.optional(v.pipe(range(0, 32), v.integer('a whole number')), 1) }),
    action('purge', {}),
    action('redrive', {}),
    action('rebuild', {}),
    action('starve', { share: v.optional(range(0, 0.999), 0.9) }),
    action('delay', { byMs: v.optional(range(0, 86_400_000), 200) }),
    action('stopConsuming', {}),
    action('poison', { count: v.optional(v.pipe(range(1, 10_000), v.integer('a whole number')), 1) }),
    action('skewClock', { byMs: v.optional(range(-86_400_000, 86_400_000), 300_000) }),
    action('heal', {}),
  ],
  `an object whose "action" is one of ${ACTIONS.join(', ')}`,
);
