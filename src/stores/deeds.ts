/**
 * What a visitor does to a running system by one click or one key: each once, for the inspector, the context menu, the
 * command palette, the keyboard and its help. Its words are in the catalogues, under `deed.<name>`.
 */
import { catalogue } from '../kinds/catalogue';
import { carriesMessages } from '../network/kind';
import { hasMembers } from '../scenario/arrange';
import {
  hasArrivals,
  hasCache,
  hasDeadLetters,
  hasDisk,
  hasHistory,
  hasQueues,
  hasReplicas,
  sendsRequests,
} from '../scenario/edit';
import { replicasOf } from '../scenario/replicas-of';
import type { InterventionTarget, Scenario, ScenarioNode } from '../scenario/scenario';
import { zoneOf } from '../scenario/zones';
import type { Action } from '../worker/protocol';
import { useDocument } from './document';
import { live, nodeGauge } from './live';
import { usePlayback } from './playback';
import type { Selected } from './selection';

/** How bad a fault is that comes by one click or key; a scripted one says for itself. */
const SLOW_FACTOR = 10;
const ERROR_SHARE = 0.5;
const LOSS_SHARE = 0.1;
const STARVED_SHARE = 0.9;
const DELAY_MS = 200;
const SKEW_MS = 300_000;
/** What "traffic spike" does, as its help says. */
const SPIKE_FACTOR = 5;
const SPIKE_MS = 10_000;
/** As many replicas as a scenario may ask for. */
const MOST_REPLICAS = 1_000;

type DeedName =
  | 'kill'
  | 'restart'
  | 'slow'
  | 'pause'
  | 'errors'
  | 'partition'
  | 'cut'
  | 'there'
  | 'back'
  | 'loss'
  | 'heal'
  | 'send'
  | 'spike'
  | 'scaleUp'
  | 'scaleDown'
  | 'rollOut'
  | 'crashReplica'
  | 'flush'
  | 'fillDisk'
  | 'crashMember'
  | 'purge'
  | 'redrive'
  | 'rebuild'
  | 'starve'
  | 'delay'
  | 'stopConsuming'
  | 'poison'
  | 'skewClock';

export interface Deed {
  readonly name: DeedName;
  readonly shortcut?: string;
  /** What it is to be done to must be a link, or such a node. */
  readonly fits: (node: ScenarioNode | null) => boolean;
  /** The intervention, without its target. */
  readonly action: (node: ScenarioNode | null) => ActionOn;
  /** Does harm, and its sign says so. */
  readonly harm?: boolean;
}
type WithoutTarget<A> = A extends unknown ? Omit<A, 'target'> : never;
type ActionOn = WithoutTarget<Action>;

const untilHealed = (action: Extract<ActionOn, { action: 'crash' | 'pause' | 'heal' }>['action']) => () =>
  ({ action, durationMs: null }) as ActionOn;
const canCrash = (node: ScenarioNode | null): node is ScenarioNode =>
  node !== null && (catalogue[node.kind]?.modes.includes('crashed') ?? false);
const isLink = (node: ScenarioNode | null) => node === null;
const which = (fits: (node: ScenarioNode) => boolean) => (node: ScenarioNode | null) => node !== null && fits(node);

/** Whether it is a broker. */
const keepsMessages = (node: ScenarioNode): boolean => catalogue[node.kind]?.queues !== undefined;
/** Whether a broker may hand it messages. */
const consumesMessages = (node: ScenarioNode): boolean =>
  !keepsMessages(node) && (catalogue[node.kind]?.accepts.some(carriesMessages) ?? false);
/** Whether it does anything by its own clock. */
const readsClock = (node: ScenarioNode): boolean => 'schedule' in node.params || 'routes' in node.params;

/** Whether a node is down at the playhead. */
function isDown(node: ScenarioNode): boolean {
  const tick = live.latest();
  const row = live.indexOfNode(node.id);
  return tick !== null && row >= 0 && catalogue[node.kind].modes[nodeGauge(tick, row, 'mode')] === 'crashed';
}

/** How many replicas there are just now, those that are starting included; before a run, as many as there will be. */
export function replicasNow(node: ScenarioNode): number {
  const notes = live.latest()?.notes[node.id];
  return (notes?.readyReplicas ?? replicasOf(node)) + (notes?.startingReplicas ?? 0);
}

const scaleBy = (difference: number) => (node: ScenarioNode | null) => {
  const count = node ? replicasNow(node) : 1;
  return {
    action: 'scale',
    durationMs: null,
    replicas: Math.min(MOST_REPLICAS, Math.max(1, count + difference)),
  } as const;
};

