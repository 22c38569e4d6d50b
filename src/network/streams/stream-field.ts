import { choice, group, integer } from '../../schema/fields';
import { duration } from '../duration-field';

/** Who sends the messages of a stream, seen from who opened it: the callee, the caller, or both, each for itself. */
export const STREAM_DIRECTIONS = ['server', 'client', 'bidirectional'] as const;
export type StreamDirection = (typeof STREAM_DIRECTIONS)[number];

/** How many messages a side sends in one stream, at the most. */
export const MOST_STREAMED = 1_000_000;

/** How long a sender takes until it has the next message, from the one before it or from the beginning. */
export const streamInterval = duration({ dist: 'constant', valueMs: 100 });

/** What every call over a link is, instead of one request and one answer. */
export const streamField = group({
  direction: choice(STREAM_DIRECTIONS, 'server'),
  /** By each side that sends. */
  messages: integer({ default: 10, min: 0, max: MOST_STREAMED }),
  interval: streamInterval,
});

export type StreamParams = typeof streamField.default;
