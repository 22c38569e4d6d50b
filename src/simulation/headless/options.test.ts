import { describe, expect, it } from 'vitest';
import { HELP, parseOptions } from './options';

describe('a command line', () => {
  it('needs no more than a scenario', () => {
    expect(parseOptions(['a.json'])).toEqual({
      input: 'a.json',
      assignments: [],
      sweep: [],
      format: 'json',
      check: false,
    });
  });

  it('may give every option, before or after the scenario, with a blank or "="', () => {
    const all =
      '--until 600s --warmup=1m --seed 7 --set nodes.a.params.x=1 a.json --set=title=b=c --replications 20 --sweep x=1,2 --sweep=y=1:3:1 --jobs 2 --state s --format table --check';
    expect(parseOptions(all.split(' '))).toEqual({
      input: 'a.json',
      untilMs: 600_000,
      warmupMs: 60_000,
      seed: 7,
      assignments: ['nodes.a.params.x=1', 'title=b=c'],
      replications: 20,
      sweep: ['x=1,2', 'y=1:3:1'],
      jobs: 2,
      state: 's',
      format: 'table',
      check: true,
    });
  });

  it('may ask for a part of all runs, or for all parts to be put together', () => {
    expect(parseOptions(['a.json', '--shard', '2/8'])).toMatchObject({ shard: { number: 2, of: 8 } });
    expect(parseOptions(['--merge', 'a.json', 'b.json', '--format', 'table'])).toEqual({
      merge: ['a.json', 'b.json'],
      format: 'table',
      check: false,
    });
  });

  it('means the last of an option given twice', () => {
    expect(parseOptions(['-', '--seed', '1', '--seed', '2'])).toMatchObject({ input: '-', seed: 2 });
  });

  it.each([['--help'], ['a.json', '--help'], ['--nonsense', '-h']])('asks for help: %s', (...args) => {
    expect(parseOptions(args)).toBeNull();
  });

  it('has help for every option', () => {
    const names = 'until warmup seed set replications sweep jobs state shard merge format check help';
    for (const name of names.split(' ')) {
      expect(HELP).toContain(`  --${name}`);
    }
  });

  it.each([
    ['', 'input: expected a scenario file, a share link or "-" (see --help), found nothing'],
    ['a.json b.json', 'input: expected one scenario, found also "b.json"'],
    ['a.json -v', 'options: expected names that begin with two dashes, found "-v"'],
    [
      'a.json --untill 3s',
      'options: expected one of --until, --warmup, --seed, --set, --replications, --sweep, --jobs, --state, --trace, --shard, --merge, --format, --check, --help, found "--untill"',
    ],
    ['a.json --until', '--until: expected <time> after it, found nothing'],
    ['a.json --until --seed 3', '--until: expected <time> after it, found --seed'],
    ['a.json --state --jobs=2', '--state: expected <file> after it, found --jobs=2'],
    ['a.json --trace --check', '--trace: expected <file> after it, found --check'],
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
    ['a.json --shard 9/8', '--shard: expected number/count, such as 2/8, from 1/1 to 10000/10000, found "9/8"'],
    ['a.json --shard 0/8', /^--shard: expected number\/count/],
    ['a.json --shard two', /^--shard: expected number\/count/],
    [
      'a.json --shard 2/8 --check',
      '--check: expected to be given with --merge, where the shards are put together, found --shard',
    ],
    ['a.json --shard 2/8 --format table', /^--format table: expected to be given with --merge/],
    ['--merge', '--merge: expected files with reports of shards, found nothing'],
    ['--merge a.json --seed 1', '--merge: expected no more than --format and --check beside it, found --seed'],
    ['--merge --check=', '--check: expected no value, found ""'],
    ['--merge=a.json', '--merge: expected no value, found "a.json"'],
    ['--merge a.json -b', 'options: expected names that begin with two dashes, found "-b"'],
    ['a.json --jobs 0', '--jobs: expected a whole number from 1 to 1024, found "0"'],
    ['a.json --state=', "--state: expected a file's name, found nothing"],
    ['a.json --trace=', "--trace: expected a file's name, found nothing"],
  ])('%j is refused in one line', (line, message) => {
    expect(() => parseOptions(line.split(' ').filter((word) => word !== ''))).toThrow(message);
  });
});
