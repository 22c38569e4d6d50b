import { useLayout } from '../../stores/layout';

interface Point {
  readonly x: number;
  readonly y: number;
}

let wanted: Point | null = null;

/** Opens the palette of commands; a component that is chosen there goes to this point of the canvas. */
export function openPaletteAt(at: Point): void {
  wanted = at;
  useLayout.getState().setDialog('palette');
}

/** Where the next component goes; asked once. Null: where the visitor looks. */
export function takePlace(): Point | null {
  const place = wanted;
  wanted = null;
  return place;
}
