/**
 * Stands in for d3-interpolate in the page. React Flow moves and scales its view with it, and has nothing else to go
 * between: no colours, dates or texts.
 */
// biome-ignore lint/correctness/noUndeclaredDependencies: React Flow brings it.
export { interpolateZoom } from 'd3-interpolate';

/** Between two views in a straight line. @param {readonly number[]} a @param {readonly number[]} b */
export const interpolate = (a, b) => (/** @type {number} */ share) => a.map((from, i) => from + (b[i] - from) * share);
