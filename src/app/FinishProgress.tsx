import { useEffect, useRef } from 'react';
import { formatClock, formatShare } from '../i18n/format';
import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { usePlayback } from '../stores/playback';
import { tooltip } from '../ui/tooltip';

/** What is open on top of the page has its own use for Escape. */
const ON_TOP = 'dialog[open], [popover]:popover-open:not([role="tooltip"])';

/** How far a run to the end has come: a bar and a share, written past React. Escape ends it there. */
export function FinishProgress() {
  const t = useT();
  const endMs = useDocument((state) => state.scenario.durationMs) ?? 0;
  const bar = useRef<HTMLDivElement>(null);
  const filled = useRef<HTMLSpanElement>(null);
  const text = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const show = (atMs: number) => {
      const share = endMs > 0 ? Math.min(1, atMs / endMs) : 0;
      const said = formatShare(share);
      if (filled.current) filled.current.style.transform = `scaleX(${share})`;
      if (text.current) text.current.textContent = said;
      bar.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      bar.current?.setAttribute('aria-valuetext', said);
    };
    show(live.latest()?.atMs ?? 0);
    return live.onTick(({ atMs }) => show(atMs));
  }, [endMs]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector(ON_TOP)) return;
      event.preventDefault();
      event.stopPropagation();
      usePlayback.getState().pause();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);

  return (
    <div
      aria-label={t('run.finishing')}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={0}
      className="flex h-8 flex-col justify-center gap-1 px-1.5"
      ref={bar}
      role="progressbar"
      tabIndex={-1}
      {...tooltip(t('run.finishing'))}
    >
      <span className="figures flex items-baseline gap-1 text-2xs leading-3 whitespace-nowrap text-text-3">
        <span className="min-w-[4ch] text-right text-text" ref={text} />
        {t('run.finishOf', { end: formatClock(endMs).replace(/\.\d+$/, '') })}
      </span>
      <span className="block h-1 w-full overflow-hidden rounded-full bg-surface-3">
        <span className="block h-full origin-left bg-accent" ref={filled} style={{ transform: 'scaleX(0)' }} />
      </span>
    </div>
  );
}
