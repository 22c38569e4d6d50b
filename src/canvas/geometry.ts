import type { Scenario } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { world } from '../stores/world';
import type { ToWorker } from '../worker/protocol';
import { boxOf, curvesOf } from './layout';
import type { Box } from './link-curve';

type Geometry = Extract<ToWorker, { type: 'geometry' }>;

/** Where everything is drawn, as the worker's scene needs it. */
export function geometryOf(scenario: Scenario): Geometry {
  return {
    type: 'geometry',
    links: [...curvesOf(scenario)].map(([link, curve]) => ({ link, curve })),
    nodes: scenario.nodes.map((node) => ({ node: node.id, ...boxOf(node) })),
  };
}

/** How far beyond nodes and lines something may be drawn: dots travel beside a line, and failures flare up at its ends. */
const ROOM = 96;
/** Steps in which the reach grows and shrinks, so that not every step of a drag changes it. */
const STEP = 256;

/** Within which anything is drawn that the worker draws, canvas units; null: nothing is. */
export function reachOf({ links, nodes }: Geometry): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const hold = (x: number, y: number) => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  };
  for (const { x, y, width, height } of nodes) {
    hold(x, y);
    hold(x + width, y + height);
  }
  for (const { curve } of links) for (let i = 0; i < curve.length; i += 2) hold(curve[i], curve[i + 1]);
  if (left > right) return null;
  const [x, y] = [left, top].map((edge) => Math.floor((edge - ROOM) / STEP) * STEP);
  const [x1, y1] = [right, bottom].map((edge) => Math.ceil((edge + ROOM) / STEP) * STEP);
  return { x, y, width: x1 - x, height: y1 - y };
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

let reach: Box | null = null;
const reachListeners = new Set<(reach: Box | null) => void>();

/** Calls `listener` with the reach of what is drawn, now and whenever it changes. Returns how to stop that. */
export function onReach(listener: (reach: Box | null) => void): () => void {
  reachListeners.add(listener);
  listener(reach);
  return () => reachListeners.delete(listener);
}

function tellReach(now: Box | null): void {
  if (JSON.stringify(now) === JSON.stringify(reach)) return;
  reach = now;
  for (const listener of [...reachListeners]) listener(now);
}

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
    const geometry = geometryOf(scenario);
    world.send(geometry);
    tellReach(reachOf(geometry));
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
