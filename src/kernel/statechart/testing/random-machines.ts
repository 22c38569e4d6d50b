/** Random flat machines and what happens to them, for the property tests: everything follows from one seed. */
import { type AnyStateMachine, assign, createMachine, type EventObject, emit, raise } from 'xstate';

/** Uniform whole numbers below `n`, from a 32-bit linear congruential generator's high bits. */
export class Dice {
  constructor(private seed: number) {}

  below(n: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 4294967296) * n);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  times<T>(count: number, make: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => make(i));
  }
}

interface Counters {
  n: number;
  k: number;
}
export interface Happening extends EventObject {
  readonly x?: number;
}
interface Given {
  readonly context: Counters;
  readonly event: Happening;
}
type Config = Record<string, unknown>;

const small = (value: number) => ((value % 97) + 97) % 97;

/** Assigns in every form: by key, as a function, several at once that read each other, with parameters. */
const ASSIGNS: Config = {
  increment: assign({ n: ({ context }: Given) => small(context.n + 1) } as never),
  double: assign((({ context }: Given) => ({ n: small(context.n * 2), k: small(context.k + 1) })) as never),
  zero: assign({ n: 0 } as never),
  swap: assign({ n: ({ context }: Given) => context.k, k: ({ context }: Given) => context.n } as never),
  take: assign({ k: ({ event }: Given) => event.x ?? event.type.length } as never),
  add: assign({ n: ({ context }: Given, by: number) => small(context.n + by) } as never),
};
const GUARDS: Config = {
  even: ({ context }: Given) => context.n % 2 === 0,
  big: ({ context }: Given) => context.n > 10,
  marked: ({ event }: Given) => (event.x ?? 0) > 1,
  above: ({ context }: Given, limit: number) => context.n > limit,
};
/** Two are equal for many values, so that timers tie; one is sometimes never. */
const DELAYS: Config = {
  fixed: 7,
  byN: ({ context }: Given) => 1 + (context.n % 9),
  byK: ({ context }: Given) => 1 + (context.k % 9),
  sometimes: ({ context }: Given) => (context.n % 3 === 0 ? Infinity : 4),
};

const EVENTS = ['A', 'B', 'C', 'D'];

/**
 * A flat machine with two to five states and, in some, a final one. `R` is raised by transitions; `Q` by entering, and
 * is only ever handled without leaving the state, so that raised events come to an end.
 */
export function randomMachine(dice: Dice): AnyStateMachine {
  const keys = dice.times(2 + dice.below(4), (i) => `s${i}`);
  const hasEnd = dice.chance(30);

  const anAssign = (): unknown => {
    const name = dice.pick(Object.keys(ASSIGNS));
    if (name !== 'add') return dice.chance(80) ? name : ASSIGNS[name];
    const by = dice.below(5);
    return { type: 'add', params: dice.chance(50) ? by : ({ context }: Given) => context.k + by };
  };
  const anEmit = (): unknown => {
    const mark = dice.below(100);
    if (dice.chance(40)) return emit({ type: 'said', mark } as never);
    return emit((({ context, event }: Given) => ({ type: 'told', mark, n: context.n, by: event.type })) as never);
  };
  const aRaise = (type: string): unknown => {
    if (dice.chance(50)) return raise({ type, x: dice.below(4) } as never);
    return raise((({ context }: Given) => ({ type, x: context.n % 4 })) as never);
  };
  const actions = (raised: string | null): unknown[] =>
    dice.times(dice.below(4), () => {
      if (dice.chance(25)) return anEmit();
      return raised !== null && dice.chance(20) ? aRaise(raised) : anAssign();
    });
  const aGuard = (): unknown => {
    const name = dice.pick(Object.keys(GUARDS));
    if (name !== 'above') return dice.chance(75) ? name : GUARDS[name];
    const limit = dice.below(20);
    return { type: 'above', params: dice.chance(50) ? limit : ({ context }: Given) => context.k + limit };
  };
  const aTransition = (prefix: string, raised: string | null, mayLeave: boolean): Config => {
    const target = hasEnd && dice.chance(8) ? 'end' : dice.pick(keys);
    return {
      ...(mayLeave && dice.chance(75) ? { target: prefix + target } : {}),
      ...(dice.chance(50) ? { guard: aGuard() } : {}),
      actions: actions(raised),
      ...(dice.chance(25) ? { reenter: true } : {}),
    };
  };
  const transitions = (prefix: string, raised: string | null, mayLeave = true): unknown => {
    if (dice.chance(5)) return undefined;
    return dice.times(1 + dice.below(3), () => aTransition(prefix, raised, mayLeave));
  };
  const handlers = (prefix: string, percent: number): Config => {
    const on: Config = {};
    for (const event of EVENTS) if (dice.chance(percent)) on[event] = transitions(prefix, 'R');
    if (dice.chance(percent)) on.R = transitions(prefix, null);
    if (dice.chance(percent)) on.Q = transitions(prefix, null, false);
    return on;
  };
  const delayed = (prefix: string, percent: number): Config => {
    const after: Config = {};
    if (dice.chance(percent)) after[1 + dice.below(12)] = transitions(prefix, 'R') ?? {};
    for (const delay of Object.keys(DELAYS)) {
      if (dice.chance(percent / 3)) after[delay] = transitions(prefix, 'R') ?? {};
    }
    return after;
  };
  const aState = (): Config => ({
    on: handlers('', 60),
    after: delayed('', 60),
    entry: actions('Q'),
    exit: actions(null),
  });

  const states: Config = Object.fromEntries(keys.map((key) => [key, aState()]));
  if (hasEnd) states.end = { type: 'final', entry: actions('Q'), exit: actions(null) };
  const config: Config = {
    id: 'random',
    context: ({ input }: { input: Counters }) => ({ n: input.n, k: input.k }),
    initial: dice.chance(50) ? keys[0] : { target: keys[0], actions: actions('Q') },
    on: dice.chance(60) ? handlers('.', 30) : {},
    after: dice.chance(30) ? delayed('.', 60) : {},
    entry: actions('Q'),
    exit: actions(null),
    states,
  };
  return createMachine(config as never, { actions: ASSIGNS, guards: GUARDS, delays: DELAYS } as never);
}

/** Something that is done to a world with two instances of one machine. */
export type Step =
  | { readonly do: 'advance'; readonly byMs: number }
  | { readonly do: 'send'; readonly chart: number; readonly event: Happening };

/** Whole milliseconds, so that what is sent often ties with a timer. */
export const randomSteps = (dice: Dice, count: number): Step[] =>
  dice.times(count, () =>
    dice.chance(35)
      ? { do: 'advance', byMs: dice.below(8) }
      : { do: 'send', chart: dice.below(2), event: { type: dice.pick([...EVENTS, 'R', 'unknown']), x: dice.below(4) } },
  );
