import { useStore } from '@xyflow/react';
import { isPlain } from './zoom';

/** Whether components and links are drawn as boxes and lines: see {@link isPlain}. */
export const usePlain = (): boolean => useStore(({ transform, nodeLookup }) => isPlain(transform[2], nodeLookup.size));
