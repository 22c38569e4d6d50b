import type { ScenarioNode } from './scenario';

/** How many parts of a node are replaced one by one; Infinity for one that does not consist of replicas. */
export const replicasOf = (node: ScenarioNode | undefined): number => {
  const replicas = node?.params.replicas;
  return typeof replicas === 'number' ? replicas : Infinity;
};
