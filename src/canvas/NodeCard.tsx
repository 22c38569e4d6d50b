import { Handle, type NodeProps, Position } from '@xyflow/react';
import { type CSSProperties, memo, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../i18n/language';
import { catalogue } from '../kinds/catalogue';
import { kindViews } from '../kinds/views';
import { useDocument } from '../stores/document';
import { mark, useFeed, write } from '../ui/face/feed';
import type { NodeFeed } from '../ui/kind-view';
import { later } from '../ui/later';
import { PowerIcon } from '../ui/power-icon';
import { tooltip } from '../ui/tooltip';
import { useConnecting, welcome } from './connecting';
import { currentFaults } from './current-faults';
import { faultMark } from './fault-mark';
import type { FlowNode } from './flow-graph';
import { NameEditor } from './NameEditor';
import { createNodeFeed } from './node-feed';
import { kindName, nodeName } from './node-name';
import { type NodeStatus, nodeStatus } from './node-status';
import { isCrashable, togglePower, verbNamed, verbText } from './power';
import { useRenaming } from './renaming';
import { StatusMark } from './StatusMark';
import { usePlain } from './use-plain';

const PowerBar = later(async () => (await import('./CanvasTools')).PowerBar);

/** The mode of a node: it changes so rarely that React may know it. */
function useMode(feed: NodeFeed): string {
  const [mode, setMode] = useState('');
  useEffect(() => feed.watch((reading) => setMode(reading.mode)), [feed]);
  return mode;
}

/** What a card's head holds beside the name, and a letter of it, canvas units. */
const BESIDE_NAME = 72;
const LETTER = 8;
/** Whether a name needs two lines on a card as wide as this. */
const isLong = (name: string, width: number) => name.length > (width - BESIDE_NAME) / LETTER;

/** The card's edges beside a name that is drawn large because the card is far away, canvas units. */
const EDGES = 20;
/** The room for each letter of a name's longest word on a card as wide as this, canvas units: no word is to be broken. */
const letterRoom = (name: string, width: number) =>
  (width - EDGES) / Math.max(...name.split(' ').map(({ length }) => length));

/** Whether a link is being made from elsewhere that this node would refuse. */
const useUnwelcome = (id: string): boolean =>
  useConnecting(({ from, dragging }) => {
    const source = from ?? dragging;
    return source !== null && source !== id && !welcome(useDocument.getState().scenario, source, id);
  });

interface PowerButtonProps extends Record<'id' | 'kind' | 'name', string> {
  readonly crashed: boolean;
}

function PowerButton({ id, kind, name, crashed }: PowerButtonProps) {
  const verb = crashed ? 'restart' : 'kill';
  return (
    <button
      aria-label={verbNamed(kind, verb, name)}
      className="power nodrag nopan"
      onClick={(event) => {
        event.stopPropagation();
        togglePower(id);
      }}
      type="button"
      {...tooltip(verbText(kind, verb), 'K')}
    >
      <PowerIcon size={15} />
    </button>
  );
}

/** What stands over a face while its node is down. */
function Down({ id, kind, mode, name }: Record<'id' | 'kind' | 'mode' | 'name', string>) {
  const t = useT();
  return (
    <div className="card-down">
      <span className="card-down-label">{t(`kind.${kind}:modes.${mode}`)}</span>
      {mode === 'crashed' ? (
        <button
          aria-label={verbNamed(kind, 'restart', name)}
          className="restart nodrag nopan"
          onClick={(event) => {
            event.stopPropagation();
            togglePower(id);
          }}
          type="button"
        >
          <PowerIcon size={14} />
          {verbText(kind, 'restart')}
        </button>
      ) : (
        <div className="starting-bar" />
      )}
    </div>
  );
}

/** A component on the canvas: its frame, title, status and power button; what is inside comes from its kind. */
export const NodeCard = memo(function NodeCard({ id, data: { node }, selected }: NodeProps<FlowNode>) {
  const t = useT();
  const feed = useMemo(() => createNodeFeed(id), [id]);
  const mode = useMode(feed);
  const renaming = useRenaming((state) => state.node === id);
  const picking = useConnecting((state) => state.from === id);
  const unwelcome = useUnwelcome(id);
  const plain = usePlain();
  const card = useRef<HTMLDivElement>(null);
  const slow = useRef<HTMLSpanElement>(null);
  const crashable = isCrashable(node.kind);
  const name = nodeName(node);
  const kind = kindName(node.kind);
  const { icon: Icon, Face, size } = kindViews[node.kind];
  const long = isLong(name, size.width);
  const definition = catalogue[node.kind];
  const down = mode === 'crashed' || mode === 'starting';

  // Texts cost more than all figures together: they are written when the status changes, and after each render.
  let told: NodeStatus | null = null;
  useFeed(feed, (reading) => {
    const status = nodeStatus(reading);
    write(slow.current, faultMark(currentFaults({ node: id })));
    if (status === told) return;
    told = status;
    mark(card.current, 'status', status);
    const label = t('canvas.aria.nodeName', { name, kind, status: t(`canvas.status.${status}`) });
    card.current?.closest('.react-flow__node')?.setAttribute('aria-label', label);
  });

  return (
    <div
      className="card"
      data-down={down || undefined}
      data-kind={node.kind}
      data-picking={picking || undefined}
      data-selected={selected || undefined}
      data-unwelcome={unwelcome || undefined}
      ref={card}
    >
      <header className="card-head">
        {!plain && (
          <span className="card-icon">
            <Icon size={18} />
          </span>
        )}
        <div className="card-title">
          {renaming ? (
            <NameEditor id={id} label={node.label} placeholder={kind} />
          ) : (
            <>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: F2 and the inspector rename by keyboard. */}
              <span
                className="card-name"
                data-long={long || undefined}
                onDoubleClick={() => useRenaming.getState().start(id)}
                style={{ '--letter': `${letterRoom(name, size.width)}px` } as CSSProperties}
                title={name}
              >
                {name}
              </span>
              {name !== kind && !long && !plain && <span className="card-kind">{kind}</span>}
            </>
          )}
        </div>
        <span className="slow-mark" ref={slow} />
        {crashable && !plain && <PowerButton crashed={mode === 'crashed'} id={id} kind={node.kind} name={name} />}
        {!plain && <StatusMark />}
      </header>
      {selected && crashable && <PowerBar crashed={mode === 'crashed'} id={id} kind={node.kind} name={name} />}
      {!plain && (
        <div className="card-face">
          <Face feed={feed} params={node.params} />
        </div>
      )}
      {down && <Down id={id} kind={node.kind} mode={mode} name={name} />}
      <Handle
        className="port port-in"
        data-shown={definition.accepts.length > 0 || undefined}
        isConnectableStart={false}
        position={Position.Left}
        type="target"
      />
      {definition.calls.length > 0 && (
        <Handle
          className="port port-out"
          isConnectableEnd={false}
          onClick={(event) => {
            event.stopPropagation();
            useConnecting.getState().start(id);
          }}
          position={Position.Right}
          type="source"
        />
      )}
    </div>
  );
});
