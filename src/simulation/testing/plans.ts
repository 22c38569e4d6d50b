import type { Report } from '../../analysis/report';
import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import { checkScenario } from '../../scenario/check-scenario';
import { type Plan, plannedScenario } from '../many-runs/plan';

/** A plan of nine replications of nothing much, or what `changes` make of it. */
export function testPlan(changes: Partial<Plan> = {}): Plan {
  const checked = checkScenario({ version: 1, nodes: [{ id: 'shop', kind: 'client' }], links: [] }, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  const scenario = plannedScenario(checked.value);
  return { scenario, untilMs: null, warmupMs: 0, replications: 9, sweep: [], ...changes };
}

/** A report that differs from number to number, and has what nobody measured in it. */
export const testReport = (number: number): Report => ({
  version: 1,
  title: '',
  seed: number,
  untilMs: 1000,
  warmupMs: 0,
  events: number / 3,
  fingerprint: number.toString(16).padStart(16, '0'),
  clients: {},
  nodes: {},
  links: {},
  messages: {
    published: 0,
    delivered: 0,
    acked: 0,
    redelivered: 0,
    duplicated: 0,
    handedTwice: 0,
    copies: 0,
    replayed: 0,
    deadLettered: 0,
    expired: 0,
    lost: 0,
    held: 0,
    lostBy: {},
  },
  goals: [{ text: 'p95 of shop < 1 s', holds: false, value: Number.NaN }],
});
