import type { Link } from '../../network/links/link';
import type { ConsumeParams, RedisParams } from './params';
import { type Place, readingOf } from './places';
import type { Reader } from './reader';
import type { Subscriber } from './subscribers';

type Structures = RedisParams['structures'];

const paramsOf = (link: Link) => link.spec.params as unknown as ConsumeParams;

/** The connections that read lists and streams: as many behind a link as it says. */
export function readersOf(structures: Structures, places: readonly Place[], links: readonly Link[]): Reader[] {
  return links
    .flatMap((link) => {
      const params = paramsOf(link);
      const reading = readingOf(structures, { link: link.id, params });
      if (reading.kind === 'channel') return [];
      const isList = reading.kind === 'list';
      const place = places.findIndex(
        ({ structure, group }) => structure === reading.structure && (isList || group === reading.group),
      );
      return Array.from({ length: params.consumers }, (_, number) => ({ link, number, place, isList, params }));
    })
    .map((reader, index) => ({ ...reader, index }));
}

/** The connections that subscribe to channels: one behind each link. */
export function subscribersOf(structures: Structures, places: readonly Place[], links: readonly Link[]): Subscriber[] {
  return links
    .flatMap((link) => {
      const params = paramsOf(link);
      const reading = readingOf(structures, { link: link.id, params });
      if (reading.kind !== 'channel') return [];
      const place = places.findIndex((one) => one.link === link.id);
      return [{ link, place, names: reading.names, params }];
    })
    .map((subscriber, index) => ({ ...subscriber, index }));
}