/** In the order in which they are offered. */
export const DEEDS: readonly Deed[] = [
  {
    name: 'kill',
    shortcut: 'K',
    harm: true,
    fits: (node) => canCrash(node) && !isDown(node),
    action: untilHealed('crash'),
  },
  { name: 'restart', shortcut: 'K', fits: (node) => canCrash(node) && isDown(node), action: untilHealed('heal') },
  { name: 'cut', shortcut: 'X', harm: true, fits: isLink, action: () => ({ action: 'cut', durationMs: null }) },
  {
    name: 'slow',
    shortcut: 'W',
    fits: (node) => node === null || canCrash(node),
    action: () => ({ action: 'slow', durationMs: null, factor: SLOW_FACTOR }),
  },
  { name: 'pause', shortcut: 'P', fits: canCrash, action: untilHealed('pause') },
  {
    name: 'errors',
    shortcut: 'M',
    fits: canCrash,
    action: () => ({ action: 'errors', durationMs: null, share: ERROR_SHARE }),
  },
  {
    name: 'partition',
    shortcut: 'Z',
    fits: (node) => node !== null,
    action: () => ({ action: 'partition', durationMs: null }),
  },
  {
    name: 'starve',
    shortcut: 'U',
    fits: canCrash,
    action: () => ({ action: 'starve', durationMs: null, share: STARVED_SHARE }),
  },
  {
    name: 'stopConsuming',
    // Not C, which begins a link on the canvas.
    shortcut: 'Q',
    fits: which(consumesMessages),
    action: () => ({ action: 'stopConsuming', durationMs: null }),
  },
  {
    name: 'poison',
    shortcut: 'O',
    harm: true,
    fits: which(keepsMessages),
    action: () => ({ action: 'poison', durationMs: null, count: 1 }),
  },
  {
    name: 'skewClock',
    shortcut: 'Y',
    fits: which(readsClock),
    action: () => ({ action: 'skewClock', durationMs: null, byMs: SKEW_MS }),
  },
  {
    name: 'delay',
    shortcut: 'D',
    fits: isLink,
    action: () => ({ action: 'delay', durationMs: null, byMs: DELAY_MS }),
  },
  { name: 'there', shortcut: 'T', fits: isLink, action: () => ({ action: 'cut', durationMs: null, way: 'there' }) },
  { name: 'back', shortcut: 'B', fits: isLink, action: () => ({ action: 'cut', durationMs: null, way: 'back' }) },
  {
    name: 'loss',
    shortcut: 'L',
    fits: isLink,
    action: () => ({ action: 'loss', durationMs: null, share: LOSS_SHARE }),
  },
  { name: 'heal', shortcut: 'H', fits: () => true, action: untilHealed('heal') },
  {
    name: 'send',
    shortcut: 'N',
    fits: which(sendsRequests),
    action: () => ({ action: 'send', durationMs: null, count: 1 }),
  },
  {
    name: 'spike',
    shortcut: 'J',
    fits: which(hasArrivals),
    action: () => ({ action: 'spike', durationMs: SPIKE_MS, factor: SPIKE_FACTOR }),
  },
  { name: 'scaleUp', fits: which(hasReplicas), action: scaleBy(1) },
  { name: 'scaleDown', fits: which(hasReplicas), action: scaleBy(-1) },
  { name: 'rollOut', fits: which(hasReplicas), action: () => ({ action: 'rollOut', durationMs: null }) },
  {
    name: 'crashReplica',
    harm: true,
    fits: which(hasReplicas),
    action: () => ({ action: 'crashReplica', durationMs: null }),
  },
  { name: 'flush', fits: which(hasCache), action: () => ({ action: 'flush', durationMs: null }) },
  { name: 'rebuild', fits: which(hasHistory), action: () => ({ action: 'rebuild', durationMs: null }) },
  {
    name: 'crashMember',
    harm: true,
    fits: which(hasMembers),
    action: () => ({ action: 'crashMember', durationMs: null, member: 0 }),
  },
  { name: 'redrive', fits: which(hasDeadLetters), action: () => ({ action: 'redrive', durationMs: null }) },
  { name: 'purge', harm: true, fits: which(hasQueues), action: () => ({ action: 'purge', durationMs: null }) },
  { name: 'fillDisk', harm: true, fits: which(hasDisk), action: () => ({ action: 'fillDisk', durationMs: null }) },
];

const isDeed = (name: DeedName) => (deed: Deed) => deed.name === name;
export const deedCalled = (name: DeedName): Deed => DEEDS.find(isDeed(name)) ?? DEEDS[0];

/** Does it at the playhead. @param node the node that the target is; null: the target is a link */
export function perform(deed: Deed, target: InterventionTarget, node: ScenarioNode | null): void {
  if (deed.fits(node)) usePlayback.getState().intervene({ ...deed.action(node), target } as Action);
}

/** Everything that a deed can be done to, with the node that it is; null: a link. */
export type Targets = readonly (readonly [target: InterventionTarget, node: ScenarioNode | null])[];

/** The targets among these nodes and links. */
export function targetsAmong(scenario: Scenario, { nodes, links }: Selected): Targets {
  return [
    ...scenario.nodes.filter(({ id }) => nodes.includes(id)).map((node) => [{ node: node.id }, node] as const),
    ...links.map((link) => [{ link }, null] as const),
  ];
}

/** Does it to each that it fits; a zone is cut off once, however many of its components are among them. */
export function performOnAll(deed: Deed, targets: Targets): void {
  const { scenario } = useDocument.getState();
  const parted = new Set<string>();
  for (const [target, node] of targets) {
    if (deed.name === 'partition' && node) {
      const zone = zoneOf(scenario, node.id) || `of ${node.id} alone`;
      if (parted.has(zone)) continue;
      parted.add(zone);
    }
    perform(deed, target, node);
  }
}
