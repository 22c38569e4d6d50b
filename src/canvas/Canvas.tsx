import '@xyflow/react/dist/base.css';
import '../ui/face/face.css';
import './canvas.css';
import {
  type EdgeChange,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { moves, usePlayback } from '../stores/playback';
import { useSelection } from '../stores/selection';
import { later } from '../ui/later';
import type { CanvasKeys } from './canvas-keys';
import { useConnecting } from './connecting';
import { DetailLevel } from './DetailLevel';
import { type FlowLink, type FlowNode, useFlowGraph } from './flow-graph';
import { sendGeometry } from './geometry';
import { GRID, KIND_TYPE } from './grid';
import { LinkLine } from './LinkLine';
import { NewLinkLine } from './NewLinkLine';
import { NodeCard } from './NodeCard';
import { ParticleLayer } from './ParticleLayer';
import { selectedAfter } from './selected-after';
import { useInitialView } from './use-initial-view';
import { MAX_ZOOM, MIN_ZOOM } from './zoom';

const tools = () => import('./CanvasTools');
const CanvasControls = later(async () => (await tools()).CanvasControls);
const CanvasTools = later(async () => (await tools()).CanvasTools);

const nodeTypes = { component: NodeCard };
const edgeTypes = { link: LinkLine };
const snapGrid: [number, number] = [GRID, GRID];
const multiSelectionKeys = ['Meta', 'Control', 'Shift'];

function onNodesChange(changes: NodeChange<FlowNode>[]): void {
  const moves: { id: string; position: { x: number; y: number } }[] = [];
  let dragging = false;
  for (const change of changes) {
    if (change.type !== 'position' || !change.position) continue;
    moves.push({ id: change.id, position: change.position });
    dragging ||= change.dragging ?? false;
  }
  if (moves.length > 0) useDocument.getState().moveNodes(moves, { transient: dragging });
  const { nodes, links, select } = useSelection.getState();
  select({ nodes: selectedAfter(nodes, changes), links });
}

function onEdgesChange(changes: EdgeChange<FlowLink>[]): void {
  const { nodes, links, select } = useSelection.getState();
  select({ nodes, links: selectedAfter(links, changes) });
}

function Flow() {
  const t = useT();
  const { nodes, links } = useFlowGraph();
  const { screenToFlowPosition } = useReactFlow();
  const running = usePlayback((state) => moves(state.phase));
  const picking = useConnecting((state) => state.from !== null);
  const dragging = useConnecting((state) => state.dragging !== null);
  const frame = useRef<HTMLElement>(null);
  const view = useInitialView(frame);
  const keys = useRef<CanvasKeys>(null);
  useEffect(sendGeometry, []);

  const onDrop = useCallback(
    (event: DragEvent) => {
      const kind = event.dataTransfer.getData(KIND_TYPE);
      if (!kind) return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      void tools().then(({ placeNode }) => placeNode(kind, at, { exactly: true }));
    },
    [screenToFlowPosition],
  );

  const labels = useMemo(
    () => ({
      'node.a11yDescription.default': t('canvas.flow.node'),
      'node.a11yDescription.keyboardDisabled': t('canvas.flow.node'),
      'node.a11yDescription.ariaLiveMessage': ({ direction, x, y }: { direction: string; x: number; y: number }) =>
        t('canvas.flow.moved', { direction: t(`canvas.flow.${direction}`), x, y }),
      'edge.a11yDescription.default': t('canvas.flow.edge'),
    }),
    [t],
  );

  return (
    <section
      aria-label={t('region.canvas')}
      className="canvas"
      data-linking={dragging || undefined}
      data-picking={picking || undefined}
      data-running={running || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(KIND_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={onDrop}
      onKeyDown={(event) => keys.current?.onKeyDown(event)}
      onKeyDownCapture={(event) => keys.current?.onKeyDownCapture(event)}
      ref={frame}
    >
      <ReactFlow<FlowNode, FlowLink>
        ariaLabelConfig={labels}
        connectionDragThreshold={4}
        connectionLineComponent={NewLinkLine}
        connectionRadius={28}
        connectOnClick={false}
        deleteKeyCode={null}
        edges={links}
        edgeTypes={edgeTypes}
        isValidConnection={() => true}
        maxZoom={MAX_ZOOM}
        minZoom={MIN_ZOOM}
        multiSelectionKeyCode={multiSelectionKeys}
        nodes={nodes}
        nodeTypes={nodeTypes}
        onConnect={({ source, target }) => {
          useConnecting.getState().connect(source, target);
        }}
        onConnectEnd={() => useConnecting.getState().drag(null)}
        onConnectStart={(_, { nodeId }) => useConnecting.getState().drag(nodeId)}
        onEdgesChange={onEdgesChange}
        onlyRenderVisibleElements
        onMoveEnd={view.onMoveEnd}
        onMoveStart={view.onMoveStart}
        onNodeClick={(_, { id }) => {
          const { from, connect } = useConnecting.getState();
          if (from !== null) connect(from, id);
        }}
        onNodesChange={onNodesChange}
        onPaneClick={() => useConnecting.getState().cancel()}
        panActivationKeyCode={null}
        selectionMode={SelectionMode.Partial}
        selectNodesOnDrag={false}
        snapGrid={snapGrid}
        snapToGrid
        zoomOnDoubleClick={false}
      >
        <ParticleLayer />
        <DetailLevel frame={frame} />
        <CanvasControls />
      </ReactFlow>
      <CanvasTools frame={frame} keys={keys} />
    </section>
  );
}

/** The stage: the scenario as a React Flow graph that the visitor edits and the simulation enlivens. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}
