import { describeValue } from '../../schema/issue';

/** Where two plain JSON values differ first, and what stands there. */
export interface Difference {
  /** Dotted, as `scenario.nodes[1].params.concurrency`; empty for the values themselves. */
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The first difference in content of two plain JSON values, or null. The order of names does not count. */
export function firstDifference(one: unknown, other: unknown, path = ''): Difference | null {
  if (one === other) return null;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) {
    return { path, one, other };
  }
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const inner = Array.isArray(one) ? `${path}[${name}]` : `${path === '' ? '' : `${path}.`}${name}`;
    const left = Object.hasOwn(one, name) ? (Reflect.get(one, name) as unknown) : undefined;
    const right = Object.hasOwn(other, name) ? (Reflect.get(other, name) as unknown) : undefined;
    const found = firstDifference(left, right, inner);
    if (found) return found;
  }
  return null;
}

/** One of the values of a difference, for a sentence. */
export const describeDiffering = (value: unknown): string => (value === undefined ? 'not there' : describeValue(value));
