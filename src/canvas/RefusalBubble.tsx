import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { WarningIcon } from '../ui/icons';
import { type Refused, useConnecting } from './connecting';
import type { FlowNode } from './flow-graph';
import { boxOf } from './layout';
import { kindName, nodeName } from './node-name';
import { scenarioIndex } from './scenario-index';

const LASTS_MS = 5_000;
/** Keeps the bubble on the canvas. */
const HALF_WIDTH = 150;

function Bubble({ refused: { refusal, from, to, at } }: { readonly refused: Refused }) {
  const t = useT();
  const { flowToScreenPosition } = useReactFlow<FlowNode>();
  const { forgetRefusal } = useConnecting.getState();
  const { nodes } = scenarioIndex(useDocument.getState().scenario);
  const [source, target] = [nodes.get(from), nodes.get(to)];

  useEffect(() => {
    const timer = setTimeout(forgetRefusal, LASTS_MS);
    return () => clearTimeout(timer);
  }, [forgetRefusal]);

  if (!source || !target) return null;
  const box = boxOf(target);
  const { x, y } = at ?? flowToScreenPosition({ x: box.x + box.width / 2, y: box.y });
  const left = Math.min(Math.max(x, HALF_WIDTH + 8), Math.max(window.innerWidth - HALF_WIDTH - 8, HALF_WIDTH + 8));
  return (
    <button className="refusal" onClick={forgetRefusal} style={{ left, top: Math.max(y - 12, 64) }} type="button">
      <WarningIcon size={16} />
      <span>
        {t(`refusal.${refusal}`, {
          from: nodeName(source),
          to: nodeName(target),
          fromKind: kindName(source.kind),
          toKind: kindName(target.kind),
        })}
      </span>
    </button>
  );
}

/** Says, where it happened, why a link was refused. */
export function RefusalBubble() {
  const refused = useConnecting((state) => state.refused);
  return (
    <div aria-live="assertive">{refused && <Bubble key={`${refused.from} ${refused.to}`} refused={refused} />}</div>
  );
}
