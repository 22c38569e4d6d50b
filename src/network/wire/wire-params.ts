import type { ConnectionsParams } from './connections-field';
import type { PayloadParams } from './payload-field';

/** The parameters of a link that are about bytes and connections. */
export interface WireParams {
  readonly payload?: PayloadParams | null;
  readonly connections?: ConnectionsParams | null;
  readonly bytesPerSec?: number | null;
}

/** False for a link that says nothing of them: then calls have no size, and connections are there when needed. */
export const saysOfWire = ({ payload = null, connections = null, bytesPerSec = null }: WireParams): boolean =>
  payload !== null || connections !== null || bytesPerSec !== null;
