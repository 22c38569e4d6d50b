import { LIMITS } from '../../scenario/limits';
import { describeValue } from '../../schema/issue';
import { parseShard, type Shard } from '../many-runs/shard';
import { parseDuration } from './duration';
import { Refusal } from './refusal';

export type Format = 'json' | 'table';

/** How a report is to be printed and judged. */
export interface Printing {
  readonly format: Format;
  /** Fail unless every goal holds. */
  readonly check: boolean;
}

/** Asks for shards to be put together. */
export interface MergeRequest extends Printing {
  /** Files with reports of shards. */
  readonly merge: readonly string[];
}

/** Asks for a run or for many. */
export interface RunRequest extends Printing {
  /** A file's path, a share link, or `-` for standard input. */
  readonly input: string;
  readonly untilMs?: number;
  readonly warmupMs?: number;
  readonly seed?: number;
  /** `path=value`, in the order given. */
  readonly assignments: readonly string[];
  readonly replications?: number;
  /** `path=values`, in the order given. */
  readonly sweep: readonly string[];
  /** Only these of the runs. */
  readonly shard?: Shard;
  /** The file that keeps finished runs. */
  readonly state?: string;
  /** The file for the requests as OpenTelemetry traces. */
  readonly trace?: string;
  /** So many runs at once; as many as there are cores if left out. */
  readonly jobs?: number;
}

type Draft = { -readonly [K in keyof RunRequest]: RunRequest[K] } & {
  assignments: string[];
  sweep: string[];
  merge: boolean;
};

interface Option {
  readonly name: string;
  /** How its value is called in the help; without one it takes none. */
  readonly value?: string;
  readonly help: string;
  take(draft: Draft, value: string): void;
}

const MAX_REPLICATIONS = 10_000;
const MAX_JOBS = 1024;

function duration(name: string, value: string, minMs: number): number {
  const ms = parseDuration(value);
  if (ms === null) throw Refusal.at(name, 'a duration such as 600s, 10m or 250ms', describeValue(value));
  if (ms < minMs || ms > LIMITS.durationMs) {
    throw Refusal.at(name, `a duration from ${minMs} to ${LIMITS.durationMs} ms`, describeValue(value));
  }
  return ms;
}

function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw Refusal.at(name, `a whole number from ${min} to ${max}`, describeValue(value));
}

const OPTIONS: readonly Option[] = [
  {
    name: '--until',
    value: 'time',
    help: "virtual end, e.g. 600s, 10m, 250ms (a plain number: ms); else the scenario's durationMs",
    take: (draft, value) => {
      draft.untilMs = duration('--until', value, 0.001);
    },
  },
  {
    name: '--warmup',
    value: 'time',
    help: 'left out of every statistic',
    take: (draft, value) => {
      draft.warmupMs = duration('--warmup', value, 0);
    },
  },
  {
    name: '--seed',
    value: 'number',
    help: "instead of the scenario's",
    take: (draft, value) => {
      draft.seed = wholeNumber('--seed', value, 0, LIMITS.seed);
    },
  },
  {
    name: '--set',
    value: 'path=value',
    help: 'change one value, e.g. nodes.orders.params.concurrency=4; may repeat',
    take: (draft, value) => {
      draft.assignments.push(value);
    },
  },
  {
    name: '--replications',
    value: 'number',
    help: 'run with so many seeds in a row; the figures are means, with 95 % confidence intervals',
    take: (draft, value) => {
      draft.replications = wholeNumber('--replications', value, 1, MAX_REPLICATIONS);
    },
  },
  {
    name: '--sweep',
    value: 'path=values',
    help: 'a run for each value, from:to:step or 1,2,5; repeated: for each combination',
    take: (draft, value) => {
      draft.sweep.push(value);
    },
  },
  {
    name: '--jobs',
    value: 'number',
    help: 'so many runs at once; if left out, as many as there are cores',
    take: (draft, value) => {
      draft.jobs = wholeNumber('--jobs', value, 1, MAX_JOBS);
    },
  },
  {
    name: '--state',
    value: 'file',
    help: 'keeps finished runs there; the same command again goes on from them',
    take: (draft, value) => {
      if (value === '') throw Refusal.at('--state', "a file's name", 'nothing');
      draft.state = value;
    },
  },
  {
    name: '--trace',
    value: 'file',
    help: 'writes the requests there as OpenTelemetry traces (OTLP/JSON)',
    take: (draft, value) => {
      if (value === '') throw Refusal.at('--trace', "a file's name", 'nothing');
      draft.trace = value;
    },
  },
  {
    name: '--shard',
    value: 'i/n',
    help: 'only the i-th of n parts of all runs; its report is for --merge',
    take: (draft, value) => {
      const shard = parseShard(value);
      if (!shard.ok) throw Refusal.of(shard.issues.map((issue) => ({ ...issue, path: '--shard' })));
      draft.shard = shard.value;
    },
  },
  {
    name: '--merge',
    help: 'prints the report of the whole from the reports of all shards',
    take: (draft) => {
      draft.merge = true;
    },
  },
  {
    name: '--format',
    value: 'json|table',
    help: 'of the report; json if left out',
    take: (draft, value) => {
      if (value !== 'json' && value !== 'table') throw Refusal.at('--format', 'json or table', describeValue(value));
      draft.format = value;
    },
  },
  {
    name: '--check',
    help: 'exit 1 unless every goal of the scenario holds',
    take: (draft) => {
      draft.check = true;
    },
  },
];

