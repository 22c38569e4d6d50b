import { useEffect } from 'react';
import type { Coverage } from '../../analysis/archive/trace-archive';
import { formatClock } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { useTrace, watchTrace } from '../../stores/trace';
import { world } from '../../stores/world';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { TraceIcon } from '../../ui/trace-icon';
import { MessagesBehind } from './MessagesBehind';
import { RequestList } from './RequestList';
import { RequestWaterfall } from './RequestWaterfall';
import './trace.css';

/** Requests of the run, and what became of each: on a wide screen side by side, on a narrow one first these, then that. */
export function TracePanel() {
  const t = useT();
  const { list, filter, messages, history, picked, pick } = useTrace();
  useEffect(watchTrace, []);
  const scenario = world.scenario();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-0 flex-1">
        <div
          className={cx(
            'min-h-0 w-full shrink-0 flex-col border-line sm:flex sm:w-72 sm:border-r md:max-lg:w-80 xl:w-84',
            picked === null ? 'flex' : 'hidden',
          )}
        >
          {filter === null ? <RequestList /> : <MessagesBehind filter={filter} />}
        </div>
        <section
          aria-label={t('trace.history')}
          className={cx('min-h-0 min-w-0 flex-1 overflow-y-auto sm:block', picked === null && 'hidden')}
        >
          {picked !== null && (
            <div className="px-2 pt-2 sm:hidden">
              <Button look="quiet" onClick={() => pick(null)}>
                {t('trace.back')}
              </Button>
            </div>
          )}
          {history && scenario ? (
            <RequestWaterfall history={history} scenario={scenario} />
          ) : (
            picked === null && (
              <EmptyState icon={TraceIcon} title={t('trace.pick')}>
                {t('trace.about')}
              </EmptyState>
            )
          )}
        </section>
      </div>
      <CoverageLine coverage={(filter === null ? list : messages)?.coverage} />
    </div>
  );
}

function CoverageLine({ coverage }: { readonly coverage: Coverage | undefined }) {
  const t = useT();
  if (coverage === undefined) return null;
  const { thinned, completeFromMs, chosenFromMs, oneIn } = coverage;
  if (!thinned) return null;
  const complete = formatClock(completeFromMs);
  const chosen = formatClock(chosenFromMs);
  return (
    <p className="shrink-0 border-t border-line px-3 py-1 text-2xs text-text-3">
      {t('trace.complete', { time: complete, oneIn })}
      {chosenFromMs > 0 && ` ${t('trace.onlyTotals', { time: chosen })}`}
    </p>
  );
}
