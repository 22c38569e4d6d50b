import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { catalogue } from '../../kinds/catalogue';
import { changesBetween } from '../../network/contracts/changes';
import {
  type Contract,
  type ContractField,
  type ContractVersion,
  FIELD_TYPES,
  type FieldType,
  FORMATS,
} from '../../network/contracts/contract';
import { relays } from '../../scenario/contract-breaks';
import { contractCalled, contractOf } from '../../scenario/contracts';
import { LIMITS } from '../../scenario/limits';
import type { Scenario } from '../../scenario/scenario';
import type { Issue } from '../../schema/issue';
import { useDocument } from '../../stores/document';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { FieldFrame } from '../../ui/FieldFrame';
import { IconButton } from '../../ui/IconButton';
import { PlusIcon, TrashIcon } from '../../ui/icons';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { TextInput } from '../../ui/TextInput';
import { RefusedValue } from '../inspector/RefusedValue';
import { DeployForm } from './DeployForm';
import { withField, withNewField, withNewVersion, withoutField, withoutVersion } from './edits';
import { changeWords } from './words';

interface ContractDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** The nodes that speak a contract. */
const speakersOf = (scenario: Scenario, contract: string) =>
  scenario.nodes.filter(
    (node) =>
      !relays(scenario, catalogue, node.id) &&
      scenario.links.some(
        (link) => (link.from === node.id || link.to === node.id) && contractOf(link)?.contract === contract,
      ),
  );

