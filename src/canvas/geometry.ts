import type { Scenario } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { world } from '../stores/world';
import type { ToWorker } from '../worker/protocol';
import { boxOf, curvesOf } from './layout';

type Geometry = Extract<ToWorker, { type: 'geometry' }>;

/** Where everything is drawn, as the worker's scene needs it. */
export function geometryOf(scenario: Scenario): Geometry {
  return {
    type: 'geometry',
    links: [...curvesOf(scenario)].map(([link, curve]) => ({ link, curve })),
    nodes: scenario.nodes.map((node) => ({ node: node.id, ...boxOf(node) })),
  };
}

/** Whether two scenarios are drawn with the same nodes and links in the same places. */
export function drawnAlike(a: Scenario, b: Scenario): boolean {
  if (a.nodes === b.nodes && a.links === b.links) return true;
  return (
    a.nodes.length === b.nodes.length &&
    a.links.length === b.links.length &&
    a.nodes.every((node, i) => {
      const other = b.nodes[i];
      return node === other || (node.id === other.id && node.kind === other.kind && samePlace(node, other));
    }) &&
    a.links.every((link, i) => {
      const other = b.links[i];
      return link === other || (link.id === other.id && link.from === other.from && link.to === other.to);
    })
  );
}

const samePlace = (a: Scenario['nodes'][number], b: Scenario['nodes'][number]) =>
  a.position.x === b.position.x && a.position.y === b.position.y;

/**
 * Tells the worker where things are drawn: now, whenever something moved, came or went (at most once a frame), and
 * after each load, because a new world knows nothing of the canvas. Returns how to stop that.
 */
export function sendGeometry(): () => void {
  let sent: Scenario | null = null;
  let frame = 0;
  const send = () => {
    frame = 0;
    const { scenario } = useDocument.getState();
    if (sent && drawnAlike(sent, scenario)) return;
    sent = scenario;
    world.send(geometryOf(scenario));
  };
  const sendSoon = () => {
    frame ||= requestAnimationFrame(send);
  };
  const stopDocument = useDocument.subscribe((now, before) => {
    if (now.scenario !== before.scenario) sendSoon();
  });
  const stopWorld = world.subscribe((message) => {
    if (message.type !== 'loaded') return;
    sent = null;
    sendSoon();
  });
  sendSoon();
  return () => {
    stopDocument();
    stopWorld();
    cancelAnimationFrame(frame);
  };
}
