import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatClock } from '../../i18n/format';
import { useT } from '../../i18n/language';
import { useDocument } from '../../stores/document';
import { live } from '../../stores/live';
import { usePlayback } from '../../stores/playback';
import { cx } from '../../ui/cx';
import { tooltip } from '../../ui/tooltip';
import { deed, ICONS, TONES, targetName } from '../intervention-words';
import { marksOf, stretchesOf } from './marks';
import { timelineSpan } from './span';

/** What one press of an arrow key moves the playhead by, as a share of the timeline. */
const KEY_STEP = 0.01;
const KEY_LEAP = 0.1;

/** How far the run has come, ms; forgotten when another run is loaded, and kept when the same one begins anew. */
function useReached(): number {
  const [reachedMs, setReachedMs] = useState(() => nextReached(0, live.latest()?.atMs ?? 0));
  useEffect(() => {
    let revision = useDocument.getState().runRevision;
    const stopWorlds = live.onLoaded(() => {
      const { runRevision } = useDocument.getState();
      if (runRevision !== revision) setReachedMs(0);
      revision = runRevision;
    });
    const stopTicks = live.onTick(({ atMs }) => setReachedMs((before) => nextReached(before, atMs)));
    return () => {
      stopWorlds();
      stopTicks();
    };
  }, []);
  return reachedMs;
}

/** In steps, so that React hears of it a few times in a run and not with every tick. */
const STEP_MS = 500;
const nextReached = (before: number, atMs: number): number =>
  atMs > before ? Math.ceil(atMs / STEP_MS) * STEP_MS : before;

/** The run's time: where it is, where it has been, what was done when. Drag, click or use the arrows to go to a moment. */
export function Timeline() {
  const t = useT();
  const scenario = useDocument((state) => state.scenario);
  const seek = usePlayback((state) => state.seek);
  const reachedMs = useReached();
  const { interventions, durationMs } = scenario;
  const lastMs = useMemo(() => interventions.reduce((last, { atMs }) => Math.max(last, atMs), 0), [interventions]);
  const spanMs = timelineSpan(reachedMs, lastMs, durationMs);
  const marks = useMemo(() => marksOf(interventions, spanMs), [interventions, spanMs]);
  const stretches = useMemo(() => stretchesOf(interventions, spanMs), [interventions, spanMs]);
  const track = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const filled = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const show = (atMs: number) => {
      const share = `${Math.min(1, atMs / spanMs) * 100}%`;
      if (head.current) head.current.style.left = share;
      if (filled.current) filled.current.style.width = share;
      track.current?.setAttribute('aria-valuenow', String(Math.round(atMs)));
      track.current?.setAttribute('aria-valuetext', formatClock(atMs));
    };
    show(live.latest()?.atMs ?? 0);
    return live.onTick(({ atMs }) => show(atMs));
  }, [spanMs]);

  const momentAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * spanMs;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    seek(momentAt(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(momentAt(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = live.latest()?.atMs ?? 0;
    const step = spanMs * (event.shiftKey ? KEY_LEAP : KEY_STEP);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: now - step,
      ArrowDown: now - step,
      ArrowRight: now + step,
      ArrowUp: now + step,
      Home: 0,
      End: reachedMs,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(Math.min(spanMs, Math.max(0, target)));
  };

  return (
    <section
      aria-label={t('timeline.label')}
      className="flex h-10 shrink-0 items-center gap-3 border-t border-line bg-surface px-4"
    >
      <div
        aria-label={t('timeline.label')}
        aria-valuemax={Math.round(spanMs)}
        aria-valuemin={0}
        aria-valuenow={0}
        className="relative h-8 flex-1 cursor-pointer touch-none rounded-md -outline-offset-2 touch:h-10"
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        ref={track}
        role="slider"
        tabIndex={0}
      >
        <div className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-surface-2" />
        <div
          className="absolute top-1/2 left-0 h-1 -translate-y-1/2 rounded-full bg-line-strong"
          style={{ width: `${Math.min(1, reachedMs / spanMs) * 100}%` }}
        />
        {/* What moves has no transform: with each step of one, the browser would sort out the page's layers anew. */}
        <div className="absolute inset-y-0 left-0 my-auto h-1 rounded-full bg-accent" ref={filled} />
        {stretches.map(({ from, to }) => (
          <div
            className="absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full bg-warn opacity-60"
            key={from}
            style={{ left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }}
          />
        ))}
        {marks.map(({ share, first, count }) => {
          const Sign = ICONS[first.action];
          const what = `${formatClock(first.atMs)} ${targetName(t, scenario, first)}: ${deed(t, first, scenario.contracts)}`;
          return (
            <span
              {...tooltip(count === 1 ? what : t('timeline.andMore', { what, count: count - 1 }))}
              className={cx(
                'absolute top-1/2 grid size-5 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border bg-surface',
                count === 1 ? 'border-line' : 'border-line-strong ring-2 ring-line-strong',
                TONES[first.action],
              )}
              key={share}
              style={{ left: `${share * 100}%` }}
            >
              <Sign size={12} />
            </span>
          );
        })}
        <div
          className="pointer-events-none absolute inset-y-0 my-auto -ml-px h-5 w-0.5 rounded-full bg-accent"
          ref={head}
        >
          <div className="absolute -top-[5px] -left-1 size-2.5 rounded-full bg-accent" />
        </div>
      </div>
      <span className="figures w-14 text-right text-xs text-text-3">{formatClock(spanMs).replace(/\.\d+$/, '')}</span>
    </section>
  );
}
