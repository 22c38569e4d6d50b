/** Where a text stops being JSON. Lines and columns count from 1. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
}

/** What may come next. */
type State = 'value' | 'firstItem' | 'firstName' | 'name' | 'colon' | 'separator';

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANK = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /[^\s,:{}[\]"]{1,20}/y;

/** The end of what `pattern` matches at `position`, or `position` itself. */
function after(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position;
}

/** The end of the string that begins at `start`; where it goes wrong, `closed` is false and `end` is that place. */
function skipString(text: string, start: number): { readonly end: number; readonly closed: boolean } {
  let position = start + 1;
  while (position < text.length) {
    const character = text[position];
    if (character === '"') return { end: position + 1, closed: true };
    if (character < ' ') break;
    const next = character === '\\' ? after(ESCAPE, text, position) : position + 1;
    if (next === position) break;
    position = next;
  }
  return { end: position, closed: false };
}

function expectedIn(state: State, innermost: '{' | '[' | undefined): string {
  switch (state) {
    case 'value':
      return 'a value';
    case 'firstItem':
      return 'a value or "]"';
    case 'firstName':
      return 'a name in quotes or "}"';
    case 'name':
      return 'a name in quotes';
    case 'colon':
      return '":"';
    case 'separator':
      return innermost === '{' ? '"," or "}"' : '"," or "]"';
  }
}

/**
 * The first place where a text is not JSON (RFC 8259), or null if it is. Engines name that place differently or not at
 * all, so this reads the text itself; it takes any depth of nesting.
 */
export function findSyntaxFault(text: string): SyntaxFault | null {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  let position = 0;

  const fault = (expected: string): SyntaxFault => {
    const before = text.slice(0, position);
    const end = Math.max(after(WORD, text, position), position + 1);
    return {
      line: before.split('\n').length,
      column: position - before.lastIndexOf('\n'),
      expected,
      found: position < text.length ? JSON.stringify(text.slice(position, end)) : 'the end',
    };
  };

  for (;;) {
    position = after(BLANK, text, position);
    const character = text[position];
    const innermost = open[open.length - 1];
    if (state === 'separator' && innermost === undefined) {
      return character === undefined ? null : fault('the end');
    }
    const isName: boolean = state === 'name' || state === 'firstName';
    const mayClose = state === 'separator' || state === 'firstItem' || state === 'firstName';
    if (mayClose && character === (innermost === '{' ? '}' : ']')) {
      open.pop();
      state = 'separator';
      position++;
    } else if (state === 'separator' || state === 'colon') {
      if (character !== (state === 'colon' ? ':' : ',')) return fault(expectedIn(state, innermost));
      state = state === 'separator' && innermost === '{' ? 'name' : 'value';
      position++;
    } else if (character === '"') {
      const string = skipString(text, position);
      position = string.end;
      if (!string.closed) return fault('the closing quote of a text');
      state = isName ? 'colon' : 'separator';
    } else if (isName) {
      return fault(expectedIn(state, innermost));
    } else if (character === '{' || character === '[') {
      open.push(character);
      state = character === '{' ? 'firstName' : 'firstItem';
      position++;
    } else {
      const end = after(SCALAR, text, position);
      if (end === position) return fault(expectedIn(state, innermost));
      position = end;
      state = 'separator';
    }
  }
}
