import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { PlusIcon } from '../../ui/icons';
import type { KindEditorProps } from '../../ui/kind-view';
import { Select } from '../../ui/Select';
import { BindingRow } from './BindingRow';
import { bindingCurve } from './binding-curve';
import { type BindingParams, EXCHANGE_TYPES, type ExchangeParams, type RabbitmqParams } from './params';
import { Exchanges } from './routing/exchanges';
import { TestKeys } from './TestKeys';
import './rabbitmq.css';

const ROW_HEIGHT = 40;
const GAP = 64;
/** So far a pointer may wander and still have clicked. */
const CLICK_PX = 4;
const rowMiddle = (row: number) => row * ROW_HEIGHT + ROW_HEIGHT / 2;

/** A new binding: a topic exchange's takes everything, a direct one's takes its queue's name for the key. */
const bindingOf = (from: ExchangeParams, to: string): BindingParams => ({
  from: from.name,
  to,
  toType: 'queue',
  key: from.type === 'topic' ? '#' : from.type === 'direct' ? to : '',
  match: 'all',
  arguments: [],
});

/** The first of `events`, `events2`, … that no exchange is called. */
function freeName(exchanges: readonly ExchangeParams[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'events' : `events${number}`;
    if (!exchanges.some((exchange) => exchange.name === name)) return name;
  }
}

