import { useEffect, useId, useState } from 'react';
import { unitLabel } from '../../i18n/format';
import { useT } from '../../i18n/language';
import type { ListField, NumberField } from '../../schema/field';
import { cx } from '../../ui/cx';
import { FieldFrame } from '../../ui/FieldFrame';
import { FIELD } from '../../ui/input-style';
import { parseNumber } from '../../ui/number-text';
import type { EditorProps } from './editor';

/** A list of plain numbers, typed or pasted with spaces, semicolons or line breaks between them. */
export function NumbersForm({
  field,
  value,
  label,
  help,
  onChange,
}: EditorProps<ListField<number>, readonly number[]>) {
  const t = useT();
  const id = useId();
  const written = value.join(' ');
  const [draft, setDraft] = useState(written);
  const [error, setError] = useState<string | null>(null);
  const { min, max, unit } = field.item as NumberField;

  useEffect(() => {
    setDraft(written);
    setError(null);
  }, [written]);

  const commit = () => {
    const numbers = draft
      .split(/[\s;]+/)
      .filter(Boolean)
      .map(parseNumber);
    const wrong = numbers.some((number) => Number.isNaN(number) || number < min || number > max);
    if (wrong || numbers.length > field.maxItems) {
      setError(t('field.expectedNumbers', { min, max, count: field.maxItems }));
      return;
    }
    setError(null);
    if (numbers.join(' ') !== written) onChange(numbers);
  };

  return (
    <FieldFrame error={error} help={help} id={id} label={unitLabel(unit) ? `${label}, ${unitLabel(unit)}` : label}>
      <textarea
        aria-invalid={error !== null}
        className={cx(FIELD, 'figures field-sizing-content max-h-40 min-h-8 resize-none py-1.5')}
        id={id}
        onBlur={commit}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          commit();
        }}
        placeholder={t('field.numbersHint')}
        spellCheck={false}
        value={draft}
      />
    </FieldFrame>
  );
}
