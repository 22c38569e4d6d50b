import { type Box, type Curve, directionAt, pointAt } from './link-curve';

/** The size of a label and its distance from the line, canvas units. */
interface LabelSize {
  readonly width: number;
  readonly height: number;
  /** Clear of dots on their way. */
  readonly gap: number;
}

/** A link's label: of fixed size, so that no figure moves it. */
const LINK_LABEL: LabelSize = { width: 76, height: 20, gap: 12 };
/** Where that has no room: the protocol's name above the figure; the figure alone. */
const SMALLER_LABELS: readonly LabelSize[] = [
  { ...LINK_LABEL, width: 40, height: 36 },
  { ...LINK_LABEL, width: 28 },
];

/** The least width of a label on one line between two cards, canvas units: a figure has room in it. */
const LEAST_LABEL = 40;

/** The label that has room between two cards that stand close together, side by side. */
function labelBetween([x0, y0, , , , , x3, y3]: Curve): LabelSize {
  const room = Math.abs(x3 - x0);
  const isLevel = Math.abs(y3 - y0) < room;
  return isLevel && room < LINK_LABEL.width ? { ...LINK_LABEL, width: Math.max(LEAST_LABEL, room) } : LINK_LABEL;
}

/** Links steeper than this (the sine of their slope) have their label at the left, the others above. */
const STEEP = 0.5;

/**
 * A label that sits beside the curve and not on it: above a level link, to the left of a steep one, where no other
 * link of a fan-out comes.
 */
function labelBeside(curve: Curve, t: number, { width, height, gap }: LabelSize, otherSide: boolean): Box {
  const { x, y } = pointAt(curve, t);
  const direction = directionAt(curve, t);
  let [nx, ny] = [direction.y, -direction.x];
  const wrongSide = Math.abs(direction.y) > STEEP ? nx > 0 : ny > 0;
  if (wrongSide !== otherSide) [nx, ny] = [-nx, -ny];
  const distance = (Math.abs(nx) * width) / 2 + (Math.abs(ny) * height) / 2 + gap;
  return { x: x + nx * distance - width / 2, y: y + ny * distance - height / 2, width, height };
}

/**
 * Where along a curve a label may be: best past the middle, where the links of a fan-out have parted; in the middle of
 * a narrow fan only near the end where they are far apart.
 */
const LABEL_PLACES = [0.58, 0.5, 0.68, 0.42, 0.76, 0.24, 0.8, 0.3];
/** How much farther from the line it may be where there is no room beside it, canvas units. */
const LABEL_DETOURS = [0, 24, 48];
/** Farther than this from a link no place for its label begins or ends, canvas units. */
const LABEL_REACH = 140;

/** Half the side of the squares that stand for a line where a label looks for room: as wide as what travels on it. */
const LINE_ROOM = 7;
/** Where on a line they stand; its ends are at cards, where no label goes. */
const LINE_SPOTS = Array.from({ length: 20 }, (_, spot) => 0.12 + spot * 0.04);
/** A line, as boxes of which labels keep clear. */
export const lineBoxes = (curve: Curve): Box[] =>
  LINE_SPOTS.map((t) => {
    const { x, y } = pointAt(curve, t);
    return { x: x - LINE_ROOM, y: y - LINE_ROOM, width: 2 * LINE_ROOM, height: 2 * LINE_ROOM };
  });

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The first place beside a curve that is clear of all these boxes. */
function clearLabel(curve: Curve, size: LabelSize, boxes: readonly Box[]): Box | null {
  for (const detour of LABEL_DETOURS) {
    for (const otherSide of [false, true]) {
      for (const t of LABEL_PLACES) {
        const label = labelBeside(curve, t, { ...size, gap: size.gap + detour }, otherSide);
        if (!boxes.some((box) => overlap(box, label))) return label;
      }
    }
  }
  return null;
}

/** What is near a curve: it alone can be in the way of its label. */
function near([x0, y0, x1, y1, x2, y2, x3, y3]: Curve, boxes: readonly Box[]): Box[] {
  const x = Math.min(x0, x1, x2, x3) - LABEL_REACH;
  const y = Math.min(y0, y1, y2, y3) - LABEL_REACH;
  const width = Math.max(x0, x1, x2, x3) + LABEL_REACH - x;
  const height = Math.max(y0, y1, y2, y3) + LABEL_REACH - y;
  return boxes.filter((box) => overlap(box, { x, y, width, height }));
}

/**
 * Where a link's label goes, and how large it is: beside its curve and clear of the first of these sets of boxes of
 * which it can be. Where there is no room for both side by side, the protocol's name stands above the figure, or is
 * left out.
 */
export function placeLabel(curve: Curve, clearOf: readonly (readonly Box[])[] = []): Box {
  const size = labelBetween(curve);
  for (const boxes of clearOf) {
    const inTheWay = near(curve, boxes);
    for (const one of [size, ...SMALLER_LABELS]) {
      const label = clearLabel(curve, one, inTheWay);
      if (label) return label;
    }
  }
  return labelBeside(curve, LABEL_PLACES[0], size, false);
}

/** Whether a label has two lines: the protocol's name stands above the figure. */
export const isTall = ({ height }: Box): boolean => height > LINK_LABEL.height;