/** What can be said along with `--merge`: all else was settled when the shards ran. */
const WITH_MERGE = ['--merge', '--format', '--check'];

const HELP_COLUMN = 26;

export const HELP = `Runs a scenario without a page and prints its report.

  npm run -s simulate -- <file | share link | -> [options]
  npm run -s simulate -- --merge <reports of shards> [--format table] [--check]

${[...OPTIONS, { name: '--help', value: undefined, help: 'this text' }]
  .map(({ name, value, help }) => `  ${(value === undefined ? name : `${name} <${value}>`).padEnd(HELP_COLUMN)}${help}`)
  .join('\n')}

Exit 0 after a run, 1 when --check fails, 2 with one line on standard error when the input is refused, 130 or
143 when interrupted.
`;

/**
 * Understands a command line; null when it asks for help. Values follow their option or, after "=", stand in it. Of an
 * option given twice the last counts. Throws {@link Refusal}.
 */
export function parseOptions(args: readonly string[]): RunRequest | MergeRequest | null {
  if (args.includes('--help') || args.includes('-h')) return null;
  const draft: Draft = { input: '', assignments: [], sweep: [], merge: false, format: 'json', check: false };
  const inputs: string[] = [];
  const named: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (!argument.startsWith('--')) {
      inputs.push(argument);
      continue;
    }
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const option = optionCalled(name);
    named.push(name);
    const attached = equals < 0 ? undefined : argument.slice(equals + 1);
    if (option.value === undefined) {
      if (attached !== undefined) throw Refusal.at(name, 'no value', describeValue(attached));
      option.take(draft, '');
      continue;
    }
    option.take(draft, attached ?? valueAfter(args[++index], name, option.value));
  }
  const { merge, ...run } = draft;
  if (merge) return mergeRequest(draft, inputs, named);
  if (run.shard) refuseJudging(run);
  return { ...run, input: onlyInput(inputs) };
}

/** What stands behind an option: not the next option, which a forgotten value would turn into the name of a file. */
function valueAfter(next: string | undefined, name: string, value: string): string {
  if (next === undefined) throw Refusal.at(name, `<${value}> after it`, 'nothing');
  const isOption = OPTIONS.some((option) => next === option.name || next.startsWith(`${option.name}=`));
  if (isOption) throw Refusal.at(name, `<${value}> after it`, next);
  return next;
}

function mergeRequest({ format, check }: Printing, inputs: readonly string[], named: readonly string[]): MergeRequest {
  const other = named.find((name) => !WITH_MERGE.includes(name));
  if (other !== undefined) throw Refusal.at('--merge', 'no more than --format and --check beside it', other);
  refuseStray(inputs);
  if (inputs.length === 0) throw Refusal.at('--merge', 'files with reports of shards', 'nothing');
  if (inputs.includes('')) throw Refusal.at('--merge', "a file's name", describeValue(''));
  return { merge: inputs, format, check };
}

/** The report of a shard is for `--merge`, which knows how to print and to judge. */
function refuseJudging({ format, check }: Printing): void {
  const early = check ? '--check' : format === 'table' && '--format table';
  if (early) throw Refusal.at(early, 'to be given with --merge, where the shards are put together', '--shard');
}

function optionCalled(name: string): Option {
  const option = OPTIONS.find((candidate) => candidate.name === name);
  if (option) return option;
  throw Refusal.at('options', `one of ${OPTIONS.map((known) => known.name).join(', ')}, --help`, describeValue(name));
}

function onlyInput(inputs: readonly string[]): string {
  const [input, second] = inputs;
  refuseStray(inputs);
  if (input === undefined || input === '') {
    throw Refusal.at('input', 'a scenario file, a share link or "-" (see --help)', 'nothing');
  }
  if (second !== undefined) throw Refusal.at('input', 'one scenario', `also ${describeValue(second)}`);
  return input;
}

function refuseStray(inputs: readonly string[]): void {
  const stray = inputs.find((text) => text.startsWith('-') && text !== '-');
  if (stray !== undefined) throw Refusal.at('options', 'names that begin with two dashes', describeValue(stray));
}
