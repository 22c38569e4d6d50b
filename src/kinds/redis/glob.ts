/** The class `[…]` that begins at `at`: whether it takes the character, and where the pattern goes on. */
function inClass(pattern: string, at: number, character: string): { takes: boolean; next: number } {
  const isNegated = pattern[at + 1] === '^';
  let place = at + (isNegated ? 2 : 1);
  let found = false;
  while (place < pattern.length && pattern[place] !== ']') {
    if (pattern[place] === '\\' && place + 1 < pattern.length) place++;
    if (pattern[place + 1] === '-' && place + 2 < pattern.length && pattern[place + 2] !== ']') {
      const [low, high] = [pattern[place], pattern[place + 2]].sort();
      found ||= character >= low && character <= high;
      place += 3;
    } else {
      found ||= pattern[place] === character;
      place++;
    }
  }
  return { takes: found !== isNegated, next: place + 1 };
}

/**
 * Whether a channel's name is like a pattern of PSUBSCRIBE: `?` is one character, `*` any number of them, `[a-c]` one of
 * some, `[^a]` any other; a backslash takes the next one literally. As `stringmatchlen` of Redis (util.c).
 */
export function matches(pattern: string, name: string): boolean {
  let at = 0;
  let from = 0;
  /** Where to go on after the last star, with one more character under it. */
  let starAt = -1;
  let underStar = 0;
  while (from < name.length) {
    if (pattern[at] === '*') {
      starAt = ++at;
      underStar = from;
      continue;
    }
    let takes = false;
    let next = at + 1;
    if (at < pattern.length) {
      if (pattern[at] === '?') takes = true;
      else if (pattern[at] === '[') ({ takes, next } = inClass(pattern, at, name[from]));
      else {
        const literal = pattern[at] === '\\' && at + 1 < pattern.length ? at + 1 : at;
        takes = pattern[literal] === name[from];
        next = literal + 1;
      }
    }
    if (takes) {
      at = next;
      from++;
    } else if (starAt < 0) return false;
    else {
      at = starAt;
      from = ++underStar;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether a name of a subscription is a pattern. */
export const isPattern = (name: string): boolean => /[*?[]/.test(name);
