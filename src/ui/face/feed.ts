import { useEffect } from 'react';
import type { NodeFeed, NodeReading } from '../kind-view';

/**
 * Calls `paint` with what is known of the node, now and whenever that may have changed, for as long as the component
 * stands. Each render subscribes anew, so that what the visitor edits shows at once, also while time stands still;
 * a face renders only on such edits.
 */
export function useFeed(feed: NodeFeed, paint: (reading: NodeReading) => void): void {
  useEffect(() => feed.watch(paint));
}

type Painted = HTMLElement | SVGElement | null;

/** Changes an element's text only when it differs: most figures stay the same from one tick to the next. */
export function write(element: Painted, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Sets `data-<name>` only when it differs. */
export function mark(element: Painted, name: string, value: string): void {
  if (element && element.dataset[name] !== value) element.dataset[name] = value;
}

/** Sets a style property only when it differs. */
export function setStyle(element: Painted, property: string, value: string): void {
  if (element && element.style.getPropertyValue(property) !== value) element.style.setProperty(property, value);
}
