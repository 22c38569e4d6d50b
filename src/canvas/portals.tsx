import { useStore } from '@xyflow/react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

/*
 * React Flow's own portals look for their place in the whole canvas whenever anything moves, each of them: work that grows
 * with the square of the links, and was four milliseconds of each frame with 250 of them. These look once.
 */

type Place = 'edgelabel-renderer' | 'viewport-portal';
const places = new WeakMap<HTMLElement, Map<Place, Element>>();

/** Where React Flow lets others draw; null before it is there. */
function placeIn(flow: HTMLElement, place: Place): Element | null {
  const known = places.get(flow) ?? new Map<Place, Element>();
  places.set(flow, known);
  const there = known.get(place);
  if (there?.isConnected) return there;
  const found = flow.querySelector(`.react-flow__${place}`);
  if (found) known.set(place, found);
  return found;
}

interface PortalProps {
  readonly children: ReactNode;
}

function Portal({ children, place }: PortalProps & { readonly place: Place }) {
  const flow = useStore((state) => state.domNode);
  const host = flow && placeIn(flow, place);
  return host ? createPortal(children, host) : null;
}

/** Draws among the labels of links, in canvas units, above all links. */
export const LabelPortal = ({ children }: PortalProps) => <Portal place="edgelabel-renderer">{children}</Portal>;

/** Draws on the canvas, in canvas units. */
export const CanvasPortal = ({ children }: PortalProps) => <Portal place="viewport-portal">{children}</Portal>;
