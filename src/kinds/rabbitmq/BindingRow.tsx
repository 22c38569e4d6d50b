import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/language';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/IconButton';
import { TrashIcon } from '../../ui/icons';
import { INPUT } from '../../ui/input-style';
import { headersIn, headersText } from './header-text';
import type { BindingParams, ExchangeParams } from './params';

interface BindingRowProps {
  readonly binding: BindingParams;
  /** The type of its exchange: a headers exchange asks for headers instead of a key. */
  readonly kind: ExchangeParams['type'];
  readonly selected: boolean;
  readonly onSelect: () => void;
  /** As it is typed. */
  readonly onDraft: (binding: BindingParams) => void;
  /** As it is to be. */
  readonly onCommit: (binding: BindingParams) => void;
  readonly onRemove: () => void;
}

/** One binding, with what it lets through. */
export function BindingRow({ binding, kind, selected, onSelect, onDraft, onCommit, onRemove }: BindingRowProps) {
  const t = useT();
  const written = kind === 'headers' ? headersText(binding.arguments) : binding.key;
  const [text, setText] = useState(written);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(written), [written]);
  // One that has just been drawn is to be typed into.
  useEffect(() => {
    if (!selected || document.activeElement === input.current) return;
    input.current?.focus();
    input.current?.select();
  }, [selected]);
  const changed = (next: string): BindingParams =>
    kind === 'headers' ? { ...binding, arguments: headersIn(next) } : { ...binding, key: next };
  const ends = { from: binding.from, to: binding.to };
  return (
    <li className={cx('rabbit-binding', selected && 'rabbit-binding-selected')}>
      <span className="rabbit-ends" title={t('kind.rabbitmq:editor.way', ends)}>
        {t('kind.rabbitmq:editor.way', ends)}
      </span>
      {kind === 'fanout' ? (
        <span className="flex-1 text-xs text-text-3">{t('kind.rabbitmq:editor.everything')}</span>
      ) : (
        <input
          aria-label={t(kind === 'headers' ? 'kind.rabbitmq:editor.headers' : 'kind.rabbitmq:editor.key', ends)}
          autoComplete="off"
          className={cx(INPUT, 'figures flex-1')}
          maxLength={255}
          onBlur={() => {
            if (text !== written) onCommit(changed(text));
          }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onDraft(changed(event.currentTarget.value));
          }}
          onFocus={onSelect}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
          placeholder={kind === 'headers' ? 'region=eu' : ''}
          ref={input}
          spellCheck={false}
          title={text}
          type="text"
          value={text}
        />
      )}
      <IconButton icon={TrashIcon} label={t('kind.rabbitmq:editor.remove', ends)} onClick={onRemove} size="sm" />
    </li>
  );
}
