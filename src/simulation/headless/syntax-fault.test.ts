import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSyntaxFault } from './syntax-fault';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const describeFault = (text: string): string | null => {
  const fault = findSyntaxFault(text);
  return fault && `${fault.line}:${fault.column} expected ${fault.expected}, found ${fault.found}`;
};

describe('the place where a text stops being JSON', () => {
  it.each([
    ['', '1:1 expected a value, found the end'],
    ['nope', '1:1 expected a value, found "nope"'],
    ['{"a":x}', '1:6 expected a value, found "x"'],
    ['{"a" 1}', '1:6 expected ":", found "1"'],
    ['{"a":1,}', '1:8 expected a name in quotes, found "}"'],
    ['{a:1}', '1:2 expected a name in quotes or "}", found "a"'],
    ['{"a":1 "b":2}', '1:8 expected "," or "}", found "\\""'],
    ['[1 2]', '1:4 expected "," or "]", found "2"'],
    ['[1,]', '1:4 expected a value, found "]"'],
    ['[}', '1:2 expected a value or "]", found "}"'],
    ['[1,2', '1:5 expected "," or "]", found the end'],
    ['{}\n{}', '2:1 expected the end, found "{"'],
    ['{\n  "a": 1,\n  "b": tru\n}', '3:8 expected a value, found "tru"'],
    ['{"a": "b\n"}', '1:9 expected the closing quote of a text, found "\\n"'],
    ['"\\x"', '1:2 expected the closing quote of a text, found "\\\\x"'],
    ['01', '1:2 expected the end, found "1"'],
    ['true1', '1:5 expected the end, found "1"'],
  ])('%j', (text, expected) => {
    expect(describeFault(text)).toBe(expected);
  });

  it('is nowhere exactly in what the engine takes for JSON', () => {
    const piece = fc.constantFrom(...'{}[],:" \n\\u0041-+.eE19truefalsn', '"a"', 'true', 'null', '1.5', '"b":');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          expect(findSyntaxFault(text) === null).toBe(isJson(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is found in every damaged document', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x'), (text, where, damage) => {
        const at = where % (text.length + 1);
        const damaged = text.slice(0, at) + damage + text.slice(at + 1);
        expect(findSyntaxFault(damaged) === null).toBe(isJson(damaged));
      }),
      { numRuns: 1000 },
    );
  });

  it('is found at any depth', () => {
    expect(findSyntaxFault('['.repeat(1_000_000))).toMatchObject({ line: 1, column: 1_000_001 });
  });
});
