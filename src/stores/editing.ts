/** What changes a scenario: the first frame does without it, and whatever comes later brings it along. */
type Editing = typeof import('../scenario/edit');

let here: Editing | null = null;
let tellHere = () => {};
const isHere = new Promise<void>((resolve) => {
  tellHere = resolve;
});

/** Tells the document how it is changed. */
export function knowEditing(editing: Editing): void {
  here = editing;
  tellHere();
}

/** How a document is changed; to be asked for by what `later` draws, or within {@link onceEditable}. */
export function editing(): Editing {
  if (!here) throw new Error('nothing can be edited yet');
  return here;
}

/** Does something that changes the document: at once or, in the first moments of a page, as soon as that is possible. */
export function onceEditable(change: () => void): void {
  if (here) change();
  else void isHere.then(change);
}
