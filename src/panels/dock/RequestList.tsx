import { useEffect } from 'react';
import type { PastRequests } from '../../analysis/archive/past-requests';
import { REQUEST_ORDERS, type RequestOrder } from '../../analysis/archive/request-order';
import { formatClock, formatCompact, formatMs, formatShare } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { OUTCOMES, Outcome } from '../../network/outcomes';
import { useTrace } from '../../stores/trace';
import { world } from '../../stores/world';
import { CheckIcon, CloseIcon } from '../../ui/icons';
import { Select } from '../../ui/Select';
import { PickList, PickRow, useStill } from './PickList';

/** Whether the visitor has said which requests are to come first. */
let hasChosen = false;

/** Until the visitor says otherwise, those that failed come first; where none did, the newest. */
function useUsualOrder(): void {
  const { list, order, setOrder } = useTrace();
  useEffect(() => {
    if (hasChosen || list?.order !== order) return;
    const failed = list.requests.some(({ outcome }) => outcome !== Outcome.ok);
    if (failed && order === 'newest') setOrder('failed');
    else if (!failed && order === 'failed') setOrder('newest');
  }, [list, order, setOrder]);
}

/** Requests that have ended; one of them can be picked. While somebody chooses from it, the list stands still. */
export function RequestList() {
  const t = useT();
  const { order, setOrder, list, picked, pick } = useTrace();
  useUsualOrder();
  const { shown, hold, letGo } = useStill(list, order);
  const nodes = world.scenario()?.nodes ?? [];
  const several = nodes.filter(({ kind }) => kind === 'client').length > 1;

  return (
    <section aria-label={t('trace.requests')} className="flex min-h-0 flex-col">
      <div className="shrink-0 p-2 pb-1">
        <Select
          label={t('trace.order')}
          onChange={(next: RequestOrder) => {
            letGo();
            hasChosen = true;
            setOrder(next);
          }}
          options={REQUEST_ORDERS.map((value) => ({ value, label: t(`trace.orders.${value}`) }))}
          value={order}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {shown?.requests.length === 0 && (
          <p className="px-1.5 py-3 text-xs leading-5 text-text-3">
            {t(order === 'failed' ? 'trace.noneFailed' : 'trace.none')}
          </p>
        )}
        <PickList hold={hold} letGo={letGo}>
          {shown?.requests.map((request) => {
            const ok = request.outcome === Outcome.ok;
            const Mark = ok ? CheckIcon : CloseIcon;
            const client = nodes[request.client];
            const outcome = ok ? t('trace.ok') : t(`reason.${OUTCOMES[request.outcome]}`);
            return (
              <PickRow isPicked={request.serial === picked} key={request.serial} onPick={() => pick(request.serial)}>
                <Mark className={ok ? 'shrink-0 text-ok' : 'shrink-0 text-fail'} size={14} />
                {several && client ? (
                  <span className="min-w-0 flex-1">
                    {/* Of those that did well, the mark says as much. */}
                    <span className={ok ? 'sr-only' : 'block truncate'} title={outcome}>
                      {outcome}
                    </span>
                    <span className="block truncate text-text-2" title={nodeName(t, client)}>
                      {nodeName(t, client)}
                    </span>
                  </span>
                ) : (
                  <span className="min-w-0 flex-1 truncate" title={outcome}>
                    {outcome}
                  </span>
                )}
                <span className="figures shrink-0">{formatMs(request.latencyMs)}</span>
                <span className="figures shrink-0 text-text-2">{formatClock(request.endedMs)}</span>
              </PickRow>
            );
          })}
        </PickList>
        {shown && shown.past.length > 0 && <Past windows={shown.past} />}
      </div>
    </section>
  );
}

/** What is left of the time of which no single request is known any more. */
function Past({ windows }: { readonly windows: readonly PastRequests[] }) {
  const t = useT();
  return (
    <>
      <h3 className="px-1.5 pt-3 pb-1 text-2xs font-medium text-text-3">{t('trace.totals')}</h3>
      <ul className="flex flex-col">
        {[...windows].reverse().map(({ fromMs, toMs, ok, failed, meanMs }) => (
          <li className="flex gap-2 px-1.5 py-0.5 text-xs text-text-2" key={fromMs}>
            <span className="min-w-0 flex-1 truncate">
              {t('trace.total', { count: ok + failed, number: formatCompact(ok + failed) })}
              {failed > 0 && (
                <span className="text-fail-text">
                  {' · '}
                  {t('trace.failedShare', { share: formatShare(failed / (ok + failed)) })}
                </span>
              )}
            </span>
            <span className="figures shrink-0">{formatMs(meanMs)}</span>
            <span className="figures shrink-0 text-text-3">
              {seconds(fromMs)}–{seconds(toMs)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const seconds = (ms: number) => formatClock(ms).replace(/\.\d+$/, '');
