import { duration } from '../../network/duration-field';
import { CALL_PROTOCOLS, defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import { choice, group, integer, list, milliseconds, number, perSecond, text, variant } from '../../schema/fields';

/** How requests come in: open-loop processes with a rate, or a closed loop of users who think between requests. */
export const arrivalsField = variant(
  'process',
  {
    poisson: { ratePerSec: perSecond(20) },
    constant: { ratePerSec: perSecond(20) },
    closed: {
      users: integer({ default: 20, min: 1, max: 100_000 }),
      thinkTime: duration({ dist: 'exponential', meanMs: 1_000 }),
    },
    /** `size` requests at once, at Poisson moments whose rate makes the mean rate `ratePerSec`. */
    bursts: { ratePerSec: perSecond(20), size: integer({ default: 10, min: 1, max: 10_000 }) },
    /** A Poisson process whose rate goes from one value to another in a straight line, and stays there. */
    ramp: { fromPerSec: perSecond(5), toPerSec: perSecond(100), durationMs: milliseconds(60_000, 1) },
    /** A Poisson process at `ratePerSec`, times `factor` during one interval. */
    spike: {
      ratePerSec: perSecond(20),
      factor: number({ default: 5, min: 0, max: 1000, unit: 'factor' }),
      startMs: milliseconds(20_000),
      durationMs: milliseconds(10_000, 1),
    },
    /** A Poisson process whose rate swings between two values, in straight lines or as a wave: a day in a short time. */
    diurnal: {
      minPerSec: perSecond(5),
      maxPerSec: perSecond(50),
      periodMs: milliseconds(120_000, 1),
      shape: choice(['lines', 'wave'], 'lines'),
    },
    /** The moments of a real log, in ms from the start. */
    replay: { timesMs: list(milliseconds(0), { maxItems: 100_000 }) },
    /** Only when the visitor presses Send. */
    manual: {},
  },
  { process: 'poisson', ratePerSec: 20 },
);

/** What clients ask for: operations by weight. */
const mixField = list(
  group({
    operation: text({ maxLength: 60 }),
    weight: number({ default: 1, min: 0, max: 1000 }),
  }),
  { maxItems: 50 },
);

const count = integer({ default: 1_000, min: 1, max: 1_000_000 });

/** Which of many each request is about, or comes from. */
const drawField = variant(
  'pattern',
  {
    /** Always the same. */
    one: {},
    uniform: { count },
    /** The r-th in popularity with probability ∝ 1 / r^exponent. */
    zipf: { count, exponent: number({ default: 0.99, min: 0, max: 10 }) },
    /** One after the other, and again from the first. */
    turns: { count },
  },
  { pattern: 'one' },
);

export const client = defineKind({
  kind: 'client',
  group: 'traffic',
  params: group(
    {
      arrivals: arrivalsField,
      mix: mixField,
      /** What each request is about: the `key` of its frame, which caches, partitions and hashing go by. */
      keys: drawField,
      /** Whom each request comes from: the `source` of its frame, which hashing by address and limits per client go by. */
      users: drawField,
    },
    { requests: ['mix', 'keys', 'users'] },
  ),
  accepts: [],
  calls: [...CALL_PROTOCOLS, ...MESSAGE_PROTOCOLS, 'sql', 'redis'],
  modes: ['up'],
});

export type ClientParams = typeof client.params.default;
export type Arrivals = ClientParams['arrivals'];
export type Draw = ClientParams['keys'];
