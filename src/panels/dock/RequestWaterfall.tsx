import { useMemo } from 'react';
import { PHASES, type Phase, requestHistory } from '../../analysis/history/request-history';
import { formatClock, formatMs } from '../../i18n/format';
import { type T, useT } from '../../i18n/language';
import { nodeName } from '../../i18n/names';
import { OUTCOMES, Outcome } from '../../network/outcomes';
import type { Scenario } from '../../scenario/scenario';
import { useSelection } from '../../stores/selection';
import { cx } from '../../ui/cx';
import { focusByArrows } from '../../ui/focus-by-arrows';
import type { History } from '../../worker/protocol';
import { type Bar, isFailed, marks, timesOf, type Waterfall, waterfall } from './waterfall';

/** More rows nobody reads. */
const MOST_ROWS = 200;

interface RequestWaterfallProps {
  readonly history: History;
  /** Of the run that the request belongs to. */
  readonly scenario: Scenario;
}

/** One request over all components: who was busy with it, and who waited for whom. A row selects its link. */
export function RequestWaterfall({ history, scenario }: RequestWaterfallProps) {
  const t = useT();
  const drawn = useMemo((): Waterfall | null => {
    if (!history.facts) return null;
    const rowOf = new Map(scenario.nodes.map(({ id }, index) => [id, index]));
    const ends = scenario.links.map(({ from, to }) => ({ from: rowOf.get(from) ?? -1, to: rowOf.get(to) ?? -1 }));
    return waterfall(requestHistory(history.facts.columns, ends), history.atMs);
  }, [history, scenario]);
  if (!drawn || drawn.bars.length === 0) {
    return <p className="p-4 text-xs leading-5 text-text-3">{t('trace.gone')}</p>;
  }
  const { bars, startMs, lengthMs } = drawn;
  const [first] = bars;
  const used = PHASES.filter((phase) => bars.some(({ pieces }) => pieces.some((piece) => piece.phase === phase)));
  return (
    <div className="flex min-w-0 flex-col gap-1 px-3 py-2">
      <h3 className="text-xs font-medium">
        <span className={isFailed(first.span) ? 'text-fail-text' : 'text-text'}>{outcomeOf(t, first)}</span>
        <span className="text-text-2"> · {formatMs(first.durationMs)}</span>
        <span className="text-text-3"> · {t('trace.from', { time: formatClock(startMs) })}</span>
      </h3>
      <Legend phases={used} />
      <div className="flex items-end text-2xs text-text-3">
        <span className="w-2/5 shrink-0 sm:w-44" />
        <div aria-hidden className="relative mr-24 h-4 flex-1">
          {marks(lengthMs).map((at) => (
            <span
              className="figures absolute bottom-0 -translate-x-1/2 whitespace-nowrap max-sm:even:hidden"
              key={at}
              style={{ left: `${(100 * at) / lengthMs}%` }}
            >
              {formatMs(at)}
            </span>
          ))}
        </div>
      </div>
      <ol className="flex flex-col" onKeyDown={focusByArrows}>
        {bars.slice(0, MOST_ROWS).map((bar, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is what happened next, and stays it.
          <li key={index}>
            <Row bar={bar} scenario={scenario} />
          </li>
        ))}
      </ol>
      {bars.length > MOST_ROWS && (
        <p className="text-xs text-text-3">{t('trace.more', { count: bars.length - MOST_ROWS })}</p>
      )}
    </div>
  );
}

function Row({ bar, scenario }: { readonly bar: Bar; readonly scenario: Scenario }) {
  const t = useT();
  const select = useSelection((state) => state.select);
  const { span, depth, pieces, end } = bar;
  const node = scenario.nodes[span.node];
  const link = scenario.links[span.link];
  const name = node ? nodeName(t, node) : '';
  const failed = isFailed(span);
  // Behind everything that is drawn, also what went on in vain.
  const reach = pieces.reduce((right, { left, width }) => Math.max(right, left + width), end);
  const waited = (index: number) => {
    const target = scenario.nodes.find(({ id }) => id === scenario.links[index]?.to);
    return target ? t('trace.waitsFor', { name: nodeName(t, target) }) : t('trace.phase.wait');
  };
  const said = [...timesOf(bar)].map(([phase, ms]) => `${t(`trace.phase.${phase}`)} ${formatMs(ms)}`);
  const tries =
    span.attempt > 1 ? t(span.kind === 'delivery' ? 'trace.delivery' : 'trace.attempt', { number: span.attempt }) : '';
  return (
    <button
      aria-label={[name, tries, outcomeOf(t, bar), formatMs(bar.durationMs), ...said].filter(Boolean).join(', ')}
      className="flex w-full items-center rounded-sm text-left text-xs hover:bg-surface-2 touch:min-h-9"
      onClick={() => select(link ? { links: [link.id] } : { nodes: node ? [node.id] : [] })}
      type="button"
    >
      <span
        className="flex w-2/5 shrink-0 items-baseline gap-1.5 truncate pr-2 sm:w-44"
        style={{ paddingLeft: `${Math.min(depth, 8) * 0.75}rem` }}
      >
        <span className="truncate" title={name}>
          {name}
        </span>
        {tries && <span className="shrink-0 text-2xs text-text-3">{tries}</span>}
      </span>
      <span className="relative mr-24 block h-5 min-w-0 flex-1 border-l border-line">
        {pieces.map((piece) => (
          <span
            className={cx('phase absolute inset-y-1', `phase-${piece.phase}`, piece.inVain && 'phase-in-vain')}
            key={`${piece.left} ${piece.phase} ${piece.inVain}`}
            style={{ left: `${100 * piece.left}%`, width: `max(2px, ${100 * piece.width}%)` }}
            title={`${piece.phase === 'wait' ? waited(piece.link) : t(`trace.phase.${piece.phase}`)} · ${formatMs(piece.ms)}${piece.inVain ? ` · ${t('trace.inVain')}` : ''}`}
          />
        ))}
        {failed && <span className="absolute inset-y-0 w-0.5 bg-fail" style={{ left: `calc(${100 * end}% - 1px)` }} />}
        {(failed || span.outcome === Outcome.pending) && (
          <span
            className={cx(
              'absolute top-1/2 -translate-y-1/2 rounded bg-surface/85 px-1 text-2xs whitespace-nowrap',
              failed ? 'text-fail-text' : 'text-text-3',
            )}
            style={{ left: `calc(${100 * reach}% + 3px)` }}
          >
            {outcomeOf(t, bar)}
          </span>
        )}
      </span>
    </button>
  );
}

const outcomeOf = (t: T, { span }: Bar): string => {
  if (span.outcome === Outcome.ok) return t('trace.ok');
  return span.outcome === Outcome.pending ? t('trace.underWay') : t(`reason.${OUTCOMES[span.outcome]}`);
};

function Legend({ phases }: { readonly phases: readonly Phase[] }) {
  const t = useT();
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-2xs text-text-2">
      {phases.map((phase) => (
        <li className="flex items-center gap-1" key={phase}>
          <span className={cx('phase h-2.5 w-4', `phase-${phase}`)} />
          {t(`trace.phase.${phase}`)}
        </li>
      ))}
    </ul>
  );
}
