const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a name could reach an object's prototype: no object's field, node, link or operation may be called so. */
export const isReserved = (name: string): boolean => RESERVED.has(name);
