/**
 * Plain data with typed arrays in it, and the same as JSON to the last bit. JSON knows neither typed arrays nor
 * numbers that are not finite; both become objects with a single key that no state uses.
 */
const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** True for typed arrays. */
export const isTyped = (value: object): value is TypedArray => ArrayBuffer.isView(value);

/**
 * A deep copy of plain data, typed arrays included. What is frozen is shared instead of copied: whoever freezes something
 * says that nothing in it will change again, not even in its typed arrays.
 */
export function copyPlain<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Object.isFrozen(value) && !isTyped(value)) return value;
  if (isTyped(value)) return value.slice() as T;
  if (Array.isArray(value)) return value.map(copyPlain) as T;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyPlain(entry)])) as T;
}

/** Plain data as JSON text, from which {@link parsePlain} makes the same again, to the last bit. */
export function stringifyPlain(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry === 'number' && !Number.isFinite(entry)) return { $number: String(entry) };
    if (entry === null || typeof entry !== 'object' || !isTyped(entry)) return entry;
    // Bytes, because the decimal form of a NaN would lose which one it was.
    const bytes = new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength);
    return { [`$${entry.constructor.name}`]: Array.from(bytes) };
  });
}

/** The inverse of {@link stringifyPlain}. */
export function parsePlain(text: string): unknown {
  return JSON.parse(text, (_key, entry: unknown) => {
    if (entry === null || typeof entry !== 'object') return entry;
    const keys = Object.keys(entry);
    if (keys.length !== 1 || !keys[0].startsWith('$')) return entry;
    const content = (entry as Record<string, unknown>)[keys[0]];
    if (keys[0] === '$number') return Number(content);
    const TypedArray = ARRAYS[keys[0].slice(1) as ArrayName];
    return TypedArray ? new TypedArray(Uint8Array.from(content as number[]).buffer) : entry;
  });
}
