import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { problemOf, writingProblemOf } from './file-problems';
import { openLines } from './line-file';

describe('a file of lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text?: string) => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };

  it('is there after its first line, and grows', () => {
    const path = file('new');
    const lines = openLines(path);
    expect(lines).toMatchObject({ lines: [], unfinished: '' });
    lines.append('one');
    lines.append('two');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(openLines(path).lines).toEqual(['one', 'two']);
  });

  it('loses a line that was not finished to the next one', () => {
    const path = file('cut', 'one\ntw');
    const lines = openLines(path);
    expect(lines).toMatchObject({ lines: ['one'], unfinished: 'tw' });
    lines.append('three');
    expect(readFileSync(path, 'utf8')).toBe('one\nthree\n');
  });

  it('may be added to by others meanwhile', () => {
    const path = file('shared', 'one\n');
    const lines = openLines(path);
    appendFileSync(path, 'two\n');
    lines.append('three');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('takes nothing away from others who are in the middle of a line', () => {
    const path = file('busy', 'one\ntw');
    const lines = openLines(path);
    appendFileSync(path, 'o\nthree\n');
    expect(() => lines.append('four')).toThrow(/^--state .*busy: expected .*, found one that has changed meanwhile$/);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('is begun by one only', () => {
    const path = file('begun');
    const lines = openLines(path);
    writeFileSync(path, 'one\n');
    expect(() => lines.append('one')).toThrow(/found one that has been begun meanwhile$/);
    expect(readFileSync(path, 'utf8')).toBe('one\n');
  });
});

describe('what is wrong with a file', () => {
  const failed = (code: string) => Object.assign(new Error('no'), { code });

  it.each([
    ['ENOENT', 'no such file', 'no such folder'],
    ['EACCES', 'a file that may not be used', 'a place that may not be written to'],
    ['ENOSPC', 'no space left', 'no space left'],
    ['EIO', 'an error (EIO)', 'an error (EIO)'],
  ])('%s is said in words', (code, reading, writing) => {
    expect(problemOf(failed(code))).toBe(reading);
    expect(writingProblemOf(failed(code))).toBe(writing);
  });
});
