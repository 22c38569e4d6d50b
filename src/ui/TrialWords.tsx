import { useId } from 'react';
import { FieldFrame } from './FieldFrame';
import { INPUT } from './input-style';

interface TrialWordsProps {
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** A line of words to try a setting with. Whoever types sees at once what becomes of them, so nothing has to be committed. */
export function TrialWords({ label, help, text, onChange }: TrialWordsProps) {
  const id = useId();
  return (
    <FieldFrame error={null} help={help} id={id} label={label}>
      <input
        autoComplete="off"
        className={INPUT}
        id={id}
        onChange={(event) => onChange(event.currentTarget.value)}
        spellCheck={false}
        type="text"
        value={text}
      />
    </FieldFrame>
  );
}
