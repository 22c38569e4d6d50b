import { type RefObject, useEffect, useImperativeHandle } from 'react';
import { ConnectingHint } from './ConnectingHint';
import { type CanvasKeys, canvasKeys } from './canvas-keys';
import { useClipboard } from './clipboard';
import { watchForMenu } from './context-menu';
import { EmptyHint } from './EmptyHint';
import { RefusalBubble } from './RefusalBubble';
import { ZoneLayer } from './ZoneLayer';

export { CanvasControls } from './CanvasControls';
export { PowerBar } from './PowerBar';
export { placeNode } from './place-node';

interface CanvasToolsProps {
  /** The canvas's element. */
  readonly frame: RefObject<HTMLElement | null>;
  /** Where the canvas finds its key handlers once they are there. */
  readonly keys: RefObject<CanvasKeys | null>;
}

/** What editing takes, in the chunk that follows the first frame: hints over the canvas, the clipboard, the keys. */
export function CanvasTools({ frame, keys }: CanvasToolsProps) {
  useClipboard();
  useEffect(() => (frame.current ? watchForMenu(frame.current) : undefined), [frame]);
  useImperativeHandle(keys, () => canvasKeys(frame), [frame]);
  return (
    <>
      <ZoneLayer />
      <ConnectingHint />
      <RefusalBubble />
      <EmptyHint />
    </>
  );
}
