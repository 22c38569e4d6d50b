/**
 * Documents that ask for what no run can do, as the text of a file. Some are refused, the others are stopped when they
 * meet a limit; either way somebody is told where, and what the limit is.
 */
interface Hostile {
  readonly what: string;
  readonly text: string;
}

/** Refused before anything runs. */
export interface RefusedScenario extends Hostile {
  /** Where the document goes wrong, and what would be right. */
  readonly path: string;
  readonly expected: string;
}

/** Let through, and stopped in its run. */
export interface StoppedScenario extends Hostile {
  readonly limit: 'events' | 'frames' | 'kept';
  /** Who may be named: the one where it piles up, by id, which is the label as well. */
  readonly culprits: readonly string[];
}

type Params = Readonly<Record<string, unknown>>;

const constant = (valueMs: number) => ({ dist: 'constant', valueMs });
const node = (kind: string, id: string, params: Params = {}) => ({ id, kind, label: id, params });
const client = (arrivals: object) => node('client', 'shop', { arrivals });
const link = (from: string, to: string, params: Params = {}, id = `${from}-${to}`) => ({ id, from, to, params });
const written = (title: string, nodes: readonly object[], links: readonly object[], rest: object = {}) =>
  JSON.stringify({ version: 1, title, durationMs: 60_000, nodes, links, ...rest });

const shopAt = (ratePerSec: number | string) =>
  `{"version":1,"nodes":[{"id":"shop","kind":"client","params":{"arrivals":{"process":"poisson","ratePerSec":${ratePerSec}}}}],"links":[]}`;
const RATE = 'nodes[0].params.arrivals.ratePerSec';

export const REFUSED: readonly RefusedScenario[] = [
  { what: 'a load of 1e9 a second', text: shopAt(1e9), path: RATE, expected: 'a number from 0 to 1000000' },
  { what: 'a load without end', text: shopAt('1e999'), path: RATE, expected: 'a finite number' },
  { what: 'a load below zero', text: shopAt(-5), path: RATE, expected: 'a number from 0 to 1000000' },
  {
    what: 'a service time below zero',
    text: written('', [node('service', 's', { serviceTime: constant(-3) })], []),
    path: 'nodes[0].params.serviceTime.valueMs',
    expected: 'a number from 0 to 86400000',
  },
  {
    what: 'a timeout below zero',
    text: written('', [client({ process: 'manual' }), node('service', 's')], [link('shop', 's', { timeoutMs: -1 })]),
    path: 'links[0].params.timeoutMs',
    expected: 'a number from 0.001 to 86400000',
  },
  {
    what: 'a fault before the run',
    text: written('', [node('service', 's')], [], {
      interventions: [{ atMs: -5, action: 'crash', target: { node: 's' } }],
    }),
    path: 'interventions[0].atMs',
    expected: 'a number from 0 to 8640000000',
  },
  {
    what: 'a run that ends before it begins',
    text: written('', [], [], { durationMs: -1 }),
    path: 'durationMs',
    expected: 'a number from 0.000001 to 8640000000',
  },
  {
    what: 'ten thousand components',
    text: written(
      '',
      Array.from({ length: 10_000 }, (_, index) => node('service', `s${index}`)),
      [],
    ),
    path: 'nodes',
    expected: 'a list of at most 2000 items, found 10000 items',
  },
];

/** JSON knows no such number, so that the file as a whole cannot be read. */
export const NOT_A_NUMBER = shopAt('NaN');

const CHAIN = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const retry = { maxAttempts: 10, backoff: 'constant', baseMs: 0, jitter: 'none' };

export const STOPPED: readonly StoppedScenario[] = [
  {
    what: 'a loop without a delay',
    text: written(
      'No delay',
      [client({ process: 'closed', users: 1, thinkTime: constant(0) }), node('service', 'a')],
      [],
    ),
    limit: 'events',
    culprits: ['shop'],
  },
  {
    what: 'a loop with next to no delay',
    text: written(
      'A billionth',
      [client({ process: 'closed', users: 1, thinkTime: constant(1e-9) }), node('service', 'a')],
      [],
    ),
    limit: 'events',
    culprits: ['shop'],
  },
  {
    what: 'a recursion that triples with every message',
    text: written(
      'Recursion',
      [
        client({ process: 'poisson', ratePerSec: 10 }),
        node('service', 'a', { concurrency: 10_000, serviceTime: constant(0) }),
        node('rabbitmq', 'queue'),
      ],
      [
        link('shop', 'a'),
        ...['x', 'y', 'z'].map((which) => link('a', 'queue', {}, which)),
        link('queue', 'a', { prefetch: 0 }),
      ],
    ),
    limit: 'frames',
    culprits: ['a', 'queue'],
  },
  {
    what: 'a retry storm',
    text: written(
      'Retry storm',
      [
        client({ process: 'poisson', ratePerSec: 5_000 }),
        ...CHAIN.map((id) =>
          node('service', id, {
            concurrency: id === 'g' ? 1 : 1_000,
            queueLimit: id === 'g' ? 0 : null,
            serviceTime: constant(1),
          }),
        ),
      ],
      [
        link('shop', 'a', { timeoutMs: 50, retry }),
        ...CHAIN.slice(1).map((id, index) => link(CHAIN[index], id, { timeoutMs: 30, retry })),
      ],
    ),
    limit: 'frames',
    culprits: CHAIN,
  },
  {
    what: 'a spike of 1e9 a second',
    text: written(
      'Spike',
      [
        client({ process: 'spike', ratePerSec: 1e6, factor: 1_000, startMs: 0, durationMs: 10_000 }),
        node('service', 'a'),
      ],
      [link('shop', 'a', { latency: constant(0) })],
    ),
    limit: 'events',
    culprits: ['shop', 'a'],
  },
  {
    what: 'millions of requests by hand at once',
    text: written(
      'By hand',
      [client({ process: 'manual' }), node('service', 'a', { queueLimit: null })],
      [link('shop', 'a')],
      {
        interventions: Array.from({ length: 250 }, () => ({
          atMs: 1_000,
          action: 'send',
          target: { node: 'shop' },
          count: 10_000,
        })),
      },
    ),
    limit: 'frames',
    culprits: ['shop', 'a'],
  },
  {
    what: 'a log that grows by a million a second',
    text: written(
      'Log',
      [client({ process: 'poisson', ratePerSec: 1_000 }), node('event-store', 'log', { eventsPerAppend: 1_000 })],
      [link('shop', 'log')],
    ),
    limit: 'kept',
    culprits: ['log'],
  },
  {
    what: 'a log that many have still to read',
    text: written(
      'Readers',
      [
        client({ process: 'poisson', ratePerSec: 1_000 }),
        node('event-store', 'log', { eventsPerAppend: 1_000 }),
        ...Array.from({ length: 9 }, (_, index) => node('service', `reader${index}`)),
      ],
      [link('shop', 'log'), ...Array.from({ length: 9 }, (_, index) => link('log', `reader${index}`))],
    ),
    limit: 'frames',
    culprits: ['log'],
  },
];
