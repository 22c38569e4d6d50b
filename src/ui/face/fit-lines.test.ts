import { expect, it } from 'vitest';
import { fitLines } from './fit-lines';

const line = (key: string) => ({ key, label: key, fill: 0, figure: '0' });

it('shows all lines that fit, and otherwise leaves the last row to their number', () => {
  const lines = ['a', 'b', 'c', 'd'].map(line);
  expect(fitLines(lines, 4)).toEqual({ shown: lines, more: 0 });
  expect(fitLines(lines, 3)).toEqual({ shown: lines.slice(0, 2), more: 2 });
  expect(fitLines([], 3)).toEqual({ shown: [], more: 0 });
});
