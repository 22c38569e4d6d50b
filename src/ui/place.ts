export interface Placement {
  readonly side: 'bottom' | 'top';
  readonly align: 'start' | 'center' | 'end';
  /** Pixels between the two. */
  readonly gap: number;
}

const MARGIN = 8;

/** Puts a fixed element beside its anchor, on the other side when there is no room, and never outside the window. */
export function place(element: HTMLElement, anchor: Element, { side, align, gap }: Placement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = at.bottom + gap;
  const above = at.top - gap - height;
  const fitsBelow = below + height <= innerHeight - MARGIN;
  const fitsAbove = above >= MARGIN;
  const top = side === 'bottom' ? (fitsBelow || !fitsAbove ? below : above) : fitsAbove || !fitsBelow ? above : below;
  const left = { start: at.left, center: at.left + at.width / 2 - width / 2, end: at.right - width }[align];
  element.style.left = `${Math.round(Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN)))}px`;
  element.style.top = `${Math.round(Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN)))}px`;
}
