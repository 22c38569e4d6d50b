/**
 * Cron expressions with the rules of Vixie cron (crontab(5) of cron 3.0): five fields, `*`, lists, ranges, steps, names
 * of months and weekdays, Sunday as 0 and 7, and `@hourly` and the like. Virtual time begins at midnight on Monday,
 * 1 January 2024, in a zone that knows no daylight saving time.
 */

interface Range {
  readonly from: number;
  readonly to: number;
  /** Three letters each, for the numbers from {@link from} on. */
  readonly names?: string;
}

const RANGES: readonly Range[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: 'janfebmaraprmayjunjulaugsepoctnovdec' },
  { from: 0, to: 7, names: 'sunmontuewedthufrisat' },
];

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

function numberIn(text: string, { from, to, names }: Range): number {
  const named = /^[a-z]{3}$/.test(text) ? (names?.indexOf(text) ?? -1) : -1;
  if (named >= 0 && named % 3 === 0) return from + named / 3;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= from && number <= to ? number : Number.NaN;
}

/** The numbers that one part of a list stands for, added to `into`; false if it makes no sense. */
function takePart(part: string, range: Range, into: Set<number>): boolean {
  const [span, step, ...more] = part.split('/');
  const [first, last, ...rest] = span.split('-');
  if (more.length > 0 || rest.length > 0) return false;
  const isStar = span === '*';
  const isRange = isStar || last !== undefined;
  const from = isStar ? range.from : numberIn(first, range);
  const to = isStar ? range.to : isRange ? numberIn(last, range) : from;
  const by = step === undefined ? 1 : /^\d{1,2}$/.test(step) && isRange ? Number(step) : 0;
  if (!(from <= to && by > 0)) return false;
  for (let number = from; number <= to; number += by) into.add(number);
  return true;
}

/** When something is due, by the calendar. */
export class Cron {
  private constructor(
    private readonly minutes: ReadonlySet<number>,
    private readonly hours: ReadonlySet<number>,
    private readonly days: ReadonlySet<number>,
    private readonly months: ReadonlySet<number>,
    private readonly weekdays: ReadonlySet<number>,
    /** Where both are said, the day of the month or the weekday is enough; a field that begins with `*` says nothing. */
    private readonly eitherDay: boolean,
  ) {}

  /** What an expression means; null if it means nothing, or a day that never comes. */
  static parse(expression: string): Cron | null {
    const text = expression.trim().toLowerCase();
    const fields = (Object.hasOwn(NICKNAMES, text) ? NICKNAMES[text] : text).split(/\s+/);
    if (fields.length !== RANGES.length) return null;
    const sets: Set<number>[] = [];
    for (const [index, field] of fields.entries()) {
      const numbers = new Set<number>();
      if (!field.split(',').every((part) => takePart(part, RANGES[index], numbers))) return null;
      sets.push(numbers);
    }
    const [minutes, hours, days, months, weekdays] = sets;
    if (weekdays.has(7)) weekdays.add(0);
    const eitherDay = !fields[2].startsWith('*') && !fields[4].startsWith('*');
    const cron = new Cron(minutes, hours, days, months, weekdays, eitherDay);
    return cron.nextAfter(0) === Infinity ? null : cron;
  }

  /** The first moment after `ms` at which it is due, ms. */
  nextAfter(ms: number): number {
    let minute = Math.floor(ms / MINUTE_MS) + 1;
    const lastDay = Math.floor(minute / DAY) + CALENDAR_DAYS;
    for (;;) {
      const day = Math.floor(minute / DAY);
      if (day > lastDay) return Infinity;
      if (!this.isOn(day)) minute = (day + 1) * DAY;
      else if (!this.hours.has(Math.floor(minute / HOUR) % 24)) minute = (Math.floor(minute / HOUR) + 1) * HOUR;
      else if (!this.minutes.has(minute % HOUR)) minute++;
      else return minute * MINUTE_MS;
    }
  }

  /** @param day counted from 1 January 2024 */
  private isOn(day: number): boolean {
    const [month, dayOfMonth] = dateOf(day);
    if (!this.months.has(month)) return false;
    const byDay = this.days.has(dayOfMonth);
    const byWeekday = this.weekdays.has((day + 1) % 7);
    return this.eitherDay ? byDay || byWeekday : byDay && byWeekday;
  }
}

const MINUTE_MS = 60_000;
/** Minutes. */
const HOUR = 60;
const DAY = 1_440;
const FOUR_YEARS = 1_461;
/** After 28 years every date has been on every weekday. */
const CALENDAR_DAYS = 7 * FOUR_YEARS;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Month and day of the month, both from 1. The longest run does not see 2100, which is no leap year. */
function dateOf(day: number): [month: number, day: number] {
  const inCycle = day % FOUR_YEARS;
  const isLeap = inCycle < 366;
  let rest = isLeap ? inCycle : (inCycle - 366) % 365;
  for (let month = 0; ; month++) {
    const length = month === 1 && isLeap ? 29 : MONTHS[month];
    if (rest < length) return [month + 1, rest + 1];
    rest -= length;
  }
}
