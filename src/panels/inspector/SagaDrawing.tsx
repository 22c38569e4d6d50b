import { useId } from 'react';
import { formatNumber } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { cx } from '../../ui/cx';
import type { StatechartView } from '../../worker/protocol';
import { BAD, State, type Tone, UNEASY } from './StatechartDrawing';
import { layOutSaga, SAGA_WIDTH, type SagaBox, type SagaTurn } from './saga-layout';

const WELL: Tone = { fill: 'fill-ok-soft', stroke: 'stroke-ok' };
const STROKES: Readonly<Record<SagaTurn, string>> = {
  done: 'stroke-line-strong',
  undone: 'stroke-warn',
  failed: 'stroke-fail',
  unknown: 'stroke-warn',
  gaveUp: 'stroke-fail',
};
const TIPS: Readonly<Record<string, string>> = {
  'stroke-line-strong': 'fill-text-3',
  'stroke-warn': 'fill-warn',
  'stroke-fail': 'fill-fail',
};
/** How lines are broken that would look like others. */
const DASHES: Readonly<Partial<Record<SagaTurn, string>>> = { unknown: '4 3', gaveUp: '1.5 3' };
/** What somebody who sees the drawing first has to be told. */
const EXPLAINED: readonly SagaTurn[] = ['failed', 'unknown', 'gaveUp'];
/** So many letters have room beside a figure. */
const LETTERS = 13;

function toneOf({ state, role }: SagaBox): Tone | undefined {
  if (state === 'completed') return WELL;
  if (state === 'stuck' || state === 'lost') return BAD;
  return role === 'doing' ? undefined : UNEASY;
}

const shortened = (name: string) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);

/** Where the sagas of an orchestrator are: down on the left while all goes well, and on the right the way back. */
export function SagaDrawing({ view }: { readonly view: StatechartView }) {
  const t = useT();
  const id = useId();
  const counts = view.counts ?? {};
  const countOf = ({ state }: SagaBox) => counts[state] ?? 0;
  const { boxes, arrows, height } = layOutSaga(view.definition, (counts.lost ?? 0) > 0);
  const sum = (some: readonly SagaBox[]) => some.reduce((total, box) => total + countOf(box), 0);
  const ended = sum(boxes.filter(({ role }) => role === 'end'));
  const underWay = sum(boxes.filter(({ role }) => role !== 'end'));
  const nameOf = (box: SagaBox) => box.name ?? t(`statechart.state.${box.state}`);
  const turns = EXPLAINED.filter((turn) => arrows.some((arrow) => arrow.turn === turn));
  return (
    <div className="flex flex-col gap-3">
      <svg
        aria-labelledby={`${id}-title`}
        className="mx-auto w-full max-w-80 overflow-visible"
        role="img"
        viewBox={`0 0 ${SAGA_WIDTH} ${height}`}
      >
        <title id={`${id}-title`}>
          {boxes.map((box) => `${nameOf(box)}: ${formatNumber(countOf(box))}`).join(', ')}
        </title>
        <defs>
          {Object.entries(TIPS).map(([stroke, fill]) => (
            <marker
              id={`${id}-${stroke}`}
              key={stroke}
              markerHeight="7"
              markerUnits="userSpaceOnUse"
              markerWidth="7"
              orient="auto-start-reverse"
              refX="6"
              refY="3.5"
            >
              <path className={fill} d="M0 0.5 6.5 3.5 0 6.5z" />
            </marker>
          ))}
        </defs>
        {arrows.map(({ key, turn, path }) => (
          <path
            className={cx('fill-none', STROKES[turn])}
            d={path}
            key={key}
            markerEnd={`url(#${id}-${STROKES[turn]})`}
            strokeDasharray={DASHES[turn]}
            strokeOpacity={turn === 'done' ? 1 : 0.75}
            strokeWidth="1.5"
          />
        ))}
        {boxes.map((box) => {
          const total = box.role === 'end' ? ended : underWay;
          return (
            <State
              box={box}
              count={countOf(box)}
              key={box.state}
              name={shortened(nameOf(box))}
              share={total > 0 ? countOf(box) / total : 0}
              tone={toneOf(box)}
            />
          );
        })}
      </svg>
      <ul className="flex flex-col gap-1">
        {turns.map((turn) => (
          <li className="flex items-center gap-2 text-2xs text-text-3" key={turn}>
            <svg aria-hidden="true" className="h-2 w-5 shrink-0" viewBox="0 0 20 8">
              <path
                className={cx('fill-none', STROKES[turn])}
                d="M0 4H20"
                strokeDasharray={DASHES[turn]}
                strokeWidth="1.5"
              />
            </svg>
            {t(`statechart.saga.${turn}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
