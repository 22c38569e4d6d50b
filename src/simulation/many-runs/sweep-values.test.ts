import { describe, expect, it } from 'vitest';
import { sweepValues } from './sweep-values';

const values = (text: string): string[] => {
  const read = sweepValues(text);
  if (!read.ok) throw new Error(`expected ${read.issues[0].expected}, found ${read.issues[0].received}`);
  return read.value;
};

describe('the values of a sweep', () => {
  it.each([
    ['10:100:30', ['10', '40', '70', '100']],
    ['10:35:10', ['10', '20', '30']],
    ['5:5:1', ['5']],
    ['3:1:-1', ['3', '2', '1']],
    ['-1:1:1', ['-1', '0', '1']],
    ['0.1:0.7:0.2', ['0.1', '0.3', '0.5', '0.7']],
    ['0:1:0.25', ['0', '0.25', '0.5', '0.75', '1']],
    ['-0.5:0.5:0.50', ['-0.5', '0', '0.5']],
  ])('%s is a range with both ends, exact in decimal', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['1,2,5', ['1', '2', '5']],
    ['7', ['7']],
    ['random,least-connections', ['random', 'least-connections']],
    ['1:3:1,10,20', ['1', '2', '3', '10', '20']],
    ['null,3', ['null', '3']],
    ['[1,2],{"a":",]"},"x,\\",y"', ['[1,2]', '{"a":",]"}', '"x,\\",y"']],
  ])('%s is a list', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['1,,2', 'a value between the commas, found "1,,2"'],
    ['', 'a value between the commas, found ""'],
    ['10:100', 'from:to:step, such as 10:100:10, found "10:100"'],
    ['10:100:10:1', 'from:to:step, such as 10:100:10, found "10:100:10:1"'],
    ['10:1e9:1', 'from:to:step, such as 10:100:10, found "10:1e9:1"'],
    ['1:5:0', 'a step that leads from the one to the other, found "1:5:0"'],
    ['1:5:-1', 'a step that leads from the one to the other, found "1:5:-1"'],
    ['0:999999999999999:0.000000000000001', 'at most 10000 values, found 999999999999999000000000000001'],
    ['1:9000:1,1:9000:1', 'at most 10000 values, found more'],
  ])('%j is refused', (text, message) => {
    expect(() => values(text)).toThrow(message);
  });
});
