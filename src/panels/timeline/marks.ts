import type { Intervention } from '../../scenario/scenario';

/** What stands at one place of the timeline: interventions so close together that their marks would cover each other. */
export interface Mark {
  /** Of the first of them, 0 … 1. */
  readonly share: number;
  readonly first: Intervention;
  readonly count: number;
}

/** How many places the timeline has for marks. */
const PLACES = 160;

/** Interventions as marks on a timeline, oldest first; those of one place are one mark. */
export function marksOf(interventions: readonly Intervention[], spanMs: number): readonly Mark[] {
  const byPlace = new Map<number, { share: number; first: Intervention; count: number }>();
  for (const intervention of interventions) {
    const share = Math.min(1, intervention.atMs / spanMs);
    const place = Math.floor(share * PLACES);
    const known = byPlace.get(place);
    if (!known) byPlace.set(place, { share, first: intervention, count: 1 });
    else {
      known.count++;
      if (intervention.atMs < known.first.atMs) Object.assign(known, { share, first: intervention });
    }
  }
  return [...byPlace].sort(([a], [b]) => a - b).map(([, mark]) => mark);
}

/** A stretch of the timeline, 0 … 1, during which something that was done lasts. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** When anything with a definite end is in force, as stretches that do not touch each other. */
export function stretchesOf(interventions: readonly Intervention[], spanMs: number): readonly Stretch[] {
  const all = interventions
    .filter(({ durationMs }) => durationMs !== null)
    .map(({ atMs, durationMs }) => ({ from: atMs / spanMs, to: Math.min(1, (atMs + (durationMs ?? 0)) / spanMs) }))
    .filter(({ from }) => from < 1)
    .sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const stretch of all) {
    const last = merged.at(-1);
    if (last && stretch.from <= last.to + 1 / PLACES) last.to = Math.max(last.to, stretch.to);
    else merged.push({ ...stretch });
  }
  return merged;
}
