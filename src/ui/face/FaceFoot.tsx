import { useRef } from 'react';
import { useT } from '../../i18n/language';
import { icon } from '../icon';
import type { NodeFeed } from '../kind-view';
import { mark, useFeed, write } from './feed';
import { liveRate } from './figures';

const Throughput = icon(<path d="M4 12h15M14 6.5l5.5 5.5-5.5 5.5" />);
const Cross = icon(<path d="m7 7 10 10M17 7 7 17" strokeWidth="2.5" />);

/** The rate that comes through and, when something fails, how much and mostly why. */
export function FaceFoot({ feed }: { readonly feed: NodeFeed }) {
  const t = useT();
  const rate = useRef<HTMLSpanElement>(null);
  const failures = useRef<HTMLSpanElement>(null);
  const reason = useRef<HTMLSpanElement>(null);
  const failedRate = useRef<HTMLSpanElement>(null);
  let told: string | null = null;
  useFeed(feed, ({ completedPerSec, failedPerSec, reasons }) => {
    write(rate.current, liveRate(completedPerSec));
    mark(rate.current, 'quiet', String(completedPerSec === 0));
    const fails = failedPerSec > 0;
    mark(failures.current, 'any', String(fails));
    if (!fails) return;
    const main = reasons[0]?.[0] ?? '';
    if (main !== told) write(reason.current, main === '' ? t('canvas.failed') : t(`reason.${main}`));
    told = main;
    write(failedRate.current, liveRate(failedPerSec));
  });
  return (
    <div className="face-foot">
      <span className="face-rate">
        <Throughput size={13} />
        <span className="face-figure" ref={rate} />
      </span>
      <span className="face-failures" ref={failures}>
        <Cross size={11} />
        <span ref={reason} />
        <span className="face-figure" ref={failedRate} />
      </span>
    </div>
  );
}
