import type { Faults } from './faults';

/** What is wrong with a component, as briefly as its card has room for: paused, a share of errors, how many times slower. */
export function faultMark(faults: Faults | undefined): string {
  if (!faults) return '';
  const marks = [
    faults.paused ? '❚❚' : '',
    faults.errors > 0 ? `✕${Math.round(faults.errors * 100)}%` : '',
    faults.slowFactor === 1 ? '' : `×${faults.slowFactor}`,
  ];
  return marks.filter(Boolean).join(' ');
}
