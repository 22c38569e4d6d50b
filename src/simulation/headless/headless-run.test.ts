import { describe, expect, it } from 'vitest';
import type { Report } from '../../analysis/report';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import { encodeShare } from '../../scenario/share/share-link';
import type { ReplicatedReport } from '../many-runs/summarize';
import { testSurroundings } from '../testing/headless-surroundings';
import { headlessRun } from './headless-run';
import type { Outcome } from './surroundings';

const mm1 = {
  version: 1,
  title: 'One queue',
  durationMs: 20_000,
  nodes: [
    { id: 'shop', kind: 'client', params: { arrivals: { process: 'poisson', ratePerSec: 80 } } },
    {
      id: 'orders',
      kind: 'service',
      params: { concurrency: 1, queueLimit: 5, serviceTime: { dist: 'exponential', meanMs: 10 } },
    },
  ],
  links: [{ id: 'l1', from: 'shop', to: 'orders', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  interventions: [{ atMs: 5000, action: 'crash', target: { node: 'orders' }, durationMs: 1000 }],
  goals: ['p95 of shop < 10 s', 'failed share of shop < 90 %'],
};

const withQueue = {
  version: 1,
  durationMs: 10_000,
  nodes: [
    { id: 'shop', kind: 'client' },
    { id: 'orders', kind: 'service' },
    { id: 'rabbit', kind: 'rabbitmq' },
    { id: 'mailer', kind: 'service', params: { concurrency: 1, queueLimit: 0 } },
  ],
  links: [
    { id: 'l1', from: 'shop', to: 'orders' },
    { id: 'l2', from: 'orders', to: 'rabbit' },
    { id: 'l3', from: 'rabbit', to: 'mailer' },
  ],
};

const files: Readonly<Record<string, string>> = {
  'mm1.json': JSON.stringify(mm1),
  'queue.json': JSON.stringify(withQueue),
  'broken.json': '{\n  "version": 1,\n  "nodes": [}\n}',
  'invalid.json': JSON.stringify({ ...mm1, nodes: [{ id: 'a', kind: 'toaster' }] }),
  's1.json': JSON.stringify(mm1),
  'list.json': '[]',
};

function shareLink(): string {
  const checked = checkScenario(mm1, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return encodeShare(checked.value, catalogue);
}

const run = (args: readonly string[], standardInput = '', onProgress?: (share: number) => void): Promise<Outcome> =>
  headlessRun(args, testSurroundings({ ...files }, { standardInput, onProgress }));

async function report(...args: string[]): Promise<Report> {
  const { exitCode, output, complaints } = await run(args);
  expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: [] });
  return JSON.parse(output);
}

const replicated = (...args: string[]) => report(...args) as Promise<ReplicatedReport>;

describe('the report of a headless run', () => {
  it('says what was run', async () => {
    const { version, title, seed, untilMs, warmupMs, events, fingerprint } = await report('mm1.json');
    expect({ version, title, seed, untilMs, warmupMs }).toEqual({
      version: 1,
      title: 'One queue',
      seed: 42,
      untilMs: 20_000,
      warmupMs: 0,
    });
    expect(events).toBeGreaterThan(3000);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([[[]], [['--warmup', '5s']], [['--seed', '3', '--until', '5500ms']]])('balances: %j', async (options) => {
    for (const file of ['mm1.json', 'queue.json']) {
      const { clients, nodes, messages } = await report(file, ...options);
      const { sent, ok, failed, failedBy, inFlight } = clients.shop;
      expect(sent).toBeGreaterThan(50);
      expect(sent).toBe(ok + failed + inFlight);
      expect(failed).toBe(Object.values(failedBy).reduce((sum, count) => sum + count, 0));
      for (const node of Object.values(nodes)) expect(node.arrived).toBe(node.completed + node.failed + node.held);
      const { published, copies, replayed, acked, held, deadLettered, expired, lost } = messages;
      expect(published + copies + replayed).toBe(acked + held + deadLettered + expired + lost);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const first = await report('mm1.json');
    expect(await report('mm1.json')).toEqual(first);
    expect(await report('mm1.json', '--seed', '42')).toEqual(first);
    expect(await report('mm1.json', '--set', 'seed=42')).toEqual(first);
    const other = await report('mm1.json', '--seed', '43');
    expect(other.seed).toBe(43);
    expect(other.fingerprint).not.toBe(first.fingerprint);
  });

  it('ends where it is told to', async () => {
    expect(await report('mm1.json', '--until', '3s')).toMatchObject({
      untilMs: 3000,
      nodes: { orders: { downMs: 0 } },
    });
    expect(await report('mm1.json', '--set', 'durationMs=null')).toMatchObject({ untilMs: 120_000 });
  });

  it('leaves the warm-up out', async () => {
    const warm = await report('mm1.json', '--warmup', '10s');
    expect(warm.warmupMs).toBe(10_000);
    expect(warm.clients.shop.sent).toBeLessThan((await report('mm1.json')).clients.shop.sent);
    expect(warm.nodes.orders.downMs).toBe(0);
  });

  it('follows --set', async () => {
    const wide = await report(
      'mm1.json',
      '--set',
      'nodes.orders.params.concurrency=8',
      '--set=nodes.orders.params.queueLimit=null',
      '--set',
      'interventions=[]',
    );
    expect(wide.clients.shop.failed).toBe(0);
    expect(wide.nodes.orders.utilization).toBeLessThan(0.2);
  });

  it('is the same from a file, from standard input and from a share link', async () => {
    const first = await report('mm1.json');
    const link = shareLink();
    const address = `https://example.org/spillway/${link}`;
    for (const input of [link, link.slice(1), address, `${address} `]) {
      expect(await report(input)).toEqual(first);
    }
    for (const text of [files['mm1.json'], `\uFEFF${files['mm1.json']}`, `${address}\n`]) {
      expect(JSON.parse((await run(['-'], text)).output)).toEqual(first);
    }
  });

  it('prefers a file to a link of the same name', async () => {
    expect((await report('s1.json')).title).toBe('One queue');
  });

  it('tells its progress', async () => {
    const shares: number[] = [];
    const { exitCode } = await run(['mm1.json', '--until', '400s', '--replications', '2'], '', (share) =>
      shares.push(share),
    );
    expect(exitCode).toBe(0);
    expect(shares.filter((share) => share < 0.5).length).toBeGreaterThan(1);
    expect(shares.filter((share) => share > 0.5).length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
  });
});

describe('replications', () => {
  it('are runs with one seed after the other, and their means', async () => {
    const seeds = ['42', '43', '44'];
    const runs = await Promise.all(seeds.map((seed) => report('mm1.json', '--seed', seed)));
    const all = await replicated('mm1.json', '--replications', '3');
    expect(all.seed).toBe(42);
    const mean = (figure: (run: Report) => number) => runs.reduce((sum, one) => sum + figure(one), 0) / 3;
    expect(all.events).toBeCloseTo(
      mean(({ events }) => events),
      6,
    );
    expect(all.clients.shop.sent).toBeCloseTo(
      mean(({ clients }) => clients.shop.sent),
      6,
    );
    expect(all.clients.shop.latencyMs.p95).toBeCloseTo(
      mean(({ clients }) => clients.shop.latencyMs.p95),
      6,
    );
    expect(all.nodes.orders.utilization).toBeCloseTo(
      mean(({ nodes }) => nodes.orders.utilization),
      6,
    );
  });

  it('give every figure a half-width, in the shape of the report', async () => {
    const { confidence, ...all } = await replicated('queue.json', '--replications', '4');
    expect(confidence).toMatchObject({ level: 0.95, replications: 4 });
    const { halfWidth } = confidence;
    expect(halfWidth.clients.shop.latencyMs.p95).toBeGreaterThan(0);
    expect(halfWidth.clients.shop.latencyMs.p95).toBeLessThan(all.clients.shop.latencyMs.p95);
    expect(Object.keys(halfWidth)).toEqual(['events', 'clients', 'nodes', 'links', 'messages', 'goals']);
    expect(Object.keys(halfWidth.links)).toEqual(Object.keys(all.links));
    expect(Object.keys(halfWidth.nodes.rabbit)).toEqual(
      Object.keys(all.nodes.rabbit).filter((name) => name !== 'kind'),
    );
    expect(halfWidth.nodes.rabbit.detail).toMatchObject({ queues: [{ meanReady: expect.any(Number) }] });
  });

  it('balance, too', async () => {
    const { clients, nodes } = await replicated('mm1.json', '--replications', '5', '--warmup', '1s');
    const { sent, ok, failed, inFlight } = clients.shop;
    expect(sent).toBeCloseTo(ok + failed + inFlight, 6);
    const { arrived, completed, failed: refused, held } = nodes.orders;
    expect(arrived).toBeCloseTo(completed + refused + held, 6);
  });

  it('have a fingerprint of all together, in their order', async () => {
    const fingerprint = async (...options: string[]) =>
      (await report('mm1.json', '--until', '1s', ...options)).fingerprint;
    const three = await fingerprint('--replications', '3');
    expect(three).toMatch(/^[0-9a-f]{16}$/);
    expect(await fingerprint('--replications', '3')).toBe(three);
    const others = await Promise.all([
      fingerprint(),
      fingerprint('--replications', '1'),
      fingerprint('--replications', '2'),
      fingerprint('--replications', '3', '--seed', '43'),
    ]);
    expect(new Set([three, ...others]).size).toBe(5);
  });

  it('go on with 0 after the last seed', async () => {
    const all = await replicated('mm1.json', '--seed', '4294967295', '--replications', '2', '--until', '1s');
    expect(all.seed).toBe(4_294_967_295);
    const last = await report('mm1.json', '--seed', '4294967295', '--until', '1s');
    const zero = await report('mm1.json', '--seed', '0', '--until', '1s');
    expect(all.events).toBe((last.events + zero.events) / 2);
  });

  it('of which there is one have no half-widths', async () => {
    const { confidence, clients } = await replicated('mm1.json', '--replications', '1');
    expect(confidence.halfWidth.clients.shop.sent).toBeNull();
    expect(clients).toEqual((await report('mm1.json')).clients);
  });
});

describe('--trace', () => {
  it('writes every request of the run as a trace, the same in every run, and changes nothing of the report', async () => {
    const traced = { ...files };
    const surroundings = testSurroundings(traced);
    const outcome = await headlessRun(['mm1.json', '--trace', 'out.otlp.json', '--seed', '9'], surroundings);
    expect(outcome).toEqual(await run(['mm1.json', '--seed', '9']));
    const { resourceSpans } = JSON.parse(traced['out.otlp.json']);
    const roots = resourceSpans
      .flatMap(({ scopeSpans }: { scopeSpans: { spans: { parentSpanId?: string }[] }[] }) => scopeSpans[0].spans)
      .filter(({ parentSpanId }: { parentSpanId?: string }) => parentSpanId === undefined);
    expect(roots).toHaveLength(JSON.parse(outcome.output).clients.shop.sent);
    const again = { ...files };
    await headlessRun(['mm1.json', '--seed', '9', '--trace=again.json'], testSurroundings(again));
    expect(again['again.json']).toBe(traced['out.otlp.json']);
  });
});

describe('--check', () => {
  const check = (...goals: string[]) => run(['mm1.json', '--check', '--set', `goals=${JSON.stringify(goals)}`]);

  it('passes when every goal holds', async () => {
    const { exitCode, output, complaints } = await run(['mm1.json', '--check']);
    expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: [] });
    expect((JSON.parse(output) as Report).goals).toMatchObject([{ holds: true }, { holds: true }]);
  });

  it('fails otherwise, says why, and prints the report all the same', async () => {
    const { exitCode, output, complaints } = await check('p95 of shop < 1 ms', 'max queue of orders <= 5');
    expect(exitCode).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(/^goal "p95 of shop < 1 ms" does not hold: it is [\d.]+$/)]);
    expect((JSON.parse(output) as Report).goals).toMatchObject([{ holds: false }, { holds: true, value: 5 }]);
  });

  it('fails for a goal that makes no sense or that nothing was measured for', async () => {
    const { exitCode, complaints } = await check('p95 of nobody < 1 s', 'p95 of shop < 1 kg');
    expect(exitCode).toBe(1);
    expect(complaints).toEqual([
      'goal "p95 of nobody < 1 s": expected the id of a client or node or link, found "nobody"',
      'goal "p95 of shop < 1 kg": expected a unit among ms, s, m, found "kg"',
    ]);
    const silent = '--set=nodes.shop.params.arrivals={"process":"manual"}';
    const nothing = await run(['mm1.json', '--check', silent]);
    expect(nothing.exitCode).toBe(1);
    expect(nothing.complaints[0]).toBe('goal "p95 of shop < 10 s" does not hold: nothing was measured');
    expect((JSON.parse(nothing.output) as Report).goals[0].value).toBeNull();
  });

  it('judges the means of replications', async () => {
    const runs = await replicated('mm1.json', '--replications', '4');
    const bound = runs.clients.shop.latencyMs.p95;
    const goals = (margin: number) => `goals=["p95 of shop < ${(bound + margin).toFixed(3)} ms"]`;
    const args = ['mm1.json', '--replications', '4', '--check', '--set'];
    expect((await run([...args, goals(0.01)])).exitCode).toBe(0);
    expect((await run([...args, goals(-0.01)])).exitCode).toBe(1);
  });
});

describe('a headless run that is refused', () => {
  const endless = {
    version: 1,
    nodes: [
      {
        id: 'shop',
        kind: 'client',
        params: { arrivals: { process: 'closed', users: 1, thinkTime: { dist: 'constant', valueMs: 0 } } },
      },
      { id: 'orders', kind: 'service' },
    ],
    links: [{ id: 'l1', from: 'shop', to: 'orders', params: { latency: { dist: 'constant', valueMs: 0 } } }],
    interventions: [{ atMs: 500, action: 'crash', target: { node: 'orders' } }],
  };

  it.each([
    [['missing.json'], 'missing.json: expected a scenario file, a share link or "-", found no such file'],
    [['broken.json'], 'broken.json, line 3, column 13: expected a value or "]", found "}"'],
    [
      ['invalid.json'],
      /^invalid\.json, "a", nodes\[0\]\.kind: expected one of cache, client, database, .*, service.*, found "toaster"; and 2 more$/,
    ],
    [['list.json'], 'list.json: expected a scenario, found a list'],
    [['-'], 'standard input, line 1, column 1: expected a value, found the end'],
    [['#s1.AAAA'], 'link: expected a complete link, found one that is damaged or cut short'],
    [['#s7.AAAA'], 'link: expected s1 (this link was made by a newer Spillway), found s7'],
    [['https://example.org/'], 'link: expected a share link, with #s1. in it, found something else'],
    [['mm1.json', '--warmup', '20s'], '--warmup: expected less than the end of the run, 20000 ms, found 20000 ms'],
    [
      ['mm1.json', '--until', '5s', '--warmup', '6s'],
      '--warmup: expected less than the end of the run, 5000 ms, found 6000 ms',
    ],
    [['mm1.json', '--set', 'nodes.orders.params.concurrency=0'], /^nodes\.orders\.params\.concurrency: expected /],
    [['mm1.json', '--nonsense'], /^options: expected one of --until, /],
    [['mm1.json', '--trace', 'x.json', '--replications', '2'], '--trace: expected a single run, found many'],
    [['mm1.json', '--trace='], "--trace: expected a file's name, found nothing"],
    [[], 'input: expected a scenario file, a share link or "-" (see --help), found nothing'],
  ])('%j gets one line and exit code 2', async (args, message) => {
    const { exitCode, output, complaints } = await run(args);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(complaints).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
    expect(complaints[0]).not.toContain('\n');
  });

  it('keeps control characters of its input to itself', async () => {
    const { complaints } = await run(['evil\u001b[2J\nname.json']);
    expect(complaints).toEqual([
      'evil [2J name.json: expected a scenario file, a share link or "-", found no such file',
    ]);
  });

  const flooded = {
    version: 1,
    nodes: [
      { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 1_000_000 } } },
      { id: 'orders', kind: 'service', params: { queueLimit: null } },
    ],
    links: [{ id: 'l1', from: 'shop', to: 'orders', params: { latency: { dist: 'constant', valueMs: 0 } } }],
  };

  it.each([
    [
      endless,
      'the run stopped at 500 ms: more than 1,000,000 events within a millisecond, most of them at "shop"; ' +
        'take the load down, or see what goes round there without a pause',
    ],
    [
      flooded,
      'the run stopped at 1000 ms: more than 2,000,000 requests and messages in flight, most of them at "orders"; ' +
        'take the load down, or bound what may wait there',
    ],
  ])('names the component at which it met a limit, and what to do', async (scenario, message) => {
    const { exitCode, output, complaints } = await run(['-'], JSON.stringify(scenario));
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(complaints).toEqual([message]);
  });
});

it('explains itself', async () => {
  const { exitCode, output, complaints } = await run(['--help']);
  expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: [] });
  expect(output).toContain('--replications <number>');
});