/** A line that is being drawn, from an exchange to where the pointer is: px from the corner of the lines. */
interface Drawn {
  readonly from: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Bindings are drawn from an exchange to a queue: by dragging, or by a click or Enter on the one and then on the other.
 * The key of one is typed beneath, and as it is typed, test keys say where they would go.
 */
export function BindingsEditor({ params, onChange }: KindEditorProps) {
  const t = useT();
  const { exchanges, bindings, queues } = params as unknown as RabbitmqParams;
  const [from, setFrom] = useState<number | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [selected, setSelected] = useState<number | null>(null);
  const [draft, setDraft] = useState<BindingParams | null>(null);
  const [type, setType] = useState<ExchangeParams['type']>('topic');
  const lines = useRef<SVGSVGElement>(null);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const hasDragged = useRef(false);

  const shown = useMemo(
    () => (draft === null ? bindings : bindings.map((binding, index) => (index === selected ? draft : binding))),
    [bindings, draft, selected],
  );
  const routing = useMemo(() => new Exchanges({ exchanges, bindings: shown, queues }), [exchanges, shown, queues]);
  const change = (next: readonly BindingParams[]) => onChange({ ...params, bindings: next });
  const select = (index: number | null) => {
    setSelected(index);
    setDraft(null);
  };

  const bind = (exchange: number, queue: number) => {
    setFrom(null);
    const binding = bindingOf(exchanges[exchange], queues[queue].name);
    select(bindings.length);
    change([...bindings, binding]);
  };

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    pressed.current = { x: event.clientX, y: event.clientY };
    hasDragged.current = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>, exchange: number) => {
    const { current: start } = pressed;
    const box = lines.current?.getBoundingClientRect();
    if (start === null || box === undefined) return;
    const wandered = Math.max(Math.abs(event.clientX - start.x), Math.abs(event.clientY - start.y));
    if (!hasDragged.current && wandered < CLICK_PX) return;
    hasDragged.current = true;
    setDrawn({ from: exchange, x: event.clientX - box.left, y: event.clientY - box.top });
  };
  const onPointerUp = (event: PointerEvent<HTMLButtonElement>, exchange: number) => {
    pressed.current = null;
    setDrawn(null);
    if (!hasDragged.current) return;
    const target = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-queue]');
    if (target) bind(exchange, Number(target.dataset.queue));
  };

  const rowOfExchange = (name: string) => exchanges.findIndex((exchange) => exchange.name === name);
  const rowOfQueue = (name: string) => queues.findIndex((queue) => queue.name === name);
  const height = ROW_HEIGHT * Math.max(exchanges.length, queues.length);
  const asked = selected === null ? exchanges[0]?.name : bindings[selected]?.from;
  return (
    <section aria-label={t('kind.rabbitmq:editor.title')} className="mb-6 flex flex-col gap-3">
      <h3 className="text-[0.8125rem] font-medium text-text-2">{t('kind.rabbitmq:editor.title')}</h3>
      {exchanges.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape gives up what the buttons in it have begun.
        <div
          className="rabbit-board"
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || from === null) return;
            event.stopPropagation();
            setFrom(null);
          }}
          style={{ height }}
        >
          <div>
            {exchanges.map(({ name, type: kind }, index) => (
              <button
                aria-label={t('kind.rabbitmq:editor.from', { name })}
                aria-pressed={from === index}
                className="rabbit-end rabbit-from"
                // biome-ignore lint/suspicious/noArrayIndexKey: exchanges have no identity but their place.
                key={index}
                onClick={() => {
                  if (!hasDragged.current) setFrom(from === index ? null : index);
                }}
                onPointerCancel={() => {
                  pressed.current = null;
                  setDrawn(null);
                }}
                onPointerDown={onPointerDown}
                onPointerMove={(event) => onPointerMove(event, index)}
                onPointerUp={(event) => onPointerUp(event, index)}
                type="button"
              >
                <span className="rabbit-name">{name}</span>
                <span className="rabbit-kind">{kind}</span>
              </button>
            ))}
          </div>
          <svg aria-hidden="true" className="rabbit-ways" height={height} ref={lines} width={GAP}>
            {shown.map(({ from: name, to, toType }, index) => {
              const left = rowOfExchange(name);
              const right = toType === 'queue' ? rowOfQueue(to) : -1;
              if (left < 0 || right < 0) return null;
              return (
                <path
                  d={bindingCurve(rowMiddle(left), rowMiddle(right), GAP)}
                  data-selected={index === selected}
                  // biome-ignore lint/suspicious/noArrayIndexKey: bindings have no identity but their place.
                  key={index}
                />
              );
            })}
            {drawn && (
              <path className="rabbit-drawn" d={bindingCurve(rowMiddle(drawn.from), drawn.y, Math.max(drawn.x, 1))} />
            )}
          </svg>
          <div>
            {queues.map(({ name }, index) => (
              <button
                aria-label={
                  from === null ? name : t('kind.rabbitmq:editor.bind', { from: exchanges[from].name, to: name })
                }
                className="rabbit-end rabbit-to"
                data-queue={index}
                data-target={from !== null || drawn !== null}
                disabled={from === null && drawn === null}
                // biome-ignore lint/suspicious/noArrayIndexKey: queues have no identity but their place.
                key={index}
                onClick={() => {
                  if (from !== null) bind(from, index);
                }}
                type="button"
              >
                <span className="rabbit-name">{name}</span>
              </button>
            ))}
          </div>
        </div>
      )}
      <p aria-live="polite" className="text-xs text-text-3">
        {exchanges.length === 0
          ? t('kind.rabbitmq:editor.none')
          : from === null
            ? t('kind.rabbitmq:editor.hint')
            : t('kind.rabbitmq:editor.choose', { name: exchanges[from].name })}
      </p>
      {bindings.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {bindings.map((binding, index) => (
            <BindingRow
              binding={binding}
              // biome-ignore lint/suspicious/noArrayIndexKey: bindings have no identity but their place.
              key={index}
              kind={exchanges[rowOfExchange(binding.from)]?.type ?? 'topic'}
              onCommit={(next) => {
                setDraft(null);
                change(bindings.map((old, at) => (at === index ? next : old)));
              }}
              onDraft={setDraft}
              onRemove={() => {
                select(null);
                change(bindings.filter((_, at) => at !== index));
              }}
              onSelect={() => {
                if (selected !== index) select(index);
              }}
              selected={selected === index}
            />
          ))}
        </ul>
      )}
      {asked !== undefined && bindings.length > 0 && (
        <TestKeys exchange={asked} queues={queues} routing={routing} selected={selected} />
      )}
      <div className="flex items-center gap-2">
        <Select
          className="w-28"
          label={t('kind.rabbitmq:editor.newType')}
          onChange={setType}
          options={EXCHANGE_TYPES.map((value) => ({
            value,
            label: t(`kind.rabbitmq:choices.exchanges.type.${value}`),
          }))}
          value={type}
        />
        <Button
          icon={PlusIcon}
          look="quiet"
          onClick={() => {
            const added: ExchangeParams = { name: freeName(exchanges), type, durable: true, alternate: '' };
            onChange({ ...params, exchanges: [...exchanges, added] });
          }}
        >
          {t('kind.rabbitmq:editor.addExchange')}
        </Button>
      </div>
    </section>
  );
}
