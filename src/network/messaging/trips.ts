import type { Link } from '../links/link';
import type { Network } from '../network';

/** Draws how long something that leaves now takes over a link, ms, as slow as the link is just now. */
export const travelMs = (network: Network, link: Link): number =>
  link.travelMs() * network.linkPaces.factorOf(link.index);

/** The same from a broker to a consumer; Infinity when it is lost on the way. */
export function tripThereMs(network: Network, link: Link): number {
  const takesMs = travelMs(network, link);
  return network.paths.losesThere(link.index) ? Infinity : takesMs;
}

/** The same from a consumer to its broker, against the direction of the link. */
export function tripBackMs(network: Network, link: Link): number {
  const takesMs = travelMs(network, link);
  return network.paths.losesBack(link.index) ? Infinity : takesMs;
}
