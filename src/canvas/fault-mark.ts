import { formatMs } from '../i18n/format';
import type { Faults } from './faults';

/** What is wrong with a component, as briefly as its card has room for: paused, a share of errors, how many times slower. */
export function faultMark(faults: Faults | undefined): string {
  if (!faults) return '';
  const marks = [
    faults.paused ? '❚❚' : '',
    faults.errors > 0 ? `✕${Math.round(faults.errors * 100)}%` : '',
    faults.notConsuming ? '⊘' : '',
    faults.starved > 0 ? `CPU −${Math.round(faults.starved * 100)}%` : '',
    faults.skewMs === 0 ? '' : `◷${faults.skewMs > 0 ? '+' : '−'}${formatMs(Math.abs(faults.skewMs))}`,
    faults.slowFactor === 1 ? '' : `×${faults.slowFactor}`,
  ];
  return marks.filter(Boolean).join(' ');
}

/** What has been done to a link's latency, as briefly as its label has room for. */
export const latencyMark = ({ slowFactor, delayMs }: Pick<Faults, 'slowFactor' | 'delayMs'>): string =>
  [slowFactor === 1 ? '' : `×${slowFactor}`, delayMs === 0 ? '' : `+${formatMs(delayMs)}`].filter(Boolean).join(' ');
