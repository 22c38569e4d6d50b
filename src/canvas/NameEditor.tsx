import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useT } from '../i18n/language';
import { LIMITS } from '../scenario/limits';
import { useDocument } from '../stores/document';
import { useRenaming } from './renaming';

interface NameEditorProps {
  readonly id: string;
  readonly label: string;
  /** What the node is called when the name is left empty. */
  readonly placeholder: string;
}

/** A node's name, edited in place: Enter or leaving the field keeps it, Escape does not. */
export function NameEditor({ id, label, placeholder }: NameEditorProps) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const dropped = useRef(false);
  useEffect(() => field.current?.select(), []);

  const focusNode = () => field.current?.closest<HTMLElement>('.react-flow__node')?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    // Everything typed here is text, never a shortcut of the canvas.
    event.stopPropagation();
    if (event.key === 'Escape') dropped.current = true;
    if (event.key === 'Escape' || event.key === 'Enter') focusNode();
  };
  return (
    <input
      aria-label={t('canvas.rename')}
      // biome-ignore lint/a11y/noAutofocus: the visitor has just asked to edit this very text.
      autoFocus
      className="name-editor nodrag nopan"
      defaultValue={label}
      maxLength={LIMITS.labelLength}
      onBlur={(event) => {
        if (!dropped.current) useDocument.getState().renameNode(id, event.target.value.trim());
        useRenaming.getState().stop();
      }}
      onKeyDown={onKeyDown}
      placeholder={placeholder}
      ref={field}
      spellCheck={false}
    />
  );
}
