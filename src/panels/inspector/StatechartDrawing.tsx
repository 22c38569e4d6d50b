import { useId } from 'react';
import { formatClock, formatMs, formatNumber } from '../../i18n/format';
import { hasText, type T, useT } from '../../i18n/language';
import { cx } from '../../ui/cx';
import type { StatechartView } from '../../worker/protocol';
import { type Arrow, DRAWING_WIDTH, LINE, layOut, type StateBox, twoLines } from './statechart-layout';

interface StatechartDrawingProps {
  readonly view: StatechartView;
  /** The catalogue entry under which a state has its name. */
  readonly stateKey: (state: string) => string;
}

/** How many of the last transitions are listed. */
const LISTED = 5;

export interface Tone {
  readonly fill: string;
  readonly stroke: string;
}
export const BAD: Tone = { fill: 'fill-fail-soft', stroke: 'stroke-fail' };
export const UNEASY: Tone = { fill: 'fill-warn-soft', stroke: 'stroke-warn' };
const CALM: Tone = { fill: 'fill-accent-soft', stroke: 'stroke-accent' };
/** What is wrong with being in a state, for its colour; every other state is lit in the accent. */
const TONES: Readonly<Record<string, Tone>> = {
  crashed: BAD,
  open: BAD,
  cut: BAD,
  gone: BAD,
  starting: UNEASY,
  halfOpen: UNEASY,
  slowed: UNEASY,
  blocked: UNEASY,
  full: UNEASY,
  paused: UNEASY,
  refusing: UNEASY,
};

const known = (t: T, key: string, otherwise: string) => (hasText(key) ? t(key) : otherwise);

function causeLabel(t: T, { event, guard, afterMs }: Arrow['causes'][number]): string {
  if (guard) return known(t, `statechart.guard.${guard}`, `${event} [${guard}]`);
  if (afterMs !== undefined) return t('statechart.after', { duration: formatMs(afterMs) });
  if (event.startsWith('after ')) return t('statechart.afterSome');
  return known(t, `statechart.event.${event}`, event);
}

/** One cause may take two lines; several take one each. */
function labelLines(t: T, { causes }: Arrow): readonly string[] {
  const labels = [...new Set(causes.map((cause) => causeLabel(t, cause)))];
  return labels.length === 1 ? twoLines(labels[0]) : labels;
}

/** The width of a letter in a label, at the most, as a rule. */
const LETTER_WIDTH = 6.4;

/** From where to where the drawing goes, so that no label is cut off at a side. */
function sides(t: T, arrows: readonly Arrow[]): { readonly from: number; readonly to: number } {
  let from = 0;
  let to = DRAWING_WIDTH;
  for (const arrow of arrows) {
    if (!arrow.label) continue;
    const width = Math.max(...labelLines(t, arrow).map(({ length }) => length)) * LETTER_WIDTH;
    if (arrow.label.anchor === 'end') from = Math.min(from, arrow.label.x - width);
    else to = Math.max(to, arrow.label.x + width);
  }
  return { from, to };
}

