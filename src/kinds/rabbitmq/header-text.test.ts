import { expect, test } from 'vitest';
import { headersIn, headersText } from './header-text';

test('headers are typed as names and values, and read back as they were', () => {
  const headers = [
    { name: 'region', value: 'eu' },
    { name: 'urgent', value: null },
    { name: 'sum', value: 'a=b' },
  ];
  expect(headersText(headers)).toBe('region=eu urgent sum=a=b');
  expect(headersIn('  region=eu urgent   sum=a=b ')).toEqual(headers);
  expect(headersIn('')).toEqual([]);
});
