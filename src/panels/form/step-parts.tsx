/** What the forms of an operation's steps are made of. */
import type { ReactNode } from 'react';
import { useT } from '../../i18n/language';
import type { Field } from '../../schema/field';
import { useFieldEditor } from './editor';
import { OutgoingLinkSelect } from './OutgoingLinkSelect';

interface StepTargetProps<S> {
  readonly step: S;
  readonly node: string;
  readonly onChange: (step: S) => void;
  /** What goes over that link. */
  readonly children: ReactNode;
}

/** Over which link a step goes, and what goes there, side by side. */
export function StepTarget<S extends { readonly link: string }>({
  step,
  node,
  onChange,
  children,
}: StepTargetProps<S>) {
  const t = useT();
  return (
    <div className="grid grid-cols-2 gap-1.5">
      <OutgoingLinkSelect
        label={t('steps.target')}
        node={node}
        onChange={(link) => onChange({ ...step, link })}
        value={step.link}
      />
      {children}
    </div>
  );
}

interface StepFieldProps<V> {
  readonly field: Field;
  readonly label: string;
  readonly node: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** A value of a step, edited like a parameter; steps have no texts of their own to explain it by. */
export function StepField<V>({ onChange, ...rest }: StepFieldProps<V>) {
  const FieldEditor = useFieldEditor();
  return <FieldEditor {...rest} help="" onChange={(next) => onChange(next as V)} place={{ scope: '', path: '' }} />;
}
