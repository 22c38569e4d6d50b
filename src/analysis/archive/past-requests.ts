import { Fact } from '../../network/facts';
import { Outcome } from '../../network/outcomes';
import type { Totals } from './totals';

/** What is known of the clients' requests that ended within a window of which nothing else is known any more. */
export interface PastRequests {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ok: number;
  readonly failed: number;
  readonly meanMs: number;
}

/** The distant past in at most `most` windows of about the same length, oldest first. */
export function pastRequests(totals: Totals, most: number): PastRequests[] {
  const windows = [...totals.all()].map(({ fromMs, toMs, totals: all }) => {
    const ended = all.filter(({ fact }) => fact === Fact.settled);
    const count = (ok: boolean) =>
      ended.reduce((sum, one) => sum + ((one.outcome === Outcome.ok) === ok ? one.count : 0), 0);
    const sumMs = ended.reduce((sum, one) => sum + one.sumMs, 0);
    return { fromMs, toMs, ok: count(true), failed: count(false), sumMs };
  });
  const each = Math.ceil(windows.length / most);
  const joined: PastRequests[] = [];
  for (let index = 0; index < windows.length; index += each) {
    const group = windows.slice(index, index + each);
    const sum = (key: 'ok' | 'failed' | 'sumMs') => group.reduce((all, one) => all + one[key], 0);
    const [ok, failed] = [sum('ok'), sum('failed')];
    const meanMs = ok + failed === 0 ? 0 : sum('sumMs') / (ok + failed);
    joined.push({ fromMs: group[0].fromMs, toMs: group[group.length - 1].toMs, ok, failed, meanMs });
  }
  return joined;
}
