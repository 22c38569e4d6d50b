import type { ExternalApiParams } from './params';

/** A moment at which one of the scripted outages begins or ends. */
export interface OutageMoment {
  readonly atMs: number;
  readonly outage: number;
  readonly begins: boolean;
}

/** The scripted outages as one list of moments, in order; at the same instant ends come first. */
export function scriptOf(outages: ExternalApiParams['outages']): readonly OutageMoment[] {
  return outages
    .flatMap(({ fromMs, durationMs }, outage): OutageMoment[] => [
      { atMs: fromMs, outage, begins: true },
      { atMs: fromMs + durationMs, outage, begins: false },
    ])
    .sort((one, other) => one.atMs - other.atMs || Number(one.begins) - Number(other.begins));
}
