import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { type Contract, READERS, type Reader } from '../../network/contracts/contract';
import type { LinkContractParams } from '../../network/contracts/contract-field';
import { relays } from '../../scenario/contract-breaks';
import { contractCalled, contractOf } from '../../scenario/contracts';
import type { ScenarioLink, ScenarioNode } from '../../scenario/scenario';
import { useDocument } from '../../stores/document';
import { Button } from '../../ui/Button';
import { describedBy, FieldFrame } from '../../ui/FieldFrame';
import { CheckIcon, FileIcon, PlusIcon, WarningIcon } from '../../ui/icons';
import { Select } from '../../ui/Select';
import { Section } from '../inspector/Section';
import { ContractDialog } from './ContractDialog';
import { DeployForm } from './DeployForm';
import { newContract } from './edits';
import { useContractNow } from './use-breaks';
import { breakWords } from './words';

interface ContractSectionProps {
  readonly link: ScenarioLink;
  readonly from: ScenarioNode;
  readonly to: ScenarioNode;
}

const NONE = '';

/** The contract of a link: which one, who speaks which version, who does not understand whom, and deploying another. */
export function ContractSection({ link, from, to }: ContractSectionProps) {
  const t = useT();
  const id = useId();
  const scenario = useDocument((state) => state.scenario);
  const { setLinkParams, setContracts } = useDocument.getState();
  const [editing, setEditing] = useState<string | null>(null);
  const { contracts } = scenario;
  const said = contractOf(link);
  const contract = said && contractCalled(contracts, said.contract);
  const now = useContractNow(link);

  const agree = (changed: LinkContractParams | null) => setLinkParams(link.id, { ...link.params, contract: changed });
  const choose = (chosen: string) => {
    const other = contractCalled(contracts, chosen);
    if (!other) agree(null);
    else {
      const { version } = other.versions[0];
      agree({ contract: chosen, callerVersion: version, calleeVersion: version, reader: said?.reader ?? 'tolerant' });
    }
  };
  const create = () => {
    const made = newContract(contracts, (number) => t('contract.unnamed', { number }));
    setContracts([...contracts, made]);
    agree({ contract: made.id, callerVersion: 1, calleeVersion: 1, reader: 'tolerant' });
    setEditing(made.id);
  };

  const ends = [
    { end: 'callerVersion', node: from },
    { end: 'calleeVersion', node: to },
  ] as const;
  const speakers = ends.filter(({ node }) => !relays(scenario, catalogue, node.id));
  return (
    <Section title={t('contract.title')}>
      <div className="flex flex-col gap-4">
        <FieldFrame
          help={t('link.params.contract.help')}
          id={`${id}-which`}
          inline
          label={t('link.params.contract.label')}
        >
          <Select
            className="w-40 shrink-0"
            describedBy={describedBy(`${id}-which`, t('link.params.contract.help'))}
            id={`${id}-which`}
            onChange={choose}
            options={[
              { value: NONE, label: t('contract.none') },
              ...contracts.map((one) => ({ value: one.id, label: one.name || one.id })),
            ]}
            value={said?.contract ?? NONE}
          />
        </FieldFrame>
        <div className="flex flex-wrap gap-1.5">
          {contract && (
            <Button icon={FileIcon} onClick={() => setEditing(contract.id)}>
              {t('contract.edit')}
            </Button>
          )}
          <Button icon={PlusIcon} look={contract ? 'quiet' : 'plain'} onClick={create}>
            {t('contract.new')}
          </Button>
        </div>
        {said && contract && (
          <>
            {speakers.map(({ end, node }) => (
              <VersionSelect
                contract={contract}
                key={end}
                label={t('contract.speaks', { name: nodeName(t, node) })}
                onChange={(version) => agree({ ...said, [end]: version })}
                value={said[end]}
              />
            ))}
            {contract.format === 'json' && (
              <FieldFrame help={t('contract.readerHelp')} id={`${id}-reader`} inline label={t('contract.reader')}>
                <Select<Reader>
                  className="w-40 shrink-0"
                  describedBy={describedBy(`${id}-reader`, t('contract.readerHelp'))}
                  id={`${id}-reader`}
                  onChange={(reader) => agree({ ...said, reader })}
                  options={READERS.map((value) => ({ value, label: t(`contract.readers.${value}`) }))}
                  value={said.reader}
                />
              </FieldFrame>
            )}
            <Understanding
              sentences={now?.breaks.map((broken) => ({
                text: breakWords(t, scenario, broken),
                refused: broken.mismatch.refused,
              }))}
            />
            {speakers.length > 0 && <DeployForm contract={contract} nodes={speakers.map(({ node }) => node)} />}
          </>
        )}
      </div>
      {editing && <ContractDialog id={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}

interface VersionSelectProps {
  readonly contract: Contract;
  readonly label: string;
  readonly value: number;
  readonly onChange: (version: number) => void;
}

function VersionSelect({ contract, label, value, onChange }: VersionSelectProps) {
  const t = useT();
  const id = useId();
  return (
    <FieldFrame help={t('contract.speaksHelp')} id={id} inline label={label}>
      <Select
        className="w-28 shrink-0"
        describedBy={describedBy(id, t('contract.speaksHelp'))}
        id={id}
        onChange={(version) => onChange(Number(version))}
        options={contract.versions.map(({ version }) => ({
          value: String(version),
          label: t('contract.version', { version }),
        }))}
        value={String(value)}
      />
    </FieldFrame>
  );
}

interface UnderstandingProps {
  readonly sentences: readonly { readonly text: string; readonly refused: boolean }[] | undefined;
}

/** Who does not understand whom just now. */
function Understanding({ sentences = [] }: UnderstandingProps) {
  const t = useT();
  if (sentences.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-xs text-text-2" role="status">
        <CheckIcon className="shrink-0 text-ok" size={15} />
        {t('contract.understood')}
      </p>
    );
  }
  const refused = sentences.some((one) => one.refused);
  return (
    <ul
      aria-label={t('contract.misunderstood')}
      className={`flex flex-col gap-1.5 rounded-lg px-3 py-2 text-xs leading-5 ${refused ? 'bg-fail-soft text-fail-text' : 'bg-warn-soft text-text'}`}
    >
      {sentences.map(({ text }) => (
        <li className="flex gap-1.5" key={text}>
          <WarningIcon className="mt-0.5 shrink-0" size={15} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
