import './policy-marks.css';
import { type ReactNode, useRef } from 'react';
import { useT } from '../i18n/language';
import type { ScenarioLink } from '../scenario/scenario';
import { mark, setStyle } from '../ui/face/feed';
import { BreakerLever } from './BreakerLever';
import { type Curve, directionAt, pointAt } from './link-curve';
import { type LinkReading, useLinkReading } from './link-feed';
import { LabelPortal } from './portals';

/** Where a mark sits that is the only one: near the caller, whose policy it is. */
const ALONE = 0.38;
/** From the middle of one mark to that of the next, canvas units. */
const STEP = 38;
/** The share of a link that marks may take, and how small they may become on it. */
const ROOM = 0.8;
const LEAST_SCALE = 0.75;
/** From the line to the middle of a mark beside it. */
const ASIDE = 11;

interface PillProps {
  readonly curve: Curve;
  /** Where on the curve, 0 … 1, and how large: on a short link, many are smaller. */
  readonly at: number;
  readonly scale: number;
  /** How far beside the line, canvas units. */
  readonly aside: number;
  readonly children: ReactNode;
}

/** A pill on the line, which lies along it. */
function Pill({ curve, at, scale, aside, children }: PillProps) {
  const { x, y } = pointAt(curve, at);
  const direction = directionAt(curve, at);
  const angle = (Math.atan2(direction.y, direction.x) * 180) / Math.PI;
  return (
    <g className="policy" transform={`translate(${x} ${y}) rotate(${angle}) translate(0 ${aside}) scale(${scale})`}>
      <rect height="18" rx="9" width="34" x="-17" y="-9" />
      {children}
    </g>
  );
}

interface GaugeProps {
  readonly link: ScenarioLink;
  readonly name: 'bulkhead' | 'rateLimit';
  /** What is shown as a figure, and what as a bar, 0 … 1. */
  readonly figure: (reading: LinkReading) => number;
  readonly share: (reading: LinkReading) => number;
  readonly max?: number;
}

/** A bar in the pill; red once somebody is turned away or waits. */
function Gauge({ link, name, figure, share, max }: GaugeProps) {
  const t = useT();
  const gauge = useRef<SVGGElement>(null);
  useLinkReading(link.id, (reading) => {
    const full = share(reading);
    setStyle(gauge.current, '--full', String(Math.round(20 * full) / 20));
    const state = reading.waiting > 0 || full >= 1 ? 'strained' : 'easy';
    if (gauge.current?.dataset.state !== state) gauge.current?.setAttribute('data-state', state);
    const now = String(Math.round(figure(reading)));
    if (gauge.current?.getAttribute('aria-valuenow') !== now) gauge.current?.setAttribute('aria-valuenow', now);
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no <meter> in a drawing
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group in a drawing is not interactive
    <g
      aria-label={t(`link.params.${name}.label`)}
      aria-valuemax={max}
      aria-valuemin={0}
      aria-valuenow={0}
      ref={gauge}
      role="meter"
    >
      <path className="policy-sign" d={SIGNS[name]} />
      <path className="policy-track" d="M-3 0H11" />
      <path className="policy-fill" d="M-3 0H11" pathLength={1} />
    </g>
  );
}

/** What tells the pills apart, at their left ends. */
const SIGNS = {
  /** A wall. */
  bulkhead: 'M-10.5-5V5M-7.5-5V5',
  /** A funnel. */
  rateLimit: 'M-12.5-4.5H-5.5L-9 0V4.5',
} as const;

/** A line that forks and comes together again. */
const HEDGE = 'M-11 0H-7C-3 0-4-4.5 0-4.5S3 0 7 0H11M-7 0C-3 0-4 4.5 0 4.5S3 0 7 0';

const marksOf = ({ params }: ScenarioLink) =>
  (['hedge', 'breaker', 'rateLimit', 'bulkhead'] as const).filter((name) => params[name]);

/** The policies of a link that have something to show, in the order in which an attempt passes them. */
export function PolicyMarks({ link, curve }: { readonly link: ScenarioLink; readonly curve: Curve }) {
  const marks = marksOf(link);
  const drawing = useRef<SVGSVGElement>(null);
  useLinkReading(link.id, ({ breaker }) => mark(drawing.current, 'breaker', breaker));
  if (marks.length === 0) return null;
  const [x0, y0, , , , , x3, y3] = curve;
  const length = Math.max(1, Math.hypot(x3 - x0, y3 - y0));
  // Where there is no room for all of them in a row, they stand on both sides of the line.
  const rows = marks.length > 1 && length * ROOM < STEP * LEAST_SCALE * marks.length ? 2 : 1;
  const columns = Math.ceil(marks.length / rows);
  const step = Math.min(STEP / length, ROOM / columns);
  const scale = Math.min(1, Math.max(LEAST_SCALE, (step * length) / STEP));
  const first = columns === 1 && rows === 1 ? ALONE : 0.5 - (step * (columns - 1)) / 2;
  const most = Number((link.params.bulkhead as { readonly maxConcurrent?: number } | null)?.maxConcurrent ?? 1);
  return (
    <LabelPortal>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: what is in it has names of its own. */}
      <svg className="link-marks" ref={drawing}>
        {marks.map((name, index) => (
          <Pill
            aside={rows === 1 ? 0 : (index % 2 === 0 ? -1 : 1) * ASIDE * scale}
            at={first + Math.floor(index / rows) * step}
            curve={curve}
            key={name}
            scale={scale}
          >
            {name === 'hedge' ? <path className="policy-sign" d={HEDGE} /> : null}
            {name === 'breaker' ? <BreakerLever /> : null}
            {name === 'bulkhead' ? (
              <Gauge
                figure={({ inFlight }) => inFlight}
                link={link}
                max={most}
                name="bulkhead"
                share={({ inFlight }) => Math.min(1, inFlight / most)}
              />
            ) : null}
            {name === 'rateLimit' ? (
              <Gauge
                figure={({ limitedPerSec }) => limitedPerSec}
                link={link}
                name="rateLimit"
                share={({ limitedPerSec, callsPerSec }) =>
                  limitedPerSec > 0 ? Math.max(0.1, limitedPerSec / (limitedPerSec + callsPerSec)) : 0
                }
              />
            ) : null}
          </Pill>
        ))}
      </svg>
    </LabelPortal>
  );
}
