import { useState } from 'react';
import { useT } from '../../i18n/language';
import { useDocument } from '../../stores/document';
import { Button } from '../../ui/Button';
import { PlusIcon } from '../../ui/icons';
import { Section } from '../inspector/Section';
import { ContractDialog } from './ContractDialog';
import { newContract } from './edits';

/** All contracts of the scenario; each opens its editor. */
export function ContractList() {
  const t = useT();
  const contracts = useDocument((state) => state.scenario.contracts);
  const { setContracts } = useDocument.getState();
  const [editing, setEditing] = useState<string | null>(null);
  const create = () => {
    const made = newContract(contracts, (number) => t('contract.unnamed', { number }));
    setContracts([...contracts, made]);
    setEditing(made.id);
  };
  return (
    <Section title={t('contract.all')}>
      <div className="flex flex-col gap-2">
        {contracts.length > 0 ? (
          <ul aria-label={t('contract.all')} className="-mx-1.5 flex flex-col">
            {contracts.map(({ id, name, format, versions }) => (
              <li key={id}>
                <button
                  className="flex w-full items-center justify-between gap-2 rounded-md px-1.5 py-1 text-left hover:bg-surface-2 touch:min-h-10"
                  onClick={() => setEditing(id)}
                  type="button"
                >
                  <span className="min-w-0 truncate font-medium" title={name || id}>
                    {name || id}
                  </span>
                  <span className="shrink-0 text-xs text-text-3">
                    {t(`contract.formats.${format}`)} · {t('contract.versions', { count: versions.length })}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-xs leading-5 text-text-3">{t('contract.noneYet')}</p>
        )}
        <Button className="self-start" icon={PlusIcon} look="quiet" onClick={create}>
          {t('contract.new')}
        </Button>
      </div>
      {editing && <ContractDialog id={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}
