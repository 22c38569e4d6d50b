import { describe, expect, test } from 'vitest';
import { numbersIn } from './numbers-in';

describe('numbers in a text', () => {
  test('stand with spaces, semicolons or line breaks between them', () => {
    expect(numbersIn(' 1 2,5;3\n\n4.25 ', true)).toEqual([1, 2.5, 3, 4.25]);
    expect(numbersIn('', true)).toEqual([]);
    expect(numbersIn('1 two 3', true)).toEqual([1, Number.NaN, 3]);
  });

  test('of a log are its moments, from the first one on', () => {
    expect(
      numbersIn('2024-05-01T12:00:00.250Z GET /a 200\n2024-05-01T12:00:00Z GET /b 200\n2024-05-01 12:00:01,5 x', true),
    ).toEqual([250, 0, 1_500]);
  });

  test('of a web server in its common format too, across midnight and time zones', () => {
    const log =
      '::1 - - [31/Dec/2023:23:59:59 +0000] "GET / HTTP/1.1" 200 5\n' +
      '::1 - - [01/Jan/2024:01:00:00 +0100] "GET / HTTP/1.1" 200 5\n';
    expect(numbersIn(log, true)).toEqual([0, 1_000]);
  });

  test('since 1970, in seconds or milliseconds, are moments as well', () => {
    expect(numbersIn('1714564800.5 1714564800.25', true)).toEqual([250, 0]);
    expect(numbersIn('1714564800250\n1714564800000', true)).toEqual([250, 0]);
  });

  test('are taken as they are where they are no times', () => {
    expect(numbersIn('1714564800 5', true)).toEqual([1_714_564_800, 5]);
    expect(numbersIn('1714564800', false)).toEqual([1_714_564_800]);
  });
});
