import type { NumberField } from '../../../schema/field';

/** The values that a sweep runs through: so many from one to another, both included. */
export interface Steps {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export const MOST_STEPS = 50;
const PROPOSED_COUNT = 10;

/** Without the digits that binary arithmetic adds. */
const clean = (value: number): number => Number(value.toPrecision(6));

/** The next rounder number at or below one: 1, 2, 2.5 or 5 times a power of ten. */
function roundDown(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = [5, 2.5, 2, 1].find((digit) => value >= digit * power * (1 - 1e-9)) ?? 1;
  return clean(lead * power);
}

/** A range around the present value: from about half of it to about five times as much, where the field allows that. */
export function proposedSteps({ min, max, integer, unit }: NumberField, present: number): Steps {
  if (unit === 'ratio') return { from: min, to: max, count: 11 };
  const step = roundDown((Math.abs(present) || 10) / 2);
  const stride = integer ? Math.max(1, Math.round(step)) : step;
  const from = Math.max(min, stride);
  const to = Math.min(max, clean(from + stride * (PROPOSED_COUNT - 1)));
  const count = Math.round((to - from) / stride) + 1;
  return { from, to, count: Math.max(2, count) };
}

/** The values themselves, in order; whole numbers where the field wants them, none twice. */
export function valuesOf({ from, to, count }: Steps, { integer }: Pick<NumberField, 'integer'>): number[] {
  const values = Array.from({ length: count }, (_, index) => {
    const value = count === 1 ? from : from + ((to - from) * index) / (count - 1);
    return integer ? Math.round(value) : clean(value);
  });
  return [...new Set(values)];
}
