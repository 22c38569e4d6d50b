import { FrameFlag } from './frames/frames';

/** How a message is handed over, from the parameters of a link to a broker. */
export function publishFlags(params: Readonly<Record<string, unknown>>): number {
  return (params.persistent === true ? FrameFlag.persistent : 0) | (params.confirm === true ? FrameFlag.confirm : 0);
}
