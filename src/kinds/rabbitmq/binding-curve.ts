/** A line from the left edge at one height to the right edge at another, in the form of an S: the path of an SVG. */
export function bindingCurve(fromY: number, toY: number, width: number): string {
  const middle = width / 2;
  return `M0 ${fromY}C${middle} ${fromY} ${middle} ${toY} ${width} ${toY}`;
}
