import { create } from 'zustand';
import { useSelection } from '../stores/selection';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A menu that is open over the canvas: about what is selected, a zone, or the canvas itself. */
export interface OpenMenu {
  /** CSS pixels of the window. */
  readonly at: Point;
  readonly about: 'selection' | 'canvas' | { readonly zone: string };
}

interface ContextMenuState {
  readonly menu: OpenMenu | null;
  open(menu: OpenMenu): void;
  close(): void;
}

/** The menu of whatever a right click, a long press or the menu key was about. The page draws it. */
export const useContextMenu = create<ContextMenuState>()((set) => ({
  menu: null,
  open: (menu) => set({ menu }),
  close: () => set({ menu: null }),
}));

const LONG_PRESS_MS = 500;
const LONG_PRESS_SLOP = 8;
/** A long press and the menu key are told twice by some browsers: by the keys or fingers, and as a right click. */
const SAME_MS = 800;

const TYPED = 'input, textarea, select, [contenteditable]';

function selectOnly(element: Element): boolean {
  const { nodes, links, select } = useSelection.getState();
  const node = element.closest<HTMLElement>('.react-flow__node')?.dataset.id;
  const link =
    element.closest('.react-flow__edge')?.getAttribute('data-id') ??
    element.closest('[data-link]')?.getAttribute('data-link') ??
    undefined;
  if (node !== undefined && !nodes.includes(node)) select({ nodes: [node] });
  if (link !== undefined && !links.includes(link)) select({ links: [link] });
  return node !== undefined || link !== undefined;
}

/** What a menu at an element is about. What it points at is selected, unless it is among what is selected already. */
function aboutWhat(element: Element): OpenMenu['about'] {
  const zone = element.closest<HTMLElement>('[data-zone]')?.dataset.zone;
  if (zone !== undefined) return { zone };
  return selectOnly(element) ? 'selection' : 'canvas';
}

/** Where a menu opens that was called for by a key. */
function placeOf(element: Element, frame: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  const area = frame.getBoundingClientRect();
  const x = Math.max(area.left, Math.min(left + width / 2, area.right));
  return { x, y: Math.max(area.top, Math.min(top + Math.min(height / 2, 40), area.bottom)) };
}

/** Opens the menu of what is pointed at on the canvas, `frame`. Returns how to stop that. */
export function watchForMenu(frame: HTMLElement): () => void {
  let heldMs = Number.NEGATIVE_INFINITY;
  let press: { readonly timer: ReturnType<typeof setTimeout>; readonly at: Point } | null = null;

  const open = (element: Element, at: Point) => useContextMenu.getState().open({ at, about: aboutWhat(element) });
  /** By a key or a finger. */
  const openHeld = (element: Element, at: Point) => {
    heldMs = performance.now();
    open(element, at);
  };
  const release = () => {
    if (press) clearTimeout(press.timer);
    press = null;
  };
  const isOurs = (event: Event): event is Event & { readonly target: Element } =>
    event.target instanceof Element && event.target.closest(TYPED) === null;

  const onContextMenu = (event: MouseEvent) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    release();
    if (performance.now() - heldMs > SAME_MS) open(event.target, { x: event.clientX, y: event.clientY });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOurs(event) || !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) return;
    event.preventDefault();
    const selected = useSelection.getState().nodes[0];
    const node =
      selected === undefined ? null : frame.querySelector(`.react-flow__node[data-id="${CSS.escape(selected)}"]`);
    const focused = event.target.closest('.react-flow__node, .react-flow__edge, [data-zone]') ?? node ?? event.target;
    openHeld(focused, placeOf(focused, frame));
  };
  const onPointerDown = (event: PointerEvent) => {
    release();
    if (event.pointerType !== 'touch' || !event.isPrimary || !isOurs(event)) return;
    const at = { x: event.clientX, y: event.clientY };
    const { target } = event;
    const open = () => {
      openHeld(target, at);
      // What has just come up under the finger is not to be clicked when that is lifted.
      addEventListener('touchend', (end) => end.preventDefault(), { once: true, capture: true, passive: false });
    };
    press = { at, timer: setTimeout(open, LONG_PRESS_MS) };
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (press && Math.hypot(clientX - press.at.x, clientY - press.at.y) > LONG_PRESS_SLOP) release();
  };

  const listeners = [
    ['contextmenu', onContextMenu],
    ['keydown', onKeyDown],
    ['pointerdown', onPointerDown],
    ['pointermove', onPointerMove],
    ['pointerup', release],
    ['pointercancel', release],
  ] as const;
  for (const [type, listener] of listeners) frame.addEventListener(type, listener as EventListener, true);
  return () => {
    release();
    for (const [type, listener] of listeners) frame.removeEventListener(type, listener as EventListener, true);
  };
}
