import { describe, expect, test } from 'vitest';
import { Cron } from './cron';

/** Virtual time begins here. */
const EPOCH = Date.UTC(2024, 0, 1);
const parse = (expression: string): Cron => {
  const cron = Cron.parse(expression);
  if (cron === null) throw new Error(`${expression} means nothing`);
  return cron;
};
/** The first moments after the given date at which it is due. */
function due(expression: string, after: string, count = 3): string[] {
  const cron = parse(expression);
  let at = Date.parse(`${after}Z`) - EPOCH;
  return Array.from({ length: count }, () => {
    at = cron.nextAfter(at);
    return new Date(EPOCH + at).toISOString().slice(0, 16);
  });
}

describe('a cron expression', () => {
  test.each([
    ['* * * * *', '2024-01-01T00:00', ['2024-01-01T00:01', '2024-01-01T00:02', '2024-01-01T00:03']],
    ['*/15 * * * *', '2024-01-01T00:01', ['2024-01-01T00:15', '2024-01-01T00:30', '2024-01-01T00:45']],
    ['5-10/2 1 * * *', '2024-01-01T00:00', ['2024-01-01T01:05', '2024-01-01T01:07', '2024-01-01T01:09']],
    ['30 4 1,15 * *', '2024-01-01T05:00', ['2024-01-15T04:30', '2024-02-01T04:30', '2024-02-15T04:30']],
    ['0 0 * * mon-fri', '2024-01-05T00:00', ['2024-01-08T00:00', '2024-01-09T00:00', '2024-01-10T00:00']],
    ['0 12 * jul SUN', '2024-07-01T00:00', ['2024-07-07T12:00', '2024-07-14T12:00', '2024-07-21T12:00']],
    ['0 0 * * 7', '2024-01-01T00:00', ['2024-01-07T00:00', '2024-01-14T00:00', '2024-01-21T00:00']],
    ['0 0 29 2 *', '2024-01-01T00:00', ['2024-02-29T00:00', '2028-02-29T00:00', '2032-02-29T00:00']],
    ['59 23 31 12 *', '2024-01-01T00:00', ['2024-12-31T23:59', '2025-12-31T23:59', '2026-12-31T23:59']],
    ['@weekly', '2024-01-01T00:00', ['2024-01-07T00:00', '2024-01-14T00:00', '2024-01-21T00:00']],
    ['@hourly', '2024-01-01T23:30', ['2024-01-02T00:00', '2024-01-02T01:00', '2024-01-02T02:00']],
  ])('%s', (expression, after, moments) => {
    expect(due(expression, after)).toEqual(moments);
  });

  test('with a day of the month and a weekday is due on either: the example of crontab(5)', () => {
    // 4:30 on the 1st and 15th of each month, plus every Friday.
    expect(due('30 4 1,15 * 5', '2024-01-01T05:00', 4)).toEqual([
      '2024-01-05T04:30',
      '2024-01-12T04:30',
      '2024-01-15T04:30',
      '2024-01-19T04:30',
    ]);
  });

  test('whose field begins with a star does not restrict by it, so that both must hold', () => {
    // Mondays that are odd days of their month.
    expect(due('0 0 */2 * mon', '2024-01-02T00:00', 2)).toEqual(['2024-01-15T00:00', '2024-01-29T00:00']);
  });

  test('goes through 12 years day by day as a calendar does', () => {
    const cron = parse('17 3 * * *');
    let at = 0;
    for (let day = 0; day < 12 * 365; day++) {
      at = cron.nextAfter(at);
      expect(at).toBe((day * 1_440 + 197) * 60_000);
    }
    const ends = due('0 0 1 * *', '2024-01-01T00:00', 150);
    expect(new Set(ends.map((moment) => moment.slice(8)))).toEqual(new Set(['01T00:00']));
    expect(ends.at(-1)).toBe('2036-07-01T00:00');
  });

  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '5/10 * * * *',
    '1-2-3 * * * *',
    '*/5/5 * * * *',
    '1,,2 * * * *',
    '-5 * * * *',
    '* * * foo *',
    '* * * anf *',
    '0 0 30 2 *',
    '@never',
    'constructor',
    '１ * * * *',
  ])('refuses %j', (expression) => {
    expect(Cron.parse(expression)).toBeNull();
  });
});
