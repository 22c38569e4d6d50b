import { type Checked, describeValue } from '../schema/issue';
import { isReserved } from '../schema/reserved-names';
import { LIMITS } from './limits';

const TEXT_LENGTH = 100_000;

class Refusal extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
    /** False: the document as a whole is at fault, not the place that was reached. */
    readonly here = true,
  ) {
    super(expected);
  }
}

const isPlain = (value: object) => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const shorten = (name: string) => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

/** The dotted path of the keys walked through. */
const dotted = (keys: readonly (string | number)[]): string =>
  keys
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      return index === 0 ? shorten(key) : `.${shorten(key)}`;
    })
    .join('');

/**
 * Copies what came from outside into plain JSON data of bounded size and depth; -0 becomes 0, as in JSON. Everything
 * that is no JSON (cycles, functions, NaN, objects with a class), that is too large, or that has a name which could
 * reach a prototype, is refused. Never throws, and takes time proportional to what is kept.
 */
export function plainCopy(value: unknown): Checked<unknown> {
  const keys: (string | number)[] = [];
  let count = 0;

  const copyAt = (key: string | number, from: unknown): unknown => {
    keys.push(key);
    const copied = copy(from);
    keys.pop();
    return copied;
  };

  const copy = (from: unknown): unknown => {
    if (++count > LIMITS.values) throw new Refusal(`at most ${LIMITS.values} values`, 'more', false);
    if (from === null || typeof from === 'boolean') return from;
    if (typeof from === 'number') {
      if (!Number.isFinite(from)) throw new Refusal('a finite number', String(from));
      return from === 0 ? 0 : from;
    }
    if (typeof from === 'string') {
      if (from.length <= TEXT_LENGTH) return from;
      throw new Refusal(`a text of at most ${TEXT_LENGTH} characters`, `${from.length} characters`);
    }
    if (typeof from !== 'object') throw new Refusal('a JSON value', typeof from);
    if (keys.length >= LIMITS.depth) throw new Refusal(`at most ${LIMITS.depth} levels of nesting`, 'more');
    if (Array.isArray(from)) {
      if (from.length > LIMITS.values) throw new Refusal(`at most ${LIMITS.values} values`, 'more', false);
      return Array.from(from, (item, index) => copyAt(index, item));
    }
    if (!isPlain(from)) throw new Refusal('a JSON value', 'an object of a class');
    const result: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(from)) {
      if (item === undefined) continue;
      if (isReserved(name) || name.length > LIMITS.nameLength) {
        const found = describeValue(shorten(name));
        throw new Refusal(`names of at most ${LIMITS.nameLength} characters, none of them reserved`, found);
      }
      result[name] = copyAt(name, item);
    }
    return result;
  };

  try {
    return { ok: true, value: copy(value) };
  } catch (error) {
    if (!(error instanceof Refusal)) {
      return { ok: false, issues: [{ path: '', expected: 'a JSON value', received: 'something that cannot be read' }] };
    }
    const path = error.here ? dotted(keys) : '';
    return { ok: false, issues: [{ path, expected: error.expected, received: error.received }] };
  }
}
