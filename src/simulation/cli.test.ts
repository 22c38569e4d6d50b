import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../analysis/report';
import store from '../scenario/presets/store.json';
import type { SweepReport } from './many-runs/many-reports';

const root = join(import.meta.dirname, '..', '..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts Node in the folder `cwd`; `input` goes to its standard input. Whoever reads the output stops after `readAtMost` characters. */
function start(cwd: string, args: readonly string[], input = '', readAtMost = Infinity): Started {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, INIT_CWD: cwd } });
  const ended = new Promise<Ended>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.length >= readAtMost) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // It may end before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
  return { child, ended };
}

const node = (cwd: string, args: readonly string[], input?: string, readAtMost?: number): Promise<Ended> =>
  start(cwd, args, input, readAtMost).ended;

const linesOf = (path: string): number => readFileSync(path, 'utf8').split('\n').length - 1;

describe('the command "simulate"', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-'));
  const command = join(root, 'tools', 'run-in-node.js');
  /** What the command leaves behind: runs the same, without bundling anew. */
  const bundle = join(root, 'build', 'node', 'cli.js');
  const simulate = (args: readonly string[], input?: string, readAtMost?: number) =>
    node(folder, [bundle, ...args], input, readAtMost);
  let first: Ended;

  beforeAll(async () => {
    writeFileSync(join(folder, 'store.json'), JSON.stringify(store));
    writeFileSync(join(folder, 'broken.json'), '{ "version": 1, }');
    first = await node(folder, [command, 'src/simulation/cli.ts', 'store.json', '--until', '20s']);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints the report of a file, named from where one stands, and nothing else', () => {
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ version: 1, title: store.title, untilMs: 20_000 });
  });

  it('reads standard input', async () => {
    const { code, stdout, stderr } = await simulate(['-', '--until', '20s'], JSON.stringify(store));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(first.stdout);
  });

  it('fails a check with 1, and prints the report all the same', async () => {
    const goals = 'goals=["p95 of shop < 1 ms"]';
    const { code, stdout, stderr } = await simulate(['store.json', '--until', '5s', '--check', '--set', goals]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^goal "p95 of shop < 1 ms" does not hold: it is [\d.,]+\n$/);
    expect((JSON.parse(stdout) as Report).goals).toMatchObject([{ holds: false }]);
  });

  it.each([
    ['broken.json', 'broken.json, line 1, column 17: expected a name in quotes, found "}"\n'],
    ['nowhere.json', 'nowhere.json: expected a scenario file, a share link or "-", found no such file\n'],
    ['.', '.: expected a scenario file, a share link or "-", found a folder\n'],
  ])('refuses %s with 2 and one line', async (input, line) => {
    expect(await simulate([input])).toEqual({ code: 2, stdout: '', stderr: line });
  });

  it('writes a trace over an earlier one, and over nothing else', async () => {
    const args = ['store.json', '--until', '1s', '--trace'];
    expect(await simulate([...args, 'out.otlp.json'])).toMatchObject({ code: 0, stderr: '' });
    const before = readFileSync(join(folder, 'out.otlp.json'), 'utf8');
    expect(await simulate([...args, 'out.otlp.json'])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, 'out.otlp.json'), 'utf8')).toBe(before);
    expect(await simulate([...args, 'store.json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: '--trace store.json: expected a new file or an earlier trace, found another file\n',
    });
    expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toEqual(store);
    expect(await simulate([...args, 'nowhere/x'])).toMatchObject({
      code: 2,
      stderr: '--trace nowhere/x: expected a file that can be written, found no such folder\n',
    });
  });

  it.skipIf(!existsSync('/dev/full'))('says that there is no room for the report', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bundle, 'store.json', '--until', '1s'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'standard output: expected room for the report, found no space left\n',
    });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with what shells make of %s when a run is interrupted', async (signal, exitCode) => {
    // The trace's file is there as soon as it runs.
    const trace = join(folder, `${signal}.otlp.json`);
    const args = ['store.json', '--until', '100000s', '--trace', trace];
    const { child, ended } = start(folder, [command, 'src/simulation/cli.ts', ...args]);
    const watcher = watch(folder, () => {
      if (existsSync(trace)) child.kill(signal);
    });
    const { code, stdout } = await ended;
    watcher.close();
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
  });

  it('does not mind a reader that stops in the middle', async () => {
    const documents = Array.from({ length: 400 }, (_, index) => ({ id: `node ${index}`, kind: 'service' }));
    const large = JSON.stringify({ version: 1, nodes: documents, links: [] });
    const { code, stdout, stderr } = await simulate(['-', '--until', '1s'], large, 10);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(() => JSON.parse(stdout)).toThrow(SyntaxError);
  });

  describe('with many runs', () => {
    const rate = 'nodes.shop.params.arrivals.ratePerSec';
    const options = ['store.json', '--until', '5s', '--replications', '2', '--sweep', `${rate}=20:60:20`];
    let whole: Ended;

    beforeAll(async () => {
      whole = await simulate([...options, '--jobs', '1']);
    }, 60_000);

    it('gives the same report with any number of threads', async () => {
      expect({ code: whole.code, stderr: whole.stderr }).toEqual({ code: 0, stderr: '' });
      const { rows } = JSON.parse(whole.stdout) as SweepReport;
      expect(rows.map(({ set }) => set)).toEqual([{ [rate]: 20 }, { [rate]: 40 }, { [rate]: 60 }]);
      expect(await simulate([...options, '--jobs', '2'])).toEqual(whole);
    });

    it('puts shards together to the same report', async () => {
      for (const shard of [1, 2]) {
        const { code, stdout } = await simulate([...options, '--shard', `${shard}/2`, '--jobs', '1']);
        expect(code).toBe(0);
        writeFileSync(join(folder, `shard-${shard}.json`), stdout);
      }
      expect(await simulate(['--merge', 'shard-1.json', 'shard-2.json'])).toEqual(whole);
      expect(await simulate(['--merge', 'shard-1.json'])).toEqual({
        code: 2,
        stdout: '',
        stderr: '--merge: expected all 2 shards, found no shard 2/2\n',
      });
    });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('keeps what is finished when %s interrupts, and goes on from there', async (signal, exitCode) => {
      const args = [...options, '--jobs', '1', '--state', `${signal}.state`];
      const kept = join(folder, `${signal}.state`);
      const longer = [...args, '--set', 'title=Long', '--until', '1200s'];
      const { child, ended } = start(folder, [bundle, ...longer]);
      const watcher = watch(folder, () => {
        if (existsSync(kept) && linesOf(kept) >= 2) child.kill(signal);
      });
      const { code, stdout, stderr } = await ended;
      watcher.close();
      const runs = linesOf(kept) - 1;
      expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
      expect(stderr).toBe(
        `interrupted: ${runs} of 6 runs are kept in ${signal}.state, and the same command goes on from there\n`,
      );
      expect(runs).toBeLessThan(6);
      const before = readFileSync(kept, 'utf8');
      const resumed = await simulate(longer);
      expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: '' });
      expect(readFileSync(kept, 'utf8').startsWith(before)).toBe(true);
      expect(linesOf(kept)).toBe(7);
      expect(await simulate([...longer, '--jobs', '2'])).toEqual(resumed);
    });

    it('keeps what is finished when it is killed without a word, even with half a line of it', async () => {
      const args = [...options, '--jobs', '1', '--state', 'killed.state', '--set', 'title=Killed', '--until', '1200s'];
      const kept = join(folder, 'killed.state');
      const { child, ended } = start(folder, [bundle, ...args]);
      const watcher = watch(folder, () => {
        if (existsSync(kept) && linesOf(kept) >= 2) child.kill('SIGKILL');
      });
      expect(await ended).toEqual({ code: null, stdout: '', stderr: '' });
      watcher.close();
      const before = readFileSync(kept, 'utf8');
      expect(linesOf(kept)).toBeLessThan(7);
      // What a process that dies in the middle of a line leaves behind.
      writeFileSync(kept, `${before}{"run":5,"report":{"version":1,"ti`);
      const resumed = await simulate(args);
      expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: '' });
      expect(readFileSync(kept, 'utf8').startsWith(before)).toBe(true);
      expect(linesOf(kept)).toBe(7);
      const { rows } = JSON.parse(resumed.stdout) as SweepReport;
      expect(rows).toHaveLength(3);
      expect(await simulate([...args.filter((arg) => arg !== '--state' && arg !== 'killed.state')])).toEqual(resumed);
    });

    it.each([
      ['nowhere/x', 'no such folder'],
      ['.', 'a folder'],
    ])('refuses to keep them in %s', async (path, problem) => {
      expect(await simulate([...options, '--state', path])).toEqual({
        code: 2,
        stdout: '',
        stderr: `--state ${path}: expected a file that can be read and written, found ${problem}\n`,
      });
    });

    it.skipIf(!existsSync('/dev/full'))('refuses to keep them in what has no end', async () => {
      expect(await simulate([...options, '--state', '/dev/full'])).toEqual({
        code: 2,
        stdout: '',
        stderr: '--state /dev/full: expected a file that can be read and written, found a device or a pipe\n',
      });
    });

    it('says what is kept also when the signal comes twice', async () => {
      const kept = join(folder, 'twice.state');
      const { child, ended } = start(folder, [bundle, ...options, '--jobs', '1', '--state', kept, '--until', '1200s']);
      const watcher = watch(folder, () => {
        if (!existsSync(kept) || linesOf(kept) < 2) return;
        child.kill('SIGTERM');
        child.kill('SIGTERM');
      });
      const { code, stderr } = await ended;
      watcher.close();
      expect(code).toBe(143);
      expect(stderr).toMatch(/^interrupted: \d of 6 runs are kept in .*, and the same command goes on from there\n$/);
    });

    it('writes over no other file', async () => {
      const before = readFileSync(join(folder, 'broken.json'), 'utf8');
      const { code, stderr } = await simulate([...options, '--state', 'broken.json']);
      expect(code).toBe(2);
      expect(stderr).toBe(
        '--state broken.json: expected a file that --state has made, or none, found something else\n',
      );
      expect(readFileSync(join(folder, 'broken.json'), 'utf8')).toBe(before);
    });
  });
});
