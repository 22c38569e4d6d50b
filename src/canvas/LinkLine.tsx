import type { EdgeProps } from '@xyflow/react';
import { type CSSProperties, memo, useRef } from 'react';
import { useT } from '../i18n/language';
import { carriesMessages } from '../network/kind';
import { useSelection } from '../stores/selection';
import { mark, setStyle, write } from '../ui/face/feed';
import { liveRate } from '../ui/face/figures';
import { later } from '../ui/later';
import { latencyMark } from './fault-mark';
import type { FlowLink } from './flow-graph';
import { type Curve, curvePath, directionAt, pointAt } from './link-curve';
import { linkWidth, useLinkReading } from './link-feed';
import { isTall } from './link-label';
import { LabelPortal } from './portals';
import { usePlain } from './use-plain';

const PolicyMarks = later(async () => (await import('./PolicyMarks')).PolicyMarks);

const ContractMark = later(async () => (await import('./ContractMark')).ContractMark);

/** How far before the end of a link the middle of its tip is, canvas units. */
const TIP_AT = 9.5;

/** The tip at the called end: an arrow for calls, an envelope, always upright, for messages. */
function Tip({ curve, isMessage }: { readonly curve: Curve; readonly isMessage: boolean }) {
  const [, , , , , , endX, endY] = curve;
  const { x, y } = directionAt(curve, 1);
  const angle = isMessage ? 0 : (Math.atan2(y, x) * 180) / Math.PI;
  return (
    <path
      className="link-tip"
      d={isMessage ? 'M-4.5-4.5h9v9h-9zM-4.5-4.5l4.5 4 4.5-4' : 'M-4.5-5 4.5 0-4.5 5Z'}
      transform={`translate(${endX - TIP_AT * x} ${endY - TIP_AT * y}) rotate(${angle})`}
    />
  );
}

/** A break in the middle of a cut link, across its direction. */
function CutMark({ curve }: { readonly curve: Curve }) {
  const { x, y } = pointAt(curve, 0.5);
  const direction = directionAt(curve, 0.5);
  const angle = (Math.atan2(direction.y, direction.x) * 180) / Math.PI;
  return (
    <g className="cut-mark" transform={`translate(${x} ${y}) rotate(${angle})`}>
      <rect height="20" rx="4" width="22" x="-11" y="-10" />
      <path d="M-7 8-3-8M3 8 7-8" />
    </g>
  );
}

/** A link: its line, as thick as it is busy and as red as it fails, its label, its breaker, and the break of a cut. */
export const LinkLine = memo(function LinkLine({ id, data, selected, interactionWidth }: EdgeProps<FlowLink>) {
  const t = useT();
  const line = useRef<SVGGElement>(null);
  const label = useRef<HTMLButtonElement>(null);
  const rate = useRef<HTMLSpanElement>(null);
  const slow = useRef<HTMLSpanElement>(null);
  const plain = usePlain();

  useLinkReading(id, (reading) => {
    setStyle(line.current, '--width', String(linkWidth(reading.callsPerSec)));
    setStyle(line.current, '--failing', `${Math.round(20 * reading.failing) * 5}%`);
    mark(line.current, 'breaker', reading.breaker);
    mark(line.current, 'cut', String(reading.cut));
    write(rate.current, reading.live ? liveRate(reading.callsPerSec) : '');
    mark(label.current, 'failing', String(reading.failing >= 0.05));
    write(slow.current, latencyMark(reading));
  });

  if (!data) return null;
  const { link, curve, label: box } = data;
  const path = curvePath(curve);
  const isMessage = carriesMessages(link.protocol);
  return (
    <>
      <g
        className="link"
        data-fallback={link.params.fallback ? '' : undefined}
        data-message={isMessage || undefined}
        data-selected={selected || undefined}
        ref={line}
      >
        <path
          className="react-flow__edge-interaction"
          d={path}
          fill="none"
          strokeOpacity={0}
          strokeWidth={interactionWidth}
        />
        <path className="link-line" d={path} />
        <Tip curve={curve} isMessage={isMessage} />
        {!plain && <PolicyMarks curve={curve} link={link} />}
        <CutMark curve={curve} />
      </g>
      {!plain && (
        <LabelPortal>
          <button
            // The link itself is in the tab order; this is only more room for a finger.
            aria-hidden="true"
            className="link-label nopan"
            data-fallback={link.params.fallback ? '' : undefined}
            data-link={id}
            data-selected={selected || undefined}
            data-tall={isTall(box) || undefined}
            onClick={() => useSelection.getState().select({ links: [id] })}
            ref={label}
            style={
              {
                '--room': `${box.width}px`,
                height: box.height,
                transform: `translate(${box.x}px, ${box.y}px)`,
              } as CSSProperties
            }
            tabIndex={-1}
            type="button"
          >
            <span className="link-protocol">{t(`protocol.${link.protocol}`)}</span>
            <span className="face-figure" ref={rate} />
            <span className="slow-mark" ref={slow} />
          </button>
        </LabelPortal>
      )}
      {link.params.contract && !plain ? <ContractMark curve={curve} label={box} link={link} /> : null}
    </>
  );
});
