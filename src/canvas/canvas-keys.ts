import type { KeyboardEvent, RefObject } from 'react';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { canvasView } from './canvas-view';
import { useConnecting, welcome } from './connecting';
import { boxOf } from './layout';
import { type Direction, nodeAfter, nodeTowards } from './next-node';
import { useRenaming } from './renaming';
import { EASE_MS } from './zoom';

export interface CanvasKeys {
  onKeyDownCapture(event: KeyboardEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

const nodeElement = (frame: HTMLElement | null, id: string) =>
  frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);

const focusedNode = () => document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? null;

/** Chooses the target of a new link: arrows and Tab walk over the nodes that would take it, Enter takes one. */
function choose(event: KeyboardEvent, frame: HTMLElement | null, from: string): boolean {
  const { scenario } = useDocument.getState();
  const placed = scenario.nodes
    .filter((node) => welcome(scenario, from, node.id))
    .map((node) => ({ id: node.id, ...boxOf(node) }));
  const focused = focusedNode();
  const walk = (id: string | null) => {
    if (id === null) return;
    const element = nodeElement(frame, id);
    if (element) {
      element.focus();
      return;
    }
    // Out of sight, and so not on the page: it is once the view has moved there.
    canvasView.reveal(id);
    setTimeout(() => nodeElement(frame, id)?.focus(), EASE_MS + 100);
  };

  if (event.key === 'Escape') {
    useConnecting.getState().cancel();
    walk(from);
  } else if (event.key === 'Enter' || event.key === ' ') {
    if (focused !== null && focused !== from) useConnecting.getState().connect(from, focused);
  } else if (event.key === 'Tab') {
    walk(nodeAfter(placed, focused, event.shiftKey ? -1 : 1));
  } else if (DIRECTIONS[event.key]) {
    const here = scenario.nodes.find((node) => node.id === (focused ?? from));
    const next = here && nodeTowards(placed, boxOf(here), DIRECTIONS[event.key]);
    walk(next ?? (focused === null || focused === from ? nodeAfter(placed, null, 1) : null));
  } else {
    return false;
  }
  return true;
}

/** Keys of the canvas itself; those that the rest of the page knows too (delete, undo, kill …) are its commands. */
function command(event: KeyboardEvent): boolean {
  const { nodes, select, clear } = useSelection.getState();
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && event.key === 'F2' && nodes.length === 1) useRenaming.getState().start(nodes[0]);
  else if (plain && event.code === 'KeyC' && nodes.length === 1) useConnecting.getState().start(nodes[0]);
  else if ((event.ctrlKey || event.metaKey) && event.code === 'KeyA') {
    const { scenario } = useDocument.getState();
    select({ nodes: scenario.nodes.map(({ id }) => id), links: scenario.links.map(({ id }) => id) });
  } else if (event.key === 'Escape') clear();
  else return false;
  return true;
}

/** Key handlers for the canvas's element, `frame`. */
export const canvasKeys = (frame: RefObject<HTMLElement | null>): CanvasKeys => ({
  // Before React Flow, which would move the focused node with the arrows.
  onKeyDownCapture: (event) => {
    const { from } = useConnecting.getState();
    if (from === null || isTyping(event.target) || !choose(event, frame.current, from)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  onKeyDown: (event) => {
    if (event.defaultPrevented || isTyping(event.target) || !command(event)) return;
    event.preventDefault();
    event.stopPropagation();
  },
});
