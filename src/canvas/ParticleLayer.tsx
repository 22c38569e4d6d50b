import './particle-layer.css';
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { onReach } from './geometry';
import { ParticleCanvases } from './particle-canvases';
import { sendParticleColours } from './particle-colours';
import { CanvasPortal } from './portals';
import { ViewportLayers } from './viewport-layers';

/**
 * Requests and messages on their way, above the links and beneath the nodes. A child of `ReactFlow`. To assistive
 * technology it says nothing: what it shows is told by the nodes' and links' own names.
 */
export function ParticleLayer() {
  useEffect(() => sendParticleColours(), []);
  return (
    <CanvasPortal>
      <Pictures />
    </CanvasPortal>
  );
}

/** A component of its own, because the portal shows its children only once React Flow's viewport is there. */
function Pictures() {
  const place = useRef<HTMLDivElement>(null);
  const store = useStoreApi();

  useEffect(() => {
    const viewport = place.current?.closest<HTMLElement>('.react-flow__viewport');
    if (!viewport) return;
    const layers = new ViewportLayers(viewport);
    // A canvas can be handed to the worker only once, so each mount makes its own.
    const canvases = new ParticleCanvases(layers.particles);
    const follow = () => {
      const { transform, width, height } = store.getState();
      canvases.follow(layers.follow({ x: transform[0], y: transform[1], zoom: transform[2], width, height }));
    };
    follow();
    const forgetReach = onReach((reach) => canvases.reachTo(reach));
    const unsubscribe = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) follow();
    });
    return () => {
      unsubscribe();
      forgetReach();
      canvases.dispose();
      layers.dispose();
    };
  }, [store]);

  return <div ref={place} />;
}
