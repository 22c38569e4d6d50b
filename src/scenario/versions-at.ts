import { deploy, type Rollout, settledOn, shareOfNew } from '../network/contracts/rollout';
import { contractOf } from './contracts';
import { replicasOf } from './replicas-of';
import type { Intervention, Scenario, ScenarioLink } from './scenario';

type Deploy = Extract<Intervention, { action: 'deploy' }>;

/** What one end of a link speaks at a moment: one version, or two while one replaces the other. */
export interface Spoken {
  readonly versions: readonly number[];
  /** The share of the replicas that have the last of them, 0 … 1. */
  readonly share: number;
}

/** The moments at which an end's version changes, in the order of a run: of those at one time, ends first. */
function momentsOf(
  deploys: readonly Deploy[],
): { atMs: number; rank: number; version: number | null; rollMs: number }[] {
  return deploys
    .flatMap(({ atMs, durationMs, version, rollMs }) => {
      const begin = { atMs, rank: 1, version: version as number | null, rollMs };
      return durationMs === null ? [begin] : [begin, { atMs: atMs + durationMs, rank: 0, version: null, rollMs }];
    })
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank);
}

function spokenBy(scenario: Scenario, node: string, contract: string, first: number, nowMs: number): Spoken {
  const deploys = scenario.interventions.filter(
    (one): one is Deploy =>
      one.action === 'deploy' && one.contract === contract && 'node' in one.target && one.target.node === node,
  );
  let rollout: Rollout = settledOn(first);
  for (const { atMs, version, rollMs } of momentsOf(deploys)) {
    if (atMs > nowMs) break;
    rollout = deploy(rollout, version ?? first, atMs, rollMs);
  }
  const share = shareOfNew(rollout, nowMs, replicasOf(scenario.nodes.find(({ id }) => id === node)));
  if (share >= 1) return { versions: [rollout.to], share: 1 };
  return { versions: share > 0 ? [rollout.from, rollout.to] : [rollout.from], share: share > 0 ? share : 1 };
}

/** Which versions the ends of a link speak at a moment; null for a link without a contract. */
export function versionsAt(
  scenario: Scenario,
  link: ScenarioLink,
  nowMs: number,
): { readonly caller: Spoken; readonly callee: Spoken } | null {
  const said = contractOf(link);
  if (said === null) return null;
  return {
    caller: spokenBy(scenario, link.from, said.contract, said.callerVersion, nowMs),
    callee: spokenBy(scenario, link.to, said.contract, said.calleeVersion, nowMs),
  };
}
