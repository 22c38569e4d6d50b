import { useEffect, useState } from 'react';
import type { MessageFilter } from '../../analysis/archive/message-filter';
import { useT } from '../../i18n/language';
import { useDeliveries, watchDeliveries } from '../../stores/deliveries';
import { useDockTab } from '../../stores/dock-tab';
import { useTrace } from '../../stores/trace';
import { world } from '../../stores/world';
import { EmptyState } from '../../ui/EmptyState';
import { DeliveryIcon } from '../../ui/message-icons';
import { useMedia } from '../../ui/use-media';
import { DeliveryCards } from './delivery/DeliveryCards';
import { DeliveryTable } from './delivery/DeliveryTable';
import { rowsOf, type Sorting } from './delivery/rows';

/** Lists the messages behind a number, where their histories are. */
function showMessages(filter: MessageFilter) {
  useTrace.getState().setFilter(filter);
  useDockTab.getState().setTab('trace');
}

/** What became of the messages of every broker: each number leads to those it counts. */
export function DeliveryPanel() {
  const t = useT();
  const now = useDeliveries((state) => state.now);
  const [sorting, setSorting] = useState<Sorting>(null);
  const isNarrow = useMedia('(max-width: 639px)');
  useEffect(watchDeliveries, []);
  const scenario = world.scenario();
  if (now === null || scenario === null) return null;
  if (now.brokers.length === 0) {
    return (
      <EmptyState icon={DeliveryIcon} title={t('delivery.noneTitle')}>
        {t('delivery.none')}
      </EmptyState>
    );
  }
  const rows = rowsOf(now, sorting);
  return isNarrow ? (
    <DeliveryCards onShow={showMessages} rows={rows} scenario={scenario} />
  ) : (
    <DeliveryTable onShow={showMessages} onSort={setSorting} rows={rows} scenario={scenario} sorting={sorting} />
  );
}
