import { useEffect, useId, useRef, useState } from 'react';
import { unitLabel } from '../../i18n/format';
import { useT } from '../../i18n/language';
import type { ListField, NumberField } from '../../schema/field';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { FieldFrame } from '../../ui/FieldFrame';
import { UploadIcon } from '../../ui/icons';
import { FIELD } from '../../ui/input-style';
import type { EditorProps } from './editor';
import { numbersIn } from './numbers-in';

/** Nobody types as many by hand: a list that may become so long is also taken from a file. */
const FROM_A_FILE = 10_000;

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
  const file = useRef<HTMLInputElement>(null);

  useEffect(() => {
    setDraft(written);
    setError(null);
  }, [written]);

  const commit = (text: string) => {
    const numbers = numbersIn(text, unit === 'ms');
    const wrong = numbers.some((number) => Number.isNaN(number) || number < min || number > max);
    if (wrong || numbers.length > field.maxItems) {
      setError(t('field.expectedNumbers', { min, max, count: field.maxItems }));
      return;
    }
    setError(null);
    if (numbers.join(' ') !== written) onChange(numbers);
    else setDraft(written);
  };

  return (
    <FieldFrame error={error} help={help} id={id} label={unitLabel(unit) ? `${label}, ${unitLabel(unit)}` : label}>
      <textarea
        aria-invalid={error !== null}
        className={cx(FIELD, 'figures field-sizing-content max-h-40 min-h-8 resize-none py-1.5')}
        id={id}
        onBlur={() => commit(draft)}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          commit(draft);
        }}
        placeholder={t('field.numbersHint')}
        spellCheck={false}
        value={draft}
      />
      {field.maxItems >= FROM_A_FILE && (
        <>
          <Button className="self-start" icon={UploadIcon} look="quiet" onClick={() => file.current?.click()}>
            {t('field.fromFile')}
          </Button>
          <input
            aria-label={t('field.fromFile')}
            className="hidden"
            onChange={async ({ currentTarget: input }) => {
              const text = await input.files?.[0]?.text();
              // The same file may be chosen again, after it was changed.
              input.value = '';
              if (text !== undefined) commit(text);
            }}
            ref={file}
            type="file"
          />
        </>
      )}
    </FieldFrame>
  );
}
