export const MIN_ZOOM = 0.1;
export const MAX_ZOOM = 2.5;
/** How long a change of the view takes that the visitor did not make by hand, ms. */
export const EASE_MS = 220;

/** How much of a node's face is worth drawing: `full`, only title and bars (`less`), or only its name (`least`). */
export type Detail = 'full' | 'less' | 'least';

/** Small print that cannot be read is noise: from these zooms on down it gives way to larger names. */
export function detailAt(zoom: number): Detail {
  if (zoom >= 0.66) return 'full';
  return zoom >= 0.4 ? 'less' : 'least';
}

/** With more components than these, those that are seen from this far are no more than boxes with names. */
const MANY = 400;
const FAR_AWAY = 0.3;

/** Whether so many components are seen from so far away that what is in them would be too much to draw, and too small to see. */
export const isPlain = (zoom: number, count: number): boolean => count > MANY && zoom < FAR_AWAY;
