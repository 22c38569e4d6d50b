import { isTyped } from './snapshot';

/**
 * A deep copy of something that holds data only: numbers, texts, arrays, maps, typed arrays, and instances of classes
 * made of the same, which keep their class. What `shared` names is not copied but referred to, and so are functions.
 */
export function cloneState<T>(value: T, shared: ReadonlySet<unknown> = new Set()): T {
  return clone(value, shared, new Map()) as T;
}

function clone(value: unknown, shared: ReadonlySet<unknown>, known: Map<object, unknown>): unknown {
  if (value === null || typeof value !== 'object' || shared.has(value)) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (isTyped(value)) {
    // Views of one buffer stay views of one buffer.
    const buffer = known.get(value.buffer) ?? value.buffer.slice(0);
    known.set(value.buffer, buffer);
    const view = Reflect.construct(value.constructor, [buffer, value.byteOffset, value.length]);
    known.set(value, view);
    return view;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    known.set(value, copy);
    for (const [key, entry] of value) copy.set(key, clone(entry, shared, known));
    return copy;
  }
  const copy: Record<string, unknown> = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  known.set(value, copy);
  for (const [key, entry] of Object.entries(value)) copy[key] = clone(entry, shared, known);
  return copy;
}

/** About how many bytes something takes that holds data only: what its typed arrays hold, and a little for the rest. */
export function sizeOfState(value: unknown, known: Set<unknown> = new Set()): number {
  if (value === null || typeof value !== 'object' || known.has(value)) return 8;
  known.add(value);
  // Copies share it: see copyPlain.
  if (Object.isFrozen(value)) return 8;
  if (isTyped(value)) return value.byteLength + 100;
  const entries = value instanceof Map ? value.values() : Object.values(value);
  let bytes = 50;
  for (const entry of entries) bytes += sizeOfState(entry, known);
  return bytes;
}
