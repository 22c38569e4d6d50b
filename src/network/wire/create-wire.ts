import type { ConnectionsParams } from './connections-field';
import type { PayloadParams } from './payload-field';
import { Wire } from './wire';

/** The parameters of a link that are about bytes and connections. */
export interface WireParams {
  readonly payload?: PayloadParams | null;
  readonly connections?: ConnectionsParams | null;
  readonly bytesPerSec?: number | null;
}

/** Null for a link that says nothing of them: then calls have no size, and connections are there when needed. */
export function createWire(protocol: string, params: WireParams): Wire | null {
  const { payload = null, connections = null, bytesPerSec = null } = params;
  if (payload === null && connections === null && bytesPerSec === null) return null;
  return new Wire(protocol, payload, connections, bytesPerSec);
}
