import { CALL_PROTOCOLS, defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import type { TextField } from '../../schema/field';
import { choice, group, integer, milliseconds, text, variant } from '../../schema/fields';
import { Cron } from './cron';

const LONGEST = 100;

const cronExpression = (initial: string): TextField => ({
  ...text({ default: initial, maxLength: LONGEST }),
  rules: [
    {
      holds: (value) => Cron.parse(value) !== null,
      expected: 'minute, hour, day, month and weekday, as in */5 * * * *',
    },
  ],
});

export const scheduler = defineKind({
  kind: 'scheduler',
  group: 'traffic',
  params: group(
    {
      schedule: variant(
        'by',
        {
          /** At every whole multiple of it. */
          interval: { everyMs: milliseconds(10_000, 1) },
          /** By the calendar; virtual time begins at midnight on a Monday, the first of a January. */
          cron: { expression: cronExpression('* * * * *') },
        },
        { by: 'interval', everyMs: 10_000 },
      ),
      /** Every run comes so much later than its schedule says. */
      offsetMs: milliseconds(0),
      /** And by a random time up to this. */
      jitterMs: milliseconds(0),
      /** What its calls ask for. */
      operation: text({ maxLength: 60 }),
      /** Calls, or messages, over each link in one run. */
      calls: integer({ default: 1, min: 1, max: 10_000 }),
      /** What becomes of a run that is due while another one is under way. */
      overlap: choice(['allow', 'skip', 'queue', 'replace'], 'allow'),
      /** What becomes of runs that were due while it was down. */
      missed: choice(['skip', 'once', 'all'], 'skip'),
      /** From a restart until it keeps its schedule again. */
      startupMs: milliseconds(1_000),
    },
    { timing: ['offsetMs', 'jitterMs', 'overlap', 'missed', 'startupMs'] },
  ),
  accepts: [],
  calls: [...CALL_PROTOCOLS, ...MESSAGE_PROTOCOLS, 'sql'],
  modes: ['up', 'crashed', 'starting'],
});

export type SchedulerParams = typeof scheduler.params.default;
