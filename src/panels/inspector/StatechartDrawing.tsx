import { useId } from 'react';
import { formatClock, formatMs } from '../../i18n/format';
import { hasText, type T, useT } from '../../i18n/language';
import { cx } from '../../ui/cx';
import type { StatechartView } from '../../worker/protocol';
import { type Arrow, DRAWING_WIDTH, layOut, twoLines } from './statechart-layout';

interface StatechartDrawingProps {
  readonly view: StatechartView;
  /** The catalogue entry under which a state has its name. */
  readonly stateKey: (state: string) => string;
}

/** How many of the last transitions are listed. */
const LISTED = 5;

/** What is wrong with being in a state, for its colour; every other state is lit in the accent. */
const TONES: Readonly<Record<string, string>> = {
  crashed: 'fill-fail-soft stroke-fail',
  open: 'fill-fail-soft stroke-fail',
  starting: 'fill-warn-soft stroke-warn',
  halfOpen: 'fill-warn-soft stroke-warn',
};

const known = (t: T, key: string, otherwise: string) => (hasText(key) ? t(key) : otherwise);

function arrowLabel(t: T, { event, guard, afterMs }: Arrow): string {
  if (guard) return known(t, `statechart.guard.${guard}`, `${event} [${guard}]`);
  if (afterMs !== undefined) return t('statechart.after', { duration: formatMs(afterMs) });
  if (event.startsWith('after ')) return t('statechart.afterSome');
  return known(t, `statechart.event.${event}`, event);
}

/** The statechart that runs, with its current state lit and the last transitions below. */
export function StatechartDrawing({ view, stateKey }: StatechartDrawingProps) {
  const t = useT();
  const id = useId();
  const { boxes, arrows, height } = layOut(view.definition);
  const name = (state: string) => known(t, stateKey(state), state);
  const last = view.history.at(-1);
  return (
    <div className="flex flex-col gap-3">
      <svg
        aria-labelledby={`${id}-title`}
        className="mx-auto w-full max-w-80 overflow-visible"
        role="img"
        viewBox={`0 0 ${DRAWING_WIDTH} ${height}`}
      >
        <title id={`${id}-title`}>{`${t('inspector.current')}: ${name(view.state)}`}</title>
        <defs>
          <marker id={`${id}-tip`} markerHeight="7" markerWidth="7" orient="auto-start-reverse" refX="6" refY="3.5">
            <path className="fill-text-3" d="M0 0.5 6.5 3.5 0 6.5z" />
          </marker>
        </defs>
        {arrows.map((arrow) => {
          const lines = twoLines(arrowLabel(t, arrow));
          return (
            <g key={arrow.key}>
              <path
                className="fill-none stroke-line-strong"
                d={arrow.path}
                markerEnd={`url(#${id}-tip)`}
                strokeWidth="1.5"
              />
              <text className="fill-text-3 text-[10.5px]" textAnchor={arrow.label.anchor}>
                {lines.map((line, index) => (
                  <tspan
                    dominantBaseline="middle"
                    key={line}
                    x={arrow.label.x}
                    y={arrow.label.y + (index - (lines.length - 1) / 2) * 12}
                  >
                    {line}
                  </tspan>
                ))}
              </text>
            </g>
          );
        })}
        {boxes.map((box) => {
          const current = box.state === view.state;
          const lit = TONES[box.state] ?? 'fill-accent-soft stroke-accent';
          return (
            <g key={box.state}>
              <rect
                className={cx('transition-colors duration-200', current ? lit : 'fill-surface-2 stroke-line-strong')}
                height={box.height}
                rx="9"
                strokeWidth={current ? 2 : 1}
                width={box.width}
                x={box.x}
                y={box.y}
              />
              <text
                className={cx('text-[12px] font-medium', current ? 'fill-text' : 'fill-text-2')}
                dominantBaseline="central"
                textAnchor="middle"
                x={box.x + box.width / 2}
                y={box.y + box.height / 2}
              >
                {name(box.state)}
              </text>
            </g>
          );
        })}
      </svg>
      <div>
        <h4 className="mb-1 text-2xs font-medium text-text-3">{t('inspector.lastTransitions')}</h4>
        {last ? (
          <ol className="flex flex-col">
            {view.history
              .slice(-LISTED)
              .reverse()
              .map((entry, index) => (
                <li
                  className={cx('flex gap-3 py-0.5 text-xs', index === 0 ? 'text-text' : 'text-text-3')}
                  // biome-ignore lint/suspicious/noArrayIndexKey: several transitions may share an instant and a state.
                  key={`${entry.atMs} ${entry.state} ${index}`}
                >
                  <span className="figures">{formatClock(entry.atMs)}</span>
                  <span>{name(entry.state)}</span>
                </li>
              ))}
          </ol>
        ) : (
          <p className="text-xs text-text-3">{t('inspector.noTransitions')}</p>
        )}
      </div>
    </div>
  );
}
