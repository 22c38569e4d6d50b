import { describe, expect, it } from 'vitest';
import { testSurroundings } from '../testing/headless-surroundings';
import { figure, figureWithin, percentage, percentageWithin } from './figure';
import { headlessRun } from './headless-run';

const scenario = {
  version: 1,
  title: 'Orders\u001b[2J and a queue',
  durationMs: 10_000,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 200 } } },
    { id: 'заказы', kind: 'service', params: { concurrency: 1, queueLimit: 3 } },
    { id: 'rabbit', kind: 'rabbitmq' },
    { id: 'mailer', kind: 'service' },
  ],
  links: [
    { id: 'l1', from: 'shop', to: 'заказы' },
    { id: 'l2', from: 'заказы', to: 'rabbit' },
    { id: 'l3', from: 'rabbit', to: 'mailer' },
  ],
  goals: ['p95 of shop < 1 s', 'failed share of shop < 1 %'],
};

async function table(document: object, ...options: string[]): Promise<string> {
  const surroundings = testSurroundings({}, { standardInput: JSON.stringify(document) });
  const { output } = await headlessRun(['-', '--format', 'table', ...options], surroundings);
  return output;
}

const sections = (text: string) =>
  text
    .trimEnd()
    .split('\n\n')
    .map((section) => section.split('\n'));
const columnsOf = (line: string) => line.trim().split(/ {2,}/);

describe('a report as a table', () => {
  it('has a section for each part of the report, and its titles', async () => {
    const [heading, clients, nodes, links, messages, deliveries, goals, ...rest] = sections(await table(scenario));
    expect(rest).toEqual([]);
    expect(heading).toEqual([
      'Orders [2J and a queue',
      'seed 42',
      expect.stringMatching(/^10 s; [\d,]+ events; fingerprint [0-9a-f]{16}$/),
    ]);
    expect(columnsOf(clients[0]).slice(0, 5)).toEqual(['client', 'sent', 'ok', 'failed', 'in flight']);
    expect(columnsOf(clients[1]).at(-1)).toMatch(/^refused [\d,]+$/);
    expect(nodes.map((line) => columnsOf(line)[0])).toEqual(['component', 'заказы', 'rabbit', 'mailer']);
    expect(links.map((line) => columnsOf(line)[0])).toEqual(['link', 'l1', 'l2', 'l3']);
    expect(columnsOf(messages[0]).slice(0, 3)).toEqual(['messages', 'published', 'delivered']);
    expect(deliveries.map((line) => columnsOf(line)[0])).toEqual(['deliveries', 'rabbit', 'work', '> l3']);
    expect(columnsOf(deliveries[0]).slice(1, 5)).toEqual(['published', 'copies', 'replayed', 'delivered']);
    expect(goals[1]).toMatch(/^p95 of shop < 1 s +yes +[\d.]+$/);
    expect(goals[2]).toMatch(/^failed share of shop < 1 % +NO +0\.\d+$/);
  });

  it('leaves out what there is not', async () => {
    const quiet = { version: 1, nodes: [{ id: 'shop', kind: 'client' }], links: [] };
    const [heading, ...rest] = sections(await table(quiet, '--warmup', '90s'));
    expect(heading[0]).toBe('Untitled');
    expect(heading[2]).toMatch(/^120 s, the first 90 s left out; /);
    expect(rest.map(([titles]) => columnsOf(titles)[0])).toEqual(['client']);
  });

  it('sets figures below each other', async () => {
    const [, , nodes] = sections(await table(scenario));
    const end = nodes[0].indexOf('completed') + 'completed'.length;
    for (const line of nodes.slice(1)) {
      expect(line[end - 1]).toMatch(/\d/);
      expect(line.slice(end, end + 2)).toBe('  ');
    }
  });

  it('shows how far the means of replications may be off', async () => {
    const [heading, clients] = sections(await table(scenario, '--replications', '3'));
    expect(heading[1]).toBe('3 replications from seed 42 on, means ± 95 % confidence');
    expect(clients[1]).toMatch(/^shop +[\d,]+ +\d+\.\d ±\d+\.\d/);
  });
});

describe('a figure', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [1234567, '1,234,567'],
    [312.42, '312.4'],
    [8.254, '8.25'],
    [0.0424, '0.042'],
    [1234.56, '1,235'],
    [-1234.56, '-1,235'],
    [Number.NaN, 'n/a'],
    [Infinity, '∞'],
  ])('%d is written %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('has as many decimals as its half-width', () => {
    expect(figureWithin(40.31, 0.874)).toBe('40.3 ±0.9');
    expect(figureWithin(601, 34.2)).toBe('601.0 ±34.2');
    expect(figureWithin(5, 0)).toBe('5');
    expect(figureWithin(5, Infinity)).toBe('5.00 ±∞');
  });

  it('may be a share', () => {
    expect(percentage(0.1234)).toBe('12.3 %');
    expect(percentageWithin(0.1234, 0.011)).toBe('12.3 ±1.1 %');
    expect(percentageWithin(0, 0)).toBe('0.0 %');
  });
});
