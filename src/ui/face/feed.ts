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

/** What was last written where: asking the DOM costs more than most of these writes would. */
const written = new WeakMap<Element, Map<string, string>>();

/** Whether this is news; from then on it is not. What these functions write, nobody else may. */
function isNews(element: Element, key: string, value: string): boolean {
  let values = written.get(element);
  if (!values) {
    values = new Map();
    written.set(element, values);
  }
  if (values.get(key) === value) return false;
  values.set(key, value);
  return true;
}

/** Changes an element's text only when it differs: most figures stay the same from one pulse to the next. */
export function write(element: Painted, text: string): void {
  if (!element || !isNews(element, '#text', text)) return;
  const only = element.firstChild;
  // A text that stays where it is costs less than another in its place, and wakes no rule about what is empty.
  if (text !== '' && only instanceof Text && only === element.lastChild) only.data = text;
  else element.textContent = text;
}

/** Sets `data-<name>` only when it differs. */
export function mark(element: Painted, name: string, value: string): void {
  if (element && isNews(element, name, value)) element.dataset[name] = value;
}

/** Sets a style property only when it differs. */
export function setStyle(element: Painted, property: string, value: string): void {
  if (element && isNews(element, property, value)) element.style.setProperty(property, value);
}

/** Says in words what an element shows, only when that differs. */
export function setTitle(element: Painted, text: string): void {
  if (!element || !isNews(element, '#title', text)) return;
  if (text === '') element.removeAttribute('title');
  else element.setAttribute('title', text);
}
