import { useEffect } from 'react';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO, idsOf } from '../scenario/arrange';
import { checkScenario } from '../scenario/check-scenario';
import { type Fragment, fragmentOf, paste } from '../scenario/edit';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { canvasView } from './canvas-view';
import { GRID } from './grid';
import { boxOf } from './layout';

/** Longer texts are not looked at: whatever they are, it was not copied here. */
const LONGEST_TEXT = 2_000_000;
/** How far each further paste of the same lies from the one before, canvas units. */
const STEP = 32;

/** What is selected, as a scenario of its own: whoever pastes it into a file has one that opens. */
export function copyText(fragment: Fragment): string {
  const { scenario } = paste(EMPTY_SCENARIO, catalogue, fragment);
  return JSON.stringify(scenario);
}

/** The nodes and links in a text from the clipboard, moved by `shift`; null when it is no scenario. */
export function readFragment(text: string, shift: number): Fragment | null {
  if (text.length > LONGEST_TEXT || !text.trimStart().startsWith('{')) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) return null;
  const fragment = fragmentOf(checked.value, [...idsOf(checked.value.nodes)]);
  const moved = fragment.nodes.map((node) => ({
    ...node,
    position: { x: node.position.x + shift, y: node.position.y + shift },
  }));
  return { ...fragment, nodes: moved };
}

const snap = (value: number) => Math.round(value / GRID) * GRID;

/** The middle of what nodes take up together. */
function middleOf(nodes: Fragment['nodes']) {
  const boxes = nodes.map(boxOf);
  const half = (low: readonly number[], high: readonly number[]) => (Math.min(...low) + Math.max(...high)) / 2;
  return {
    x: half(
      boxes.map(({ x }) => x),
      boxes.map(({ x, width }) => x + width),
    ),
    y: half(
      boxes.map(({ y }) => y),
      boxes.map(({ y, height }) => y + height),
    ),
  };
}

/** Moves to the middle of the view what would land where it is not seen: in another document it may be anywhere. */
export function inSight(fragment: Fragment, shift: number): Fragment {
  if (fragment.nodes.length === 0) return fragment;
  const middle = middleOf(fragment.nodes);
  if (canvasView.shows(middle)) return fragment;
  const centre = canvasView.centre();
  const dx = snap(centre.x - middle.x) + shift;
  const dy = snap(centre.y - middle.y) + shift;
  const nodes = fragment.nodes.map((node) => ({
    ...node,
    position: { x: node.position.x + dx, y: node.position.y + dy },
  }));
  return { ...fragment, nodes };
}

const isElsewhere = () => {
  const focused = document.activeElement;
  if (focused?.closest('input, textarea, select, [contenteditable], dialog')) return true;
  return !document.getSelection()?.isCollapsed && document.getSelection()?.type === 'Range';
};

/** What was copied last by {@link copySelected}, for where the browser's clipboard cannot be read. */
let copied = '';

/** Copies what is selected, as the menu does: by the browser's clipboard if it may, else within the page. */
export async function copySelected(): Promise<void> {
  const { nodes } = useSelection.getState();
  if (nodes.length === 0) return;
  copied = copyText(fragmentOf(useDocument.getState().scenario, nodes));
  await navigator.clipboard?.writeText(copied).catch(() => {});
}

/** Puts in what was copied, with its upper left corner at a point of the canvas. */
export async function pasteAt(at: { readonly x: number; readonly y: number }): Promise<void> {
  const text = (await navigator.clipboard?.readText().catch(() => '')) || copied;
  const fragment = readFragment(text, 0) ?? readFragment(copied, 0);
  if (!fragment || fragment.nodes.length === 0) return;
  const left = Math.min(...fragment.nodes.map(({ position }) => position.x)) + STEP;
  const top = Math.min(...fragment.nodes.map(({ position }) => position.y)) + STEP;
  const moved = fragment.nodes.map((node) => ({
    ...node,
    position: { x: snap(node.position.x + at.x - left), y: snap(node.position.y + at.y - top) },
  }));
  useDocument.getState().paste({ ...fragment, nodes: moved });
}

/** Copy, cut and paste of nodes by the browser's own clipboard, so that they pass from tab to tab. */
export function useClipboard(): void {
  useEffect(() => {
    let lastText = '';
    let pastes = 0;

    const onCopy = (event: ClipboardEvent) => {
      const { nodes } = useSelection.getState();
      if (nodes.length === 0 || isElsewhere() || !event.clipboardData) return;
      lastText = copyText(fragmentOf(useDocument.getState().scenario, nodes));
      pastes = 0;
      event.clipboardData.setData('text/plain', lastText);
      event.preventDefault();
      if (event.type === 'cut') useDocument.getState().remove({ nodes });
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isElsewhere()) return;
      pastes = text === lastText ? pastes + 1 : 0;
      lastText = text;
      // Copying has shifted it by a step already, and pasting will once more.
      const fragment = readFragment(text, (pastes - 2) * STEP);
      if (!fragment) return;
      event.preventDefault();
      useDocument.getState().paste(inSight(fragment, (pastes - 1) * STEP));
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, []);
}
