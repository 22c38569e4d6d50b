import { duration } from '../../network/duration-field';
import { CALL_PROTOCOLS, defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import { choice, flag, group, integer, list, milliseconds, optional, text } from '../../schema/fields';

export const orchestrator = defineKind({
  kind: 'orchestrator',
  group: 'compute',
  params: group(
    {
      /** What a saga does, in order; empty: one step over each outgoing link, with nothing to undo. */
      steps: list(
        group({
          /** Empty: whom it asks. */
          name: text({ maxLength: 40 }),
          link: text({ maxLength: 100, refersTo: 'outgoingLink' }),
          /** What is asked for; empty: what the saga itself was asked for. */
          operation: text({ maxLength: 60 }),
          /** What takes it back when a later step fails; empty: nothing has to be. */
          undo: text({ maxLength: 60 }),
          /** Until an answer is given up; null: the saga waits for ever. */
          timeoutMs: optional(milliseconds(5_000, 0.001), 5_000),
          /** Further tries before the saga turns back. */
          retries: integer({ default: 0, min: 0, max: 1_000 }),
          retryDelayMs: milliseconds(500),
        }),
        { default: [], maxItems: 50 },
      ),
      /** When whoever asked for a saga gets an answer: at its end, or as soon as it has been taken down. */
      answers: choice(['atEnd', 'accepted'], 'atEnd'),
      /** How far each saga is, is kept in a log: after a crash it goes on from there. */
      persistent: flag(true),
      /** Time to write a line of that log, before each step. */
      logTime: duration({ dist: 'constant', valueMs: 1 }),
      /** Tries to take a step back, before a saga is left for people to sort out; null: until it succeeds. */
      undoTries: optional(integer({ default: 10, min: 1, max: 1_000_000 })),
      undoDelayMs: milliseconds(1_000, 0.001),
      startupMs: milliseconds(3_000),
    },
    { operations: ['logTime', 'undoTries', 'undoDelayMs'] },
  ),
  accepts: [...CALL_PROTOCOLS, ...MESSAGE_PROTOCOLS],
  calls: [...CALL_PROTOCOLS, 'sql', ...MESSAGE_PROTOCOLS],
  modes: ['up', 'crashed', 'starting'],
});

export type OrchestratorParams = typeof orchestrator.params.default;
