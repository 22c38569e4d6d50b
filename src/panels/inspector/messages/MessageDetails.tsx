import type { ReactNode } from 'react';
import { requestHistory, type Span } from '../../../analysis/history/request-history';
import { formatClock, formatExact, formatMs } from '../../../i18n/format';
import { useT } from '../../../i18n/language';
import { nodeName } from '../../../i18n/names';
import type { LiveMessage } from '../../../network/messaging/live-message';
import { OUTCOMES, Outcome } from '../../../network/outcomes';
import type { Scenario } from '../../../scenario/scenario';
import { useDockTab } from '../../../stores/dock-tab';
import { useLayout } from '../../../stores/layout';
import { useMessages } from '../../../stores/messages';
import { useTrace } from '../../../stores/trace';
import { world } from '../../../stores/world';
import { Button } from '../../../ui/Button';
import { ArrowLeftIcon } from '../../../ui/message-icons';
import { TraceIcon } from '../../../ui/trace-icon';
import type { History } from '../../../worker/protocol';

interface MessageDetailsProps {
  readonly message: LiveMessage;
  /** The broker that has it. */
  readonly node: string;
  readonly onClose: () => void;
}

/** One message: what it says about itself, and where it has been. */
export function MessageDetails({ message, node, onClose }: MessageDetailsProps) {
  const t = useT();
  const history = useMessages((state) => state.history);
  const scenario = world.scenario();
  const { label, contract } = message;
  const headers = Object.entries(label.headers);
  const contractName = scenario?.contracts.find(({ id }) => id === contract?.id)?.name ?? contract?.id ?? '';
  const showTrace = () => {
    const { setFilter, pick } = useTrace.getState();
    setFilter({ what: 'held', node });
    pick(message.serial);
    useDockTab.getState().setTab('trace');
    const { setOpen, setSheet, sheet } = useLayout.getState();
    if (sheet === null) setOpen('dock', true);
    else setSheet('dock');
  };
  const fields: readonly (readonly [name: string, value: ReactNode])[] = [
    ['key', message.key === '' ? t('messages.noKey') : message.key],
    ...(label.topic === '' ? [] : [['topic', label.topic] as const]),
    ...(label.routingKey === '' ? [] : [['routingKey', label.routingKey] as const]),
    ...(label.priority === 0 ? [] : [['priority', label.priority] as const]),
    ...(label.ttlMs === null ? [] : [['ttl', formatMs(label.ttlMs)] as const]),
    ...(headers.length === 0
      ? []
      : [['headers', headers.map(([name, value]) => `${name}: ${value}`).join(', ')] as const]),
    ...(message.bytes === null ? [] : [['bytes', t('messages.size', { bytes: formatExact(message.bytes) })] as const]),
    ...(contract === undefined
      ? []
      : [['contract', t('messages.contract', { name: contractName, version: contract.version })] as const]),
    ['published', formatClock(message.publishedAtMs)],
    ...(message.offset === undefined ? [] : [['offset', formatExact(message.offset)] as const]),
    ['deliveries', message.deliveries],
    ['state', t(`messages.state.${message.state}`)],
  ];
  return (
    <article aria-label={t('messages.number', { serial: message.serial })} className="flex flex-col gap-3">
      <div className="-mx-2 flex flex-wrap items-center justify-between *:px-2">
        <Button icon={ArrowLeftIcon} look="quiet" onClick={onClose}>
          {t('messages.back')}
        </Button>
        <Button icon={TraceIcon} look="quiet" onClick={showTrace}>
          {t('messages.inTrace')}
        </Button>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs">
        {fields.map(([name, value]) => (
          <div className="contents" key={name}>
            <dt className="text-text-3">{t(`messages.field.${name}`)}</dt>
            <dd className="min-w-0 text-right break-words text-text">{value}</dd>
          </div>
        ))}
      </dl>
      <h4 className="text-xs font-medium text-text">{t('messages.path')}</h4>
      {history && scenario && <Path history={history} scenario={scenario} />}
    </article>
  );
}

/** The stations of a message, of what it is a copy of, and of its copies, in the order in which it came there. */
function Path({ history, scenario }: { readonly history: History; readonly scenario: Scenario }) {
  const t = useT();
  const rowOf = new Map(scenario.nodes.map(({ id }, index) => [id, index]));
  const ends = scenario.links.map(({ from, to }) => ({ from: rowOf.get(from) ?? -1, to: rowOf.get(to) ?? -1 }));
  const spans = history.facts ? requestHistory(history.facts.columns, ends) : [];
  const stations = spans.filter(({ kind }) => kind === 'message' || kind === 'delivery');
  if (stations.length === 0) return <p className="text-xs text-text-3">{t('messages.forgotten')}</p>;
  const outcomeOf = ({ outcome }: Span) =>
    outcome === Outcome.pending
      ? t('trace.underWay')
      : outcome === Outcome.ok
        ? t('trace.ok')
        : t(`reason.${OUTCOMES[outcome]}`);
  return (
    <ol className="flex flex-col gap-1 border-l border-line-strong pl-3 text-xs">
      {stations.map((span) => {
        const node = scenario.nodes[span.node];
        const producer = span.parent < 0 ? scenario.nodes[ends[span.link]?.from ?? -1] : undefined;
        const lasted = (span.endMs ?? history.atMs) - span.startMs;
        return (
          <li className="flex flex-col" key={`${span.serial} ${span.kind} ${span.attempt} ${span.startMs}`}>
            <span className="flex items-baseline justify-between gap-2">
              <span className="min-w-0 truncate text-text">
                {node ? nodeName(t, node) : ''}
                {producer && (
                  <span className="text-text-3"> · {t('messages.from', { name: nodeName(t, producer) })}</span>
                )}
                {span.kind === 'delivery' && (
                  <span className="text-text-3"> · {t('trace.delivery', { number: span.attempt })}</span>
                )}
              </span>
              <span className="figures shrink-0 text-text-3">{formatClock(span.startMs)}</span>
            </span>
            <span className="text-2xs text-text-2">
              {outcomeOf(span)} · <span className="figures">{formatMs(lasted)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
