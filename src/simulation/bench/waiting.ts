import { behaviours } from '../../kinds/behaviours';
import type { FromWorker, ToWorker } from '../../worker/protocol';
import { Session } from '../../worker/session';
import '../../worker/with-answers';
import type { Measurement } from './measurement';
import { pageFolds, scenarioOf, simulate } from './runs';
import { cpuMs, timesOf, wallMs } from './timing';

/** Orders a second that nobody takes up. */
const RATE_PER_SEC = 10_000;
const WAITING = [
  [100, '100'],
  [100_000, '100,000'],
] as const;
const LOOKS = 50;
const WINDOWS = 7;
/** A second: so many more messages come. */
const WINDOW_MS = 1_000;

const constant = (valueMs: number) => ({ dist: 'constant', valueMs });

/** A broker whose only consumer is away from the start. */
const backlog = scenarioOf({
  version: 1,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: RATE_PER_SEC } } },
    { id: 'orders', kind: 'service', params: { concurrency: 100, serviceTime: constant(1) } },
    { id: 'rabbit', kind: 'rabbitmq' },
    { id: 'mailer', kind: 'service' },
  ],
  links: [
    { id: 'order', from: 'shop', to: 'orders' },
    { id: 'publish', from: 'orders', to: 'rabbit' },
    { id: 'consume', from: 'rabbit', to: 'mailer' },
  ],
  interventions: [{ atMs: 0, action: 'crash', target: { node: 'mailer' }, durationMs: null }],
});

const untilMs = (waiting: number) => (waiting * 1000) / RATE_PER_SEC;

/** Nanoseconds an event takes while so many wait, and a few more, window by window. */
function events(waiting: number): number[] {
  const simulation = simulate(backlog, pageFolds(backlog).folds);
  let until = untilMs(waiting);
  simulation.runUntil(until);
  return Array.from({ length: WINDOWS }, () => {
    const before = simulation.events;
    until += WINDOW_MS;
    const ms = cpuMs(() => simulation.runUntil(until));
    return (ms * 1e6) / (simulation.events - before);
  });
}

/** Microseconds that the worker takes to answer a question of the page, time by time. */
function answers(waiting: number, question: ToWorker): number[] {
  const heard: FromWorker[] = [];
  const session = new Session(
    (message) => heard.push(message),
    () => performance.now(),
    behaviours,
  );
  session.handle({ type: 'load', scenario: backlog, untilMs: untilMs(waiting) });
  return Array.from({ length: LOOKS }, () => 1000 * wallMs(() => session.handle(question)));
}

const QUESTIONS: readonly (readonly [name: string, (waiting: number) => ToWorker])[] = [
  ['what became of them', () => ({ type: 'deliveries' })],
  ['the course of the queue', () => ({ type: 'backlog', node: 'rabbit', queue: 0 })],
  ['sixty of them, from the middle', (waiting) => middle(waiting)],
];

const middle = (waiting: number): ToWorker => ({
  type: 'messages',
  node: 'rabbit',
  queue: 0,
  from: waiting / 2,
  most: 60,
});

/** Whether it costs more when much waits at a broker. */
export function* waiting(): Generator<Measurement> {
  const least = WAITING.map(([count]) => timesOf(events(count)).least);
  for (const [index, [, text]] of WAITING.entries()) {
    yield { name: `an event with ${text} messages waiting`, value: least[index], unit: 'ns' };
  }
  yield {
    name: 'a hundred thousand waiting against a hundred',
    value: least[1] / least[0],
    unit: '×',
    target: { atMost: 2, aim: 1.3 },
  };
  for (const [name, question] of QUESTIONS) {
    for (const [count, text] of WAITING) {
      const { least: us, median } = timesOf(answers(count, question(count)));
      yield {
        name: `${name}, of ${text}`,
        value: us,
        median,
        unit: 'µs',
        target: { atMost: 2_000, aim: 500 },
      };
    }
  }
}
