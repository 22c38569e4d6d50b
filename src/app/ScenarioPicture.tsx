import { kindViews } from '../kinds/views';
import type { Scenario, ScenarioNode } from '../scenario/scenario';

/** Around the cards, canvas units. */
const MARGIN = 40;
/** Two cards alone are not drawn larger than the cards of a whole store. */
const LEAST_WIDTH = 960;
/** An icon's side, canvas units: large, since the whole picture is small. */
const ICON = 72;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const boxOf = ({ kind, position }: ScenarioNode): Box => ({ ...position, ...kindViews[kind].size });

/** A curve from the right edge of one card to the left edge of another, as links are drawn on the canvas. */
function curve(from: Box, to: Box): string {
  const x1 = from.x + from.width;
  const y1 = from.y + from.height / 2;
  const y2 = to.y + to.height / 2;
  const bend = Math.max(40, Math.abs(to.x - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`;
}

/** A scenario at a glance: its cards with their icons, and its links. Says nothing that its title does not say. */
export function ScenarioPicture({ scenario }: { readonly scenario: Scenario }) {
  const boxes = new Map(scenario.nodes.map((node) => [node.id, boxOf(node)]));
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...all.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...all.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...all.map(({ y, height }) => y + height)) + MARGIN;
  const spare = Math.max(0, LEAST_WIDTH - (right - left));
  return (
    <svg
      aria-hidden="true"
      className="h-28 w-full"
      preserveAspectRatio="xMidYMid meet"
      viewBox={`${left - spare / 2} ${top} ${right - left + spare} ${bottom - top}`}
    >
      {scenario.links.map(({ id, from, to }) => {
        const start = boxes.get(from);
        const end = boxes.get(to);
        return start && end ? (
          <path
            className="fill-none stroke-line-strong"
            d={curve(start, end)}
            key={id}
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        ) : null;
      })}
      {scenario.nodes.map((node) => {
        const { x, y, width, height } = boxOf(node);
        const { icon: Icon } = kindViews[node.kind];
        return (
          <g key={node.id}>
            <rect
              className="fill-surface stroke-line-strong"
              height={height}
              rx={18}
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
              width={width}
              x={x}
              y={y}
            />
            <g className="text-text-2" transform={`translate(${x + (width - ICON) / 2} ${y + (height - ICON) / 2})`}>
              <Icon size={ICON} />
            </g>
          </g>
        );
      })}
    </svg>
  );
}
