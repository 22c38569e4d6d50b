/**
 * A circuit breaker as a switch in the line: closed lies along it, open stands off it, half-open hovers and is dashed.
 * The link's `data-breaker` decides which, so that a change of state moves the lever and renders nothing.
 */
export const BreakerLever = () => (
  <g className="breaker">
    <path className="breaker-lever" d="M-8 0H8" />
    <circle cx="-8" cy="0" r="2.5" />
    <circle cx="8" cy="0" r="2.5" />
  </g>
);
