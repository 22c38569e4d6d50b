import type { ConsumerSpec } from '../../network/kind';

interface Structure {
  readonly name: string;
  readonly type: 'channel' | 'list' | 'stream';
}

/** What the facts call a queue: a list; what a group has still to do of a stream; what waits for a subscriber. */
export interface Place {
  readonly kind: 'channel' | 'list' | 'stream';
  /** The index of the structure; −1 for a subscriber, which may have several channels. */
  readonly structure: number;
  /** Of a stream: the group, null where nobody reads it; and which copy of an entry it has. */
  readonly group: string | null;
  readonly copy: number;
  /** The link of a subscriber; empty for all others. */
  readonly link: string;
  readonly name: string;
  readonly shownGroup: string | null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What a consumer's link names: a structure, or the channels and patterns that it subscribes to. */
export type Reading =
  | { readonly kind: 'list' | 'stream'; readonly structure: number; readonly group: string }
  | { readonly kind: 'channel'; readonly names: readonly string[] };

export function readingOf(structures: readonly Structure[], { link, params }: Omit<ConsumerSpec, 'node'>): Reading {
  const names = textOf(params.structure)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 && structures.length > 0) names.push(structures[0].name);
  const structure = structures.findIndex(({ name, type }) => name === names[0] && type !== 'channel');
  if (structure < 0) return { kind: 'channel', names: [...new Set(names)] };
  const { type } = structures[structure];
  return { kind: type === 'list' ? 'list' : 'stream', structure, group: textOf(params.group) || link };
}

/** All places in the order of their numbers: structure by structure, in each stream the groups by their first link, then the subscribers. */
export function placesOf(structures: readonly Structure[], consumers: readonly ConsumerSpec[]): Place[] {
  const readings = consumers.map((consumer) => ({ consumer, reading: readingOf(structures, consumer) }));
  const kept = structures.flatMap(({ name, type }, structure): Place[] => {
    const base = { structure, link: '', name };
    if (type === 'channel') return [];
    if (type === 'list') return [{ ...base, kind: 'list', group: null, copy: 0, shownGroup: null }];
    const groups = readings.flatMap(({ reading }) =>
      reading.kind === 'stream' && reading.structure === structure ? [reading.group] : [],
    );
    const distinct: (string | null)[] = [...new Set(groups)];
    if (distinct.length === 0) distinct.push(null);
    return distinct.map((group, copy) => {
      // A group that has no name of its own is called after its consumer.
      const own = consumers.find(({ link, params }) => link === group && textOf(params.group) === '');
      return { ...base, kind: 'stream', group, copy, shownGroup: own?.node ?? group };
    });
  });
  const subscribers = readings.flatMap(({ consumer, reading }): Place[] =>
    reading.kind === 'channel'
      ? [
          {
            kind: 'channel',
            structure: -1,
            group: null,
            copy: 0,
            link: consumer.link,
            name: reading.names.join(', '),
            shownGroup: consumer.node,
          },
        ]
      : [],
  );
  return [...kept, ...subscribers];
}
