import { useT } from '../../i18n/language';
import { catalogue } from '../../kinds/catalogue';
import { relays } from '../../scenario/contract-breaks';
import { contractOf } from '../../scenario/contracts';
import type { ScenarioNode } from '../../scenario/scenario';
import { useDocument } from '../../stores/document';
import { Section } from '../inspector/Section';
import { DeployForm } from './DeployForm';

/** The contracts that a component speaks, each with the means to deploy another version of it. */
export function DeploySection({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  if (relays(scenario, catalogue, node.id)) return null;
  const spoken = new Set(
    scenario.links
      .filter((link) => link.from === node.id || link.to === node.id)
      .map((link) => contractOf(link)?.contract),
  );
  return scenario.contracts
    .filter(({ id }) => spoken.has(id))
    .map((contract) => (
      <Section key={contract.id} title={t('contract.dialog', { name: contract.name || contract.id })}>
        <DeployForm contract={contract} nodes={[node]} />
      </Section>
    ));
}
