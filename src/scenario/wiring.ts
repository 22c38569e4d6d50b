import { carriesMessages, type KindCatalogue, type KindDefinition, type Protocol } from '../network/kind';
import { callParams } from '../network/links/link-params';
import type { GroupField } from '../schema/field';
import { group } from '../schema/fields';
import { LIMITS } from './limits';
import type { Scenario } from './scenario';

const call = callParams as GroupField;

/** The parameters of a call from a kind that has something to say of each of its targets, by those. */
const callsTo = new Map<GroupField, GroupField>();

function callFields(target: GroupField | undefined): GroupField {
  if (target === undefined) return call;
  const known = callsTo.get(target) ?? (group({ ...call.fields, ...target.fields }) as GroupField);
  callsTo.set(target, known);
  return known;
}

/**
 * The parameters of a link between two kinds: what its target asks of links that end there; failing that, what its
 * source asks of links that begin there; failing both, those of a plain call and what its source adds to them.
 */
export const linkFields = (from: KindDefinition, to: KindDefinition): GroupField =>
  to.incoming ?? from.outgoing ?? callFields(from.target);

/** Whether it keeps messages for others. */
const isBroker = (kind: KindDefinition): boolean => kind.queues !== undefined;

/**
 * The protocols that a link between two kinds may speak, the one that a new link gets first. A message goes to a broker
 * or comes from one: there is a broker at exactly one end.
 */
export const protocolsBetween = (from: KindDefinition, to: KindDefinition): readonly Protocol[] =>
  to.accepts.filter(
    (protocol) => from.calls.includes(protocol) && (!carriesMessages(protocol) || isBroker(from) !== isBroker(to)),
  );

/** Why two nodes cannot be linked; the page explains it under `refusal.<name>`. */
export type WiringRefusal =
  | 'unknownNode'
  | 'sameNode'
  | 'alreadyLinked'
  /** The source calls nothing at all. */
  | 'callsNothing'
  /** The target takes no calls at all. */
  | 'takesNoCalls'
  | 'noCommonProtocol'
  | 'tooManyLinks';

/** Why a new link from one node to another is refused; null when it is welcome. */
export function wiringRefusal(
  scenario: Scenario,
  catalogue: KindCatalogue,
  from: string,
  to: string,
): WiringRefusal | null {
  const source = scenario.nodes.find((node) => node.id === from);
  const target = scenario.nodes.find((node) => node.id === to);
  if (!source || !target) return 'unknownNode';
  if (from === to) return 'sameNode';
  if (scenario.links.some((link) => link.from === from && link.to === to)) return 'alreadyLinked';
  const caller = catalogue[source.kind];
  const callee = catalogue[target.kind];
  if (caller.calls.length === 0) return 'callsNothing';
  if (callee.accepts.length === 0) return 'takesNoCalls';
  if (protocolsBetween(caller, callee).length === 0) return 'noCommonProtocol';
  if (scenario.links.length >= LIMITS.links) return 'tooManyLinks';
  return null;
}
