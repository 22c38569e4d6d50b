/** Which contract a link keeps, and whether what names contracts names some that there are. */
import { type Contract, versionOf } from '../network/contracts/contract';
import type { LinkContractParams } from '../network/contracts/contract-field';
import { describeValue, type Issue } from '../schema/issue';
import type { Intervention, Scenario, ScenarioLink } from './scenario';

type Deploy = Extract<Intervention, { action: 'deploy' }>;

/** The contract that a link's parameters name; null: none. */
export const contractOf = ({ params }: Pick<ScenarioLink, 'params'>): LinkContractParams | null =>
  (params.contract as LinkContractParams | null | undefined) ?? null;

export const contractCalled = (contracts: readonly Contract[], id: string): Contract | undefined =>
  contracts.find((contract) => contract.id === id);

const noContract = (path: string, id: string): Issue => ({
  path,
  expected: 'the id of a contract',
  received: describeValue(id),
});
const noVersion = (path: string, version: number): Issue => ({
  path,
  expected: 'a version of this contract',
  received: describeValue(version),
});

/** What a link's parameters say of a contract that is not so. */
export function strayContract(contracts: readonly Contract[], params: ScenarioLink['params']): Issue[] {
  const said = contractOf({ params });
  if (said === null) return [];
  const contract = contractCalled(contracts, said.contract);
  if (!contract) return [noContract('contract.contract', said.contract)];
  return (['callerVersion', 'calleeVersion'] as const).flatMap((end) =>
    versionOf(contract, said[end]) ? [] : [noVersion(`contract.${end}`, said[end])],
  );
}

/** The same of a deploy. */
export function strayDeploy({ contracts, links }: Pick<Scenario, 'contracts' | 'links'>, deploy: Deploy): Issue[] {
  const contract = contractCalled(contracts, deploy.contract);
  if (!contract) return [noContract('contract', deploy.contract)];
  if (!versionOf(contract, deploy.version)) return [noVersion('version', deploy.version)];
  const { target } = deploy;
  const speaks = links.some(
    (link) =>
      'node' in target &&
      (link.from === target.node || link.to === target.node) &&
      contractOf(link)?.contract === contract.id,
  );
  if (speaks) return [];
  return [{ path: 'target.node', expected: 'a node with a link that names this contract', received: describe(target) }];
}

const describe = (target: Intervention['target']) => describeValue('node' in target ? target.node : target.link);

/** Puts a link's versions where there are some: the newest stands for one that is gone. */
export function withContracts(link: ScenarioLink, contracts: readonly Contract[]): ScenarioLink {
  const said = contractOf(link);
  if (said === null || strayContract(contracts, link.params).length === 0) return link;
  const contract = contractCalled(contracts, said.contract);
  const newest = contract?.versions.at(-1)?.version;
  if (!contract || newest === undefined) return { ...link, params: { ...link.params, contract: null } };
  const kept = (version: number) => (versionOf(contract, version) ? version : newest);
  const repaired = { ...said, callerVersion: kept(said.callerVersion), calleeVersion: kept(said.calleeVersion) };
  return { ...link, params: { ...link.params, contract: repaired } };
}
