/** The dotted path of the first place where two JSON values differ; '' when they differ as a whole or not at all. */
export function firstDifference(before: unknown, after: unknown): string {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return '';
  const left = before as Record<string, unknown>;
  const right = after as Record<string, unknown>;
  for (const name of Object.keys(right)) {
    if (left[name] === right[name]) continue;
    const inner = firstDifference(left[name], right[name]);
    if (inner !== '' || !bothObjects(left[name], right[name])) return inner === '' ? name : `${name}.${inner}`;
  }
  return '';
}

const bothObjects = (a: unknown, b: unknown) =>
  typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
