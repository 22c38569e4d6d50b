/** Nodes lie on this grid, in canvas units. */
export const GRID = 8;
/** What the palette hands over when a kind is dragged from it. */
export const KIND_TYPE = 'application/x-spillway-kind';
