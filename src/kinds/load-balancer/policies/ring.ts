import { CRC_START, crcByte, crcBytes, crcEnd } from '../crc32';

/** ketama: so many points for each unit of weight. */
const POINTS_PER_WEIGHT = 160;
/** The points of a ring take 8 bytes each; weights that ask for more get fewer points, all in proportion. */
const MAX_POINTS = 2_000_000;
/** Points are sorted as hash × this + member, in one number. */
const MEMBERS = 1 << 20;

interface RingMember {
  readonly name: string;
  readonly weight: number;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

/** The checksum of `host NUL port`, from which a server's points go on. */
function checksumOf(name: string): number {
  const [, host, port] = /^(.*?)(?::(\d+))?$/s.exec(name) ?? [];
  return crcBytes(crcByte(crcBytes(CRC_START, bytesOf(host ?? name)), 0), bytesOf(port ?? ''));
}

/**
 * nginx's ring (ngx_http_upstream_hash_module.c, after ketama): 160 points per weight, each the CRC-32 of the server's
 * name followed by the point before it. A key belongs to the first point that is not smaller than its own CRC-32.
 */
export class Ring {
  /** Sorted; no two have the same hash. */
  private readonly points: Float64Array;

  constructor(members: readonly RingMember[]) {
    const wanted = members.reduce((sum, { weight }) => sum + weight * POINTS_PER_WEIGHT, 0);
    const scale = Math.min(1, MAX_POINTS / wanted);
    const all = members.flatMap(({ name, weight }, member) => {
      const checksum = checksumOf(name);
      let point = 0;
      return Array.from({ length: Math.round(weight * POINTS_PER_WEIGHT * scale) }, () => {
        let crc = checksum;
        for (let byte = 0; byte < 4; byte++) crc = crcByte(crc, (point >>> (8 * byte)) & 0xff);
        point = crcEnd(crc);
        return point * MEMBERS + member;
      });
    });
    const sorted = Float64Array.from(all).sort();
    this.points = sorted.filter((point, i) => i === 0 || hashOf(point) !== hashOf(sorted[i - 1]));
  }

  /** The place of the first point that is not smaller; behind the last when all are. */
  find(hash: number): number {
    const { points } = this;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (hashOf(points[middle]) < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whose point it is, counting on from the beginning behind the last one. */
  memberAt(place: number): number {
    const { points } = this;
    return points[place % points.length] % MEMBERS;
  }
}

const hashOf = (point: number): number => Math.floor(point / MEMBERS);
