import type { ConnectionLineComponentProps } from '@xyflow/react';
import type { FlowNode } from './flow-graph';
import { curveBetween, curvePath } from './link-curve';

/** The link that is being dragged out of a node. */
export function NewLinkLine({ fromX, fromY, toX, toY, toNode }: ConnectionLineComponentProps<FlowNode>) {
  const { x, y } = toNode
    ? { x: toNode.internals.positionAbsolute.x, y: toNode.internals.positionAbsolute.y + (toNode.height ?? 0) / 2 }
    : { x: toX, y: toY };
  return (
    <g className="new-link">
      <path d={curvePath(curveBetween(fromX, fromY, x, y))} />
      <circle cx={x} cy={y} r="4" />
    </g>
  );
}