function ArrowLabel({ arrow }: { readonly arrow: Arrow }) {
  const lines = labelLines(useT(), arrow);
  const { label } = arrow;
  if (!label) return null;
  return (
    <text className="fill-text-3 text-[10.5px]" textAnchor={label.anchor}>
      {lines.map((line, index) => (
        <tspan dominantBaseline="middle" key={line} x={label.x} y={label.y + (index - (lines.length - 1) / 2) * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

interface StateProps {
  readonly box: StateBox;
  readonly name: string;
  /** How much of the box is lit, 0 … 1: the share of the instances that are in the state. */
  readonly share: number;
  /** How many are in it; null where there is one instance only. */
  readonly count: number | null;
  /** Left out: as the name of the state says. */
  readonly tone?: Tone;
}

export function State({ box, name, share, count, tone }: StateProps) {
  const clip = useId();
  const { fill, stroke } = tone ?? TONES[box.state] ?? CALM;
  const lit = share > 0;
  const middle = box.y + box.height / 2;
  const place = { height: box.height, rx: 9, x: box.x, y: box.y };
  return (
    <g>
      <clipPath id={clip}>
        <rect {...place} width={box.width} />
      </clipPath>
      <rect {...place} className="fill-surface-2" width={box.width} />
      <rect
        className={cx('transition-[width] duration-100', fill)}
        clipPath={`url(#${clip})`}
        height={box.height}
        width={box.width * share}
        x={box.x}
        y={box.y}
      />
      <rect
        {...place}
        className={cx('fill-none transition-colors duration-200', lit ? stroke : 'stroke-line-strong')}
        strokeWidth={lit ? 2 : 1}
        width={box.width}
      />
      <text
        className={cx('text-[12px] font-medium', lit ? 'fill-text' : 'fill-text-2')}
        dominantBaseline="central"
        textAnchor={count === null ? 'middle' : 'start'}
        x={count === null ? box.x + box.width / 2 : box.x + 11}
        y={middle}
      >
        {name}
      </text>
      {count !== null && (
        <text
          className={cx('figures text-[13px] font-semibold', lit ? 'fill-text' : 'fill-text-3')}
          dominantBaseline="central"
          textAnchor="end"
          x={box.x + box.width - 11}
          y={middle}
        >
          {formatNumber(count)}
        </text>
      )}
    </g>
  );
}

/** What runs, with its current state lit, or with how many are in each state. */
export function StatechartDrawing({ view, stateKey }: StatechartDrawingProps) {
  const t = useT();
  const id = useId();
  const { boxes, arrows, height } = layOut(view.definition);
  const { from, to } = sides(t, arrows);
  const { counts } = view;
  const name = (state: string) => known(t, stateKey(state), state);
  const total = counts === null ? 1 : Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shareOf = (state: string) => {
    if (counts === null) return state === view.state ? 1 : 0;
    return total > 0 ? counts[state] / total : 0;
  };
  const title =
    counts === null
      ? `${t('inspector.current')}: ${name(view.state ?? '')}`
      : boxes.map(({ state }) => `${name(state)}: ${formatNumber(counts[state])}`).join(', ');
  return (
    <div className="flex flex-col gap-3">
      <svg
        aria-labelledby={`${id}-title`}
        className="mx-auto w-full max-w-80 overflow-visible"
        role="img"
        viewBox={`${from} 0 ${to - from} ${height}`}
      >
        <title id={`${id}-title`}>{title}</title>
        <defs>
          <marker id={`${id}-tip`} markerHeight="7" markerWidth="7" orient="auto-start-reverse" refX="6" refY="3.5">
            <path className="fill-text-3" d="M0 0.5 6.5 3.5 0 6.5z" />
          </marker>
        </defs>
        {arrows.map((arrow) => (
          <g key={arrow.key}>
            <path
              className="fill-none stroke-line-strong"
              d={arrow.path}
              markerEnd={`url(#${id}-tip)`}
              strokeWidth="1.5"
            />
            <ArrowLabel arrow={arrow} />
          </g>
        ))}
        {boxes.map((box) => (
          <State
            box={box}
            count={counts === null ? null : counts[box.state]}
            key={box.state}
            name={name(box.state)}
            share={shareOf(box.state)}
          />
        ))}
      </svg>
      {view.history && <LastTransitions history={view.history} name={name} />}
    </div>
  );
}

interface LastTransitionsProps {
  readonly history: NonNullable<StatechartView['history']>;
  readonly name: (state: string) => string;
}

function LastTransitions({ history, name }: LastTransitionsProps) {
  const t = useT();
  return (
    <div>
      <h4 className="mb-1 text-2xs font-medium text-text-3">{t('inspector.lastTransitions')}</h4>
      {history.length > 0 ? (
        <ol className="flex flex-col">
          {history
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
  );
}
