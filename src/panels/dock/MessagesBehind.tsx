import type { MessageFilter } from '../../analysis/archive/message-filter';
import { formatClock } from '../../i18n/format';
import { type T, useT } from '../../i18n/language';
import { OUTCOMES } from '../../network/outcomes';
import type { Scenario } from '../../scenario/scenario';
import { useDeliveries } from '../../stores/deliveries';
import { useTrace } from '../../stores/trace';
import { world } from '../../stores/world';
import { Button } from '../../ui/Button';
import { DeliveryIcon } from '../../ui/message-icons';
import { nameOfNode, queueName } from './delivery/row-name';
import { PickList, PickRow, useStill } from './PickList';

/** Where those messages are: at which broker, in which queue or with which consumer. */
function whereOf(t: T, scenario: Scenario, { node, queue, link }: MessageFilter): string {
  const broker = nameOfNode(t, scenario, node);
  const known = useDeliveries.getState().now?.brokers.find((one) => one.node === node);
  const named = queue === undefined ? undefined : known?.deliveries.queues[queue];
  const consumer = scenario.links.find(({ id }) => id === link)?.to;
  if (consumer !== undefined) return `${broker} → ${nameOfNode(t, scenario, consumer)}`;
  return named ? `${broker} · ${queueName(named.queue, named.group)}` : broker;
}

/** The messages behind a number of the delivery table; one of them can be picked. While somebody chooses, the list stands still. */
export function MessagesBehind({ filter }: { readonly filter: MessageFilter }) {
  const t = useT();
  const { messages, setFilter, picked, pick } = useTrace();
  const { shown, hold, letGo } = useStill(messages, filter);
  const scenario = world.scenario();
  if (scenario === null) return null;
  const reason = filter.reason ? ` (${t(`reason.${filter.reason}`)})` : '';
  const what = `${t(`delivery.${filter.what}`)}${reason}`;

  return (
    <section aria-label={t('messages.title')} className="flex min-h-0 flex-col">
      <header className="flex shrink-0 flex-col gap-1 p-2 pb-1">
        <Button className="self-start" look="quiet" onClick={() => setFilter(null)}>
          {t('messages.listed.all')}
        </Button>
        <h3 className="px-1.5 text-xs font-medium">
          {t('messages.listed.of', { what, where: whereOf(t, scenario, filter) })}
        </h3>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {shown?.messages.length === 0 && (
          <p className="px-1.5 py-3 text-xs leading-5 text-text-3">{t('messages.listed.none')}</p>
        )}
        <PickList hold={hold} letGo={letGo}>
          {shown?.messages.map(({ serial, atMs, outcome }) => (
            <PickRow isPicked={serial === picked} key={`${serial} ${atMs}`} onPick={() => pick(serial)}>
              <DeliveryIcon className="shrink-0 text-text-3" size={14} />
              <span className="min-w-0 flex-1 truncate">
                {t('messages.number', { serial })}
                {outcome > 0 && <span className="text-text-2"> · {t(`reason.${OUTCOMES[outcome]}`)}</span>}
              </span>
              <span className="figures shrink-0 text-text-2">{formatClock(atMs)}</span>
            </PickRow>
          ))}
        </PickList>
      </div>
    </section>
  );
}
