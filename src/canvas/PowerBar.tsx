import { NodeToolbar, Position, useStore } from '@xyflow/react';
import { useSelection } from '../stores/selection';
import { PowerIcon } from '../ui/power-icon';
import { togglePower, verbNamed, verbText } from './power';
import { detailAt } from './zoom';

interface PowerBarProps {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly crashed: boolean;
}

const isTouch = () => matchMedia('(pointer: coarse)').matches;

/**
 * The power button of the selected node beside it, in a size that does not shrink with the zoom: for fingers, and from
 * afar, where the one on the card is too small to hit.
 */
export function PowerBar({ id, kind, name, crashed }: PowerBarProps) {
  const alone = useSelection((state) => state.nodes.length === 1);
  const far = useStore((state) => detailAt(state.transform[2]) !== 'full');
  if (!alone || !(far || isTouch())) return null;
  const verb = crashed ? 'restart' : 'kill';
  return (
    <NodeToolbar isVisible offset={10} position={Position.Top}>
      <button
        aria-label={verbNamed(kind, verb, name)}
        className="power-bar"
        data-verb={verb}
        onClick={() => togglePower(id)}
        type="button"
      >
        <PowerIcon size={16} />
        {verbText(kind, verb)}
      </button>
    </NodeToolbar>
  );
}
