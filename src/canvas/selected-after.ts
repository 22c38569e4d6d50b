interface Change {
  readonly type: string;
  readonly id?: string;
  readonly selected?: boolean;
}

/** What is selected once these changes are made; the same list when they change nothing about it. */
export function selectedAfter(selected: readonly string[], changes: readonly Change[]): readonly string[] {
  const relevant = changes.filter((change) => change.type === 'select' && change.id !== undefined);
  if (relevant.length === 0) return selected;
  const next = new Set(selected);
  for (const { id = '', selected: on } of relevant) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return [...next];
}
