import { type KeyboardEvent, useEffect, useState } from 'react';
import { cx } from './cx';
import { FIELD, INPUT, QUIET_INPUT } from './input-style';

interface TextInputProps {
  readonly id?: string;
  readonly value: string;
  /** Called on Enter and when the field is left, if the text changed. */
  readonly onCommit: (value: string) => void;
  readonly label?: string;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly multiline?: boolean;
  /** A heading that can be changed. */
  readonly quiet?: boolean;
  readonly className?: string;
}

/** A text that is taken over when it is finished: Enter or leaving commits, Escape gives the old one back. */
export function TextInput({
  value,
  onCommit,
  label,
  describedBy,
  multiline,
  quiet,
  className,
  ...rest
}: TextInputProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);

  const commit = () => {
    if (draft !== value) onCommit(draft);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && draft !== value) {
      event.preventDefault();
      setDraft(value);
    } else if (event.key === 'Enter' && !(multiline && event.shiftKey)) {
      event.preventDefault();
      commit();
      if (!multiline) event.currentTarget.blur();
    }
  };
  const common = {
    ...rest,
    'aria-label': label,
    'aria-describedby': describedBy,
    onBlur: commit,
    onKeyDown,
    spellCheck: false,
    value: draft,
  };
  return multiline ? (
    <textarea
      {...common}
      className={cx(FIELD, 'field-sizing-content max-h-96 min-h-16 resize-none py-1.5 leading-5', className)}
      onChange={(event) => setDraft(event.currentTarget.value)}
    />
  ) : (
    <input
      {...common}
      autoComplete="off"
      className={cx(quiet ? QUIET_INPUT : INPUT, className)}
      onChange={(event) => setDraft(event.currentTarget.value)}
      type="text"
    />
  );
}
