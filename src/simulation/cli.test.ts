import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../analysis/report';
import store from '../scenario/presets/store.json';

const root = join(import.meta.dirname, '..', '..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node from the folder `cwd`; `input` goes to its standard input. Whoever reads the output stops after `readAtMost` characters. */
function node(cwd: string, args: readonly string[], input = '', readAtMost = Infinity): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, INIT_CWD: cwd } });
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
}

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

  it('does not mind a reader that stops in the middle', async () => {
    const documents = Array.from({ length: 400 }, (_, index) => ({ id: `node ${index}`, kind: 'service' }));
    const large = JSON.stringify({ version: 1, nodes: documents, links: [] });
    const { code, stdout, stderr } = await simulate(['-', '--until', '1s'], large, 10);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(() => JSON.parse(stdout)).toThrow(SyntaxError);
  });
});
