import { useId, useState } from 'react';
import { useT } from '../../i18n/language';
import type { Operations, Step } from '../../network/serving/operations-field';
import type { CustomField } from '../../schema/field';
import { isReserved } from '../../schema/reserved-names';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { InfoIcon, PlusIcon, TrashIcon } from '../../ui/icons';
import { TextInput } from '../../ui/TextInput';
import { toast } from '../../ui/toast';
import { tooltip } from '../../ui/tooltip';
import type { EditorProps } from './editor';
import { StepsForm } from './StepsForm';

/** `base`, or the first of `base 2`, `base 3` … that is free. */
function freeName(base: string, taken: Operations): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!Object.hasOwn(taken, name)) return name;
  }
}

/** What a service does when called: operations by name, each a list of steps. */
export function OperationsForm({ value, label, help, node, onChange }: EditorProps<CustomField, Operations>) {
  const t = useT();
  const headingId = useId();
  // A name that was refused must show as it is again, although the value did not change.
  const [refusals, setRefusals] = useState(0);

  const rename = (from: string, to: string) => {
    const name = to.trim();
    const isTaken = Object.hasOwn(value, name);
    if (name === '' || isTaken || isReserved(name)) {
      if (isReserved(name)) toast({ tone: 'error', text: t('steps.nameReserved') });
      else if (isTaken && name !== from) toast({ tone: 'error', text: t('steps.nameTaken') });
      setRefusals(refusals + 1);
      return;
    }
    onChange(Object.fromEntries(Object.entries(value).map(([key, steps]) => [key === from ? name : key, steps])));
  };
  const remove = (name: string) => onChange(Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
  const add = () => {
    const steps: readonly Step[] = [{ step: 'work', serviceTime: null }];
    onChange({ ...value, [freeName(t('steps.newOperation'), value)]: steps });
  };

  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-2">
      <h4 className="flex items-center gap-1 text-xs font-medium text-text-2" id={headingId}>
        {label}
        <span className="inline-flex cursor-help text-text-3" {...tooltip(help)}>
          <InfoIcon size={14} />
          <span className="sr-only">{help}</span>
        </span>
      </h4>
      {Object.entries(value).map(([name, steps]) => (
        <div className="rounded-lg border border-line" key={name}>
          <div className="flex items-center gap-1 border-b border-line bg-surface-2/60 py-1.5 pr-1.5 pl-3">
            <TextInput
              className="w-full"
              key={refusals}
              label={t('steps.operationName')}
              maxLength={60}
              onCommit={(next) => rename(name, next)}
              quiet
              value={name}
            />
            <IconButton
              icon={TrashIcon}
              label={t('steps.removeOperation', { name })}
              onClick={() => remove(name)}
              size="sm"
            />
          </div>
          <div className="p-2">
            <StepsForm node={node ?? ''} onChange={(next) => onChange({ ...value, [name]: next })} steps={steps} />
          </div>
        </div>
      ))}
      <Button className="self-start" icon={PlusIcon} look="quiet" onClick={add}>
        {t('steps.addOperation')}
      </Button>
    </section>
  );
}
