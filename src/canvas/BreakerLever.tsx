import type { Curve } from './link-curve';
import { directionAt, pointAt } from './link-curve';

/** Where on its link a breaker sits: near the caller, whose breaker it is. */
const PLACE = 0.38;

/**
 * A circuit breaker as a switch in the line: closed lies along it, open stands off it, half-open hovers and is dashed.
 * The link's `data-breaker` decides which, so that a change of state moves the lever and renders nothing.
 */
export function BreakerSwitch({ curve }: { readonly curve: Curve }) {
  const { x, y } = pointAt(curve, PLACE);
  const direction = directionAt(curve, PLACE);
  const angle = (Math.atan2(direction.y, direction.x) * 180) / Math.PI;
  return (
    <g className="breaker" transform={`translate(${x} ${y}) rotate(${angle})`}>
      <rect height="18" rx="9" width="34" x="-17" y="-9" />
      <path className="breaker-lever" d="M-8 0H8" />
      <circle cx="-8" cy="0" r="2.5" />
      <circle cx="8" cy="0" r="2.5" />
    </g>
  );
}
