import { type UIEvent, useEffect, useId } from 'react';
import { formatClock, formatExact } from '../../../i18n/format';
import { useT } from '../../../i18n/language';
import { catalogue } from '../../../kinds/catalogue';
import type { LiveMessage } from '../../../network/messaging/live-message';
import type { ScenarioNode } from '../../../scenario/scenario';
import { useDocument } from '../../../stores/document';
import { useMessages, watchMessages } from '../../../stores/messages';
import { focusByArrows } from '../../../ui/focus-by-arrows';
import { Select } from '../../../ui/Select';
import { Section } from '../Section';
import { MessageDetails } from './MessageDetails';

/** Of a row, CSS pixels; a finger needs no more, because rows lie close to each other only where a mouse points. */
const ROW = 28;
const ROWS_SEEN = 8;
/** So many rows above those to be seen are there, too. */
const ABOVE = 20;
/** Browsers cannot scroll further than through some ten million pixels. */
const MOST_ROWS = 300_000;

/** What is in the queues of a broker, at the playhead: pick a queue, scroll through it, open a message. */
export function MessagesSection({ node }: { readonly node: ScenarioNode }) {
  const t = useT();
  const links = useDocument((state) => state.scenario.links);
  const { node: looked, queue, shown, opened, look, open } = useMessages();
  const queues =
    catalogue[node.kind]?.queues?.(
      node.params,
      links.filter(({ from }) => from === node.id).map(({ id, to, params }) => ({ link: id, node: to, params })),
    ) ?? [];
  useEffect(watchMessages, []);
  useEffect(() => {
    look(node.id, 0);
    return () => look(null, 0);
  }, [node.id, look]);
  if (queues.length === 0) return null;
  const isOurs = looked === node.id;
  const fresh = shown?.messages.find(({ serial }) => serial === opened?.serial);
  return (
    <Section fold="messages" title={t('messages.title')}>
      {queues.length > 1 && (
        <Select
          className="mb-2"
          label={t('messages.queue')}
          onChange={(value) => look(node.id, Number(value))}
          options={queues.map(({ name, group }, index) => ({
            value: String(index),
            label: group === undefined ? name : `${name} · ${group}`,
          }))}
          value={String(queue)}
        />
      )}
      {!isOurs || shown === null ? (
        <p className="text-xs leading-5 text-text-3">{t('messages.notTold')}</p>
      ) : opened ? (
        <MessageDetails message={fresh ?? opened} node={node.id} onClose={() => open(null)} />
      ) : shown.total === 0 ? (
        <p className="text-xs leading-5 text-text-3">{t('messages.none')}</p>
      ) : (
        <Entries name={queues[queue]?.name ?? ''} />
      )}
    </Section>
  );
}

/** The messages of a queue, of which only those to be seen are in the page. */
function Entries({ name }: { readonly name: string }) {
  const t = useT();
  const headingId = useId();
  const { shown, open, scrollTo } = useMessages();
  if (shown === null) return null;
  const { total, from, messages } = shown;
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>) => {
    const first = Math.floor(currentTarget.scrollTop / ROW);
    // In steps, so that not every pixel is a question.
    scrollTo(Math.max(0, Math.floor((first - ABOVE / 2) / 10) * 10));
  };
  return (
    <>
      <p className="pb-1 text-xs text-text-2" id={headingId}>
        {t('messages.count', { count: total, number: formatExact(total) })}
      </p>
      <section
        aria-label={t('messages.list', { queue: name })}
        className="overflow-y-auto rounded-md border border-line"
        onScroll={onScroll}
        style={{ maxHeight: ROW * ROWS_SEEN }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it.
        tabIndex={0}
      >
        <ol
          aria-describedby={headingId}
          className="relative"
          onKeyDown={focusByArrows}
          style={{ height: ROW * Math.min(total, MOST_ROWS) }}
        >
          {messages.map((message, index) => (
            <li
              aria-posinset={from + index + 1}
              aria-setsize={total}
              className="absolute inset-x-0"
              key={message.serial}
              style={{ top: ROW * (from + index), height: ROW }}
            >
              <Entry message={message} onOpen={() => open(message)} />
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Entry({ message, onOpen }: { readonly message: LiveMessage; readonly onOpen: () => void }) {
  const t = useT();
  const { key, label, state, deliveries, publishedAtMs, offset } = message;
  const named = label.topic || label.routingKey;
  return (
    <button
      className="flex h-full w-full items-center gap-2 px-2 text-left text-xs hover:bg-surface-2"
      onClick={onOpen}
      type="button"
    >
      {offset !== undefined && <span className="figures shrink-0 text-2xs text-text-3">{offset}</span>}
      <span className="min-w-0 flex-1 truncate" title={[key, named].filter(Boolean).join(' · ')}>
        {key}
        {key !== '' && named && ' · '}
        {(named || key === '') && <span className="text-text-3">{named || t('messages.noKey')}</span>}
      </span>
      <span className="shrink-0 text-2xs text-text-2">
        {t(`messages.state.${state}`)}
        {deliveries > 0 && ` ×${deliveries}`}
      </span>
      <span className="figures shrink-0 text-2xs text-text-3">{formatClock(publishedAtMs)}</span>
    </button>
  );
}
