import { CRC_START, crcByte, crcBytes, crcEnd } from '../crc32';
import type { Subject } from '../subject';
import type { Group, Upstream } from '../upstream';
import { MAX_TRIES, NOBODY, type Policy } from './policy';
import { Ring } from './ring';
import { roundRobin } from './round-robin';

const ZERO = 48;
const next = () => NOBODY;

/** The member in whose part of the total weight a hash falls. */
function memberAt(upstream: Upstream, { members, totalWeight }: Group, hash: number): number {
  let rest = hash % totalWeight;
  for (const target of members) {
    if (rest < upstream.weight(target)) return target;
    rest -= upstream.weight(target);
  }
  return members[members.length - 1];
}

/** nginx's `hash`: 15 bits of the CRC-32 of the text, which every further try of it is added to. */
export const hashModulo = (subject: Subject): Policy => ({
  choose(upstream, group) {
    if (group.members.length === 0) return NOBODY;
    let hash = 0;
    for (let rehash = 0; rehash < MAX_TRIES; rehash++) {
      let crc = CRC_START;
      if (rehash >= 10) crc = crcByte(crc, ZERO + Math.floor(rehash / 10));
      if (rehash > 0) crc = crcByte(crc, ZERO + (rehash % 10));
      hash += (crcEnd(crcBytes(crc, subject.bytes, subject.length)) >>> 16) & 0x7fff;
      const target = memberAt(upstream, group, hash);
      if (upstream.isOpen(target)) return target;
    }
    return roundRobin.choose(upstream, group);
  },
  next,
});

/** nginx's `ip_hash`: the first three octets of the address, so that a network /24 has one target. */
export const ipHash = (subject: Subject): Policy => ({
  choose(upstream, group) {
    if (group.members.length === 0) return NOBODY;
    let hash = 89;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      for (const octet of subject.network) hash = (hash * 113 + octet) % 6271;
      const target = memberAt(upstream, group, hash);
      if (upstream.isOpen(target)) return target;
    }
    return roundRobin.choose(upstream, group);
  },
  next,
});

/** nginx's `hash … consistent`: a ring of points; what is not open leaves its requests to the next points. */
export function consistentHash(subject: Subject): Policy {
  const rings = new Map<Group, Ring>();
  return {
    choose(upstream, group) {
      if (group.members.length === 0) return NOBODY;
      let ring = rings.get(group);
      if (!ring) {
        ring = new Ring(group.members.map((target) => upstream.targets[target]));
        rings.set(group, ring);
      }
      const first = ring.find(crcEnd(crcBytes(CRC_START, subject.bytes, subject.length)));
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const target = group.members[ring.memberAt(first + tries)];
        if (upstream.isOpen(target)) return target;
      }
      return roundRobin.choose(upstream, group);
    },
    next,
  };
}
