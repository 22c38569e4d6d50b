import { useStore } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { detailAt } from './zoom';

/** Tells the stylesheet how much detail the zoom allows; renders nothing, and only when the level changes. */
export function DetailLevel({ frame }: { readonly frame: RefObject<HTMLElement | null> }) {
  const detail = useStore((state) => detailAt(state.transform[2]));
  useEffect(() => {
    if (frame.current) frame.current.dataset.detail = detail;
  }, [frame, detail]);
  return null;
}
