import { AIMS, type Deed, expectedOf } from '../../scenario/aims';
import type { Intervention, InterventionTarget, ScenarioNode } from '../../scenario/scenario';

/** The one number that an intervention has of its own: its name in the document, limits, and what a new one begins with. */
export interface Amount {
  readonly field: 'factor' | 'ratePerSec' | 'count' | 'replicas' | 'share' | 'byMs' | 'member' | 'consumers';
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  readonly start: number;
}

const AMOUNTS: { readonly [D in Deed]?: Amount } = {
  slow: { field: 'factor', min: 0.001, max: 1e6, start: 10 },
  spike: { field: 'factor', min: 0, max: 1_000, start: 5 },
  rate: { field: 'ratePerSec', min: 0, max: 1e6, start: 100 },
  send: { field: 'count', min: 1, max: 10_000, integer: true, start: 1 },
  scale: { field: 'replicas', min: 1, max: 1_000, integer: true, start: 2 },
  loss: { field: 'share', min: 0, max: 1, start: 0.1 },
  starve: { field: 'share', min: 0, max: 0.999, start: 0.9 },
  delay: { field: 'byMs', min: 0, max: 86_400_000, start: 200 },
  poison: { field: 'count', min: 1, max: 10_000, integer: true, start: 1 },
  skewClock: { field: 'byMs', min: -86_400_000, max: 86_400_000, start: 300_000 },
  crashMember: { field: 'member', min: 0, max: 100, integer: true, start: 0 },
  lagMember: { field: 'member', min: 0, max: 100, integer: true, start: 0 },
  scaleConsumers: { field: 'consumers', min: 0, max: 32, integer: true, start: 2 },
  errors: { field: 'share', min: 0, max: 1, start: 0.5 },
};

/** What happens in a moment and has no end. */
const MOMENTARY: ReadonlySet<Deed> = new Set([
  'restart',
  'poison',
  'send',
  'heal',
  'rollOut',
  'crashReplica',
  'flush',
  'purge',
  'resetOffsets',
  'redrive',
  'deploy',
]);

export const amountOf = (action: Deed): Amount | undefined => AMOUNTS[action];
export const hasEnd = (action: Deed): boolean => !MOMENTARY.has(action);

/** The value of that number in an intervention. */
export const amountIn = (intervention: Intervention, { field, start }: Amount): number => {
  const value = (intervention as unknown as Record<string, unknown>)[field];
  return typeof value === 'number' ? value : start;
};

/** What can be scripted for a target. A deploy has its own place: with the contract whose version it brings. */
export function deedsFor(node: ScenarioNode | null, crashable: boolean): readonly Deed[] {
  const needsProcess: ReadonlySet<Deed> = new Set(['crash', 'restart', 'pause', 'errors', 'slow', 'starve', 'heal']);
  return (Object.keys(AIMS) as Deed[]).filter((action) => {
    if (action === 'deploy') return false;
    if (node === null) return AIMS[action] !== 'node';
    if (AIMS[action] === 'link' || expectedOf(action, node) !== null) return false;
    return crashable || !needsProcess.has(action) || action === 'heal';
  });
}

/** An intervention of that sort, with what the one before had in common with it. */
export function draftOf(
  action: Deed,
  target: InterventionTarget,
  { atMs, durationMs }: { readonly atMs: number; readonly durationMs: number | null },
  amount?: number,
): Intervention {
  const own = amountOf(action);
  const draft = {
    action,
    target,
    atMs,
    durationMs: hasEnd(action) ? durationMs : null,
    ...(own ? { [own.field]: amount ?? own.start } : {}),
  };
  return draft as Intervention;
}
