import type { Label } from '../../network/messaging/label';
import { Outcome } from '../../network/outcomes';

/** Why a queue gives a message up, in RabbitMQ's own words. */
export type DeathReason = 'rejected' | 'expired' | 'maxlen' | 'delivery_limit';

/** How a message ends that is given up and goes nowhere. */
export const OUTCOME_OF_DEATH: Readonly<Record<DeathReason, Outcome>> = {
  rejected: Outcome.rejected,
  expired: Outcome.expired,
  maxlen: Outcome.overflow,
  delivery_limit: Outcome.rejected,
};

/** That a message was dead-lettered from a queue for a reason, and how often. */
type Death = readonly [reason: DeathReason, queue: string, count: number];

const HEADER = 'x-death';
/** Labels are numbered: a message that goes round for ever must not make new ones for ever. */
const MOST_COUNTED = 99;

/** What has happened to a message before, the latest first. */
export function deathsOf(label: Label): readonly Death[] {
  const header = label.headers[HEADER];
  return header === undefined ? [] : (JSON.parse(header) as Death[]);
}

/**
 * What a dead-lettered message says about itself: where it died and how often, and the routing key by which it goes on.
 * It has no time to live of its own any more, or it would expire again at once.
 *
 * Source: rabbitmq.com/docs/dlx, "Effects on message".
 */
export function deadLabel(label: Label, routingKey: string, reason: DeathReason, queue: string): Label {
  const deaths = deathsOf(label);
  const isThis = ([why, where]: Death) => why === reason && where === queue;
  const count = deaths.find(isThis)?.[2] ?? 0;
  const latest: Death = [reason, queue, Math.min(count + 1, MOST_COUNTED)];
  const all = [latest, ...deaths.filter((death) => !isThis(death))];
  return { ...label, routingKey, ttlMs: null, headers: { ...label.headers, [HEADER]: JSON.stringify(all) } };
}

/**
 * Whether a message that comes to a queue has come round in a circle that nobody but the broker keeps going: since it
 * was there, no consumer has rejected it. Such a message is dropped.
 *
 * Source: rabbitmq.com/docs/dlx, "Automatic Dead Lettering Cycles"; `rabbit_dead_letter:is_cycle`.
 */
export function goesInCircles(label: Label, queue: string): boolean {
  const deaths = deathsOf(label);
  const before = deaths.findIndex(([, where]) => where === queue);
  return before >= 0 && deaths.slice(0, before + 1).every(([reason]) => reason !== 'rejected');
}