/** Edits a contract: its versions field by field, what each changes, and who speaks it. */
export function ContractDialog({ id, onClose }: ContractDialogProps) {
  const t = useT();
  const fieldId = useId();
  const scenario = useDocument((state) => state.scenario);
  const { setContracts } = useDocument.getState();
  const contract = contractCalled(scenario.contracts, id);
  const [chosen, setChosen] = useState<number | null>(null);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  if (!contract) return null;

  const { versions } = contract;
  const at = Math.max(
    0,
    versions.findIndex((one) => one.version === (chosen ?? versions[versions.length - 1].version)),
  );
  const version = versions[at];
  const change = (changed: Contract) =>
    setIssues(setContracts(scenario.contracts.map((one) => (one.id === id ? changed : one))));
  const addVersion = () => {
    const added = withNewVersion(contract);
    change(added);
    setChosen(added.versions[added.versions.length - 1].version);
  };
  const speakers = speakersOf(scenario, id);
  return (
    <Dialog
      actions={
        <>
          <Button
            icon={TrashIcon}
            look="danger"
            onClick={() => {
              setContracts(scenario.contracts.filter((one) => one.id !== id));
              onClose();
            }}
          >
            {t('contract.remove')}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t('contract.done')}
          </Button>
        </>
      }
      onClose={onClose}
      title={t('contract.dialog', { name: contract.name || contract.id })}
      width="xl"
    >
      <div className="flex flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldFrame id={`${fieldId}-name`} label={t('contract.name')}>
            <TextInput
              id={`${fieldId}-name`}
              maxLength={LIMITS.labelLength}
              onCommit={(name) => change({ ...contract, name: name.trim() })}
              value={contract.name}
            />
          </FieldFrame>
          <FieldFrame help={t('contract.formatHelp')} id={`${fieldId}-format`} label={t('contract.format')}>
            <Select
              id={`${fieldId}-format`}
              onChange={(format) => change({ ...contract, format })}
              options={FORMATS.map((value) => ({ value, label: t(`contract.formats.${value}`) }))}
              value={contract.format}
            />
          </FieldFrame>
        </div>
        <div className="flex flex-wrap items-end gap-2">
          <FieldFrame id={`${fieldId}-version`} label={t('contract.shown')}>
            <Select
              className="w-40"
              id={`${fieldId}-version`}
              onChange={(value) => setChosen(Number(value))}
              options={versions.map((one) => ({
                value: String(one.version),
                label: t('contract.version', { version: one.version }),
              }))}
              value={String(version.version)}
            />
          </FieldFrame>
          <Button disabled={versions.length >= LIMITS.contractVersions} icon={PlusIcon} onClick={addVersion}>
            {t('contract.addVersion')}
          </Button>
          {versions.length > 1 && (
            <IconButton
              icon={TrashIcon}
              label={t('contract.removeVersion', { version: version.version })}
              onClick={() => change(withoutVersion(contract, version.version))}
            />
          )}
        </div>
        <Fields contract={contract} onChange={change} version={version} />
        <RefusedValue issues={issues} />
        {at > 0 && <Changes after={version} before={versions[at - 1]} />}
        {speakers.length > 0 && (
          <div className="flex flex-col gap-2">
            <h3 className="text-xs font-semibold text-text">
              {t('contract.speakers', { names: speakers.map((node) => nodeName(t, node)).join(', ') })}
            </h3>
            <DeployForm contract={contract} nodes={speakers} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly contract: Contract;
  readonly version: ContractVersion;
  readonly onChange: (contract: Contract) => void;
}

/** The fields of one version, a row each. */
function Fields({ contract, version, onChange }: FieldsProps) {
  const t = useT();
  const full = version.fields.length >= LIMITS.contractFields;
  return (
    <div className="flex flex-col gap-2">
      <div className="overflow-x-auto">
        <table
          aria-label={t('contract.fieldsOf', { version: version.version })}
          className="w-full min-w-160 border-separate border-spacing-x-2 border-spacing-y-1 text-left text-xs"
        >
          <thead className="text-text-3">
            <tr>
              <th className="font-medium">{t('contract.field.name')}</th>
              <th className="w-28 min-w-28 font-medium">{t('contract.field.type')}</th>
              <th className="w-16 font-medium">{t('contract.field.id')}</th>
              <th className="font-medium">{t('contract.field.required')}</th>
              <th className="font-medium">{t('contract.field.default')}</th>
              <th>
                <span className="sr-only">{t('contract.field.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {version.fields.map((field, place) => (
              <FieldRow
                field={field}
                key={field.id}
                onChange={(changed) => onChange(withField(contract, version, place, changed))}
                onRemove={() => onChange(withoutField(contract, version, place))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button
        className="self-start"
        disabled={full}
        icon={PlusIcon}
        look="quiet"
        onClick={() => onChange(withNewField(contract, version))}
      >
        {t('contract.field.add')}
      </Button>
    </div>
  );
}

interface FieldRowProps {
  readonly field: ContractField;
  readonly onChange: (change: Partial<ContractField>) => void;
  readonly onRemove: () => void;
}

const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

function FieldRow({ field, onChange, onRemove }: FieldRowProps) {
  const t = useT();
  const of = { field: field.name };
  return (
    <tr className="align-top">
      <td>
        <TextInput
          label={t('contract.field.nameOf', of)}
          maxLength={LIMITS.fieldNameLength}
          onCommit={(name) => onChange({ name: name.trim() })}
          value={field.name}
        />
      </td>
      <td>
        <Select<FieldType>
          label={t('contract.field.typeOf', of)}
          onChange={(type) => onChange({ type, symbols: type === 'enum' ? field.symbols : [] })}
          options={FIELD_TYPES.map((value) => ({ value, label: value }))}
          value={field.type}
        />
        {field.type === 'enum' && (
          <TextInput
            className="mt-1"
            label={t('contract.field.symbolsOf', of)}
            onCommit={(text) => onChange({ symbols: namesIn(text) })}
            placeholder={t('contract.field.symbols')}
            value={field.symbols.join(', ')}
          />
        )}
      </td>
      <td>
        <TextInput
          className="figures text-right"
          label={t('contract.field.idOf', of)}
          onCommit={(text) => onChange({ id: Number(text) })}
          value={String(field.id)}
        />
      </td>
      <td className="pt-1.5">
        <Switch
          checked={field.required}
          label={t('contract.field.requiredOf', of)}
          onChange={(required) => onChange({ required })}
        />
      </td>
      <td>
        <TextInput
          label={t('contract.field.defaultOf', of)}
          maxLength={LIMITS.fieldNameLength}
          onCommit={(text) => onChange({ default: text === '' ? null : text })}
          placeholder="—"
          value={field.default ?? ''}
        />
      </td>
      <td>
        <IconButton icon={TrashIcon} label={t('contract.field.removeOf', of)} onClick={onRemove} />
      </td>
    </tr>
  );
}

/** What a version changes about the one before it, in words. */
function Changes({ before, after }: { readonly before: ContractVersion; readonly after: ContractVersion }) {
  const t = useT();
  const changes = changesBetween(before, after);
  return (
    <div>
      <h3 className="mb-1 text-xs font-semibold text-text">{t('contract.since', { version: before.version })}</h3>
      {changes.length === 0 ? (
        <p className="text-xs text-text-3">{t('contract.unchanged')}</p>
      ) : (
        <ul className="list-disc pl-5 text-xs leading-6 text-text-2">
          {changes.map((change) => (
            <li key={`${change.change} ${change.field}`}>{changeWords(t, change)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
