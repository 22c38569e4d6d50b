import { describe, expect, it } from 'vitest';
import { HELP, parseOptions } from './options';

describe('a command line', () => {
  it('needs no more than a scenario', () => {
    expect(parseOptions(['a.json'])).toEqual({ input: 'a.json', assignments: [], format: 'json', check: false });
  });

  it('may give every option, before or after the scenario, with a blank or "="', () => {
    const all =
      '--until 600s --warmup=1m --seed 7 --set nodes.a.params.x=1 a.json --set=title=b=c --replications 20 --format table --check';
    expect(parseOptions(all.split(' '))).toEqual({
      input: 'a.json',
      untilMs: 600_000,
      warmupMs: 60_000,
      seed: 7,
      assignments: ['nodes.a.params.x=1', 'title=b=c'],
      replications: 20,
      format: 'table',
      check: true,
    });
  });

  it('means the last of an option given twice', () => {
    expect(parseOptions(['-', '--seed', '1', '--seed', '2'])).toMatchObject({ input: '-', seed: 2 });
  });

  it.each([['--help'], ['a.json', '--help'], ['--nonsense', '-h']])('asks for help: %s', (...args) => {
    expect(parseOptions(args)).toBeNull();
  });

  it('has help for every option', () => {
    for (const name of ['until', 'warmup', 'seed', 'set', 'replications', 'format', 'check', 'help']) {
      expect(HELP).toContain(`  --${name}`);
    }
  });

  it.each([
    ['', 'input: expected a scenario file, a share link or "-" (see --help), found nothing'],
    ['a.json b.json', 'input: expected one scenario, found also "b.json"'],
    ['a.json -v', 'options: expected names that begin with two dashes, found "-v"'],
    [
      'a.json --untill 3s',
      'options: expected one of --until, --warmup, --seed, --set, --replications, --format, --check, --help, found "--untill"',
    ],
    ['a.json --until', '--until: expected <time> after it, found nothing'],
    ['a.json --until soon', '--until: expected a duration such as 600s, 10m or 250ms, found "soon"'],
    ['a.json --until 0', '--until: expected a duration from 0.001 to 8640000000 ms, found "0"'],
    ['a.json --until 99999999m', '--until: expected a duration from 0.001 to 8640000000 ms, found "99999999m"'],
    ['a.json --warmup -1s', '--warmup: expected a duration such as 600s, 10m or 250ms, found "-1s"'],
    ['a.json --seed 1.5', '--seed: expected a whole number from 0 to 4294967295, found "1.5"'],
    ['a.json --seed 4294967296', '--seed: expected a whole number from 0 to 4294967295, found "4294967296"'],
    ['a.json --seed=', '--seed: expected a whole number from 0 to 4294967295, found ""'],
    ['a.json --replications 0', '--replications: expected a whole number from 1 to 10000, found "0"'],
    ['a.json --format xml', '--format: expected json or table, found "xml"'],
    ['a.json --check=yes', '--check: expected no value, found "yes"'],
    ['a.json --sweep nodes.a=1:2:1', '--sweep: not yet; a later version will know it'],
    ['a.json --shard 2/8', '--shard: not yet; a later version will know it'],
    ['--merge a.json b.json', '--merge: not yet; a later version will know it'],
    ['a.json --trace=out.json', '--trace: not yet; a later version will know it'],
  ])('%j is refused in one line', (line, message) => {
    expect(() => parseOptions(line.split(' ').filter((word) => word !== ''))).toThrow(message);
  });
});
