/** What `docs/scenario-format.md` promises of the format is what the format has: no name and no default is missing there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DELIVERY_COUNTS } from '../analysis/delivery/delivery-counts';
import { catalogue } from '../kinds/catalogue';
import { duration } from '../network/duration-field';
import { PROTOCOLS } from '../network/kind';
import { callParams } from '../network/links/link-params';
import { OUTCOMES } from '../network/outcomes';
import type { Step } from '../network/serving/operations-field';
import type { AnyField, Field, GroupField } from '../schema/field';
import { TestRun } from '../simulation/testing/test-run';
import { checkScenario } from './check-scenario';
import { documentSchema, interventionSchema, linkSchema, nodeSchema, noteSchema } from './document-schema';

const text = readFileSync(new URL('../../docs/scenario-format.md', import.meta.url), 'utf8');

/** A row of a table; an empty first cell means that of the row above. */
interface Row {
  readonly of: string;
  /** The others. */
  readonly cells: readonly string[];
  readonly line: string;
}

function rowsOf(part: string): Row[] {
  let of = '';
  return part
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      of = cells[1] || of;
      return { of, cells: cells.slice(2, -1), line };
    });
}

/** The names that stand between backticks. */
const namesIn = (part: string): ReadonlySet<string> =>
  new Set([...part.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code.match(/[\w-]+/g) ?? []));
const missingIn = (part: string, names: Iterable<string>): string[] => {
  const there = namesIn(part);
  return [...names].filter((name) => !there.has(name));
};

/** What follows a heading, up to the next of the same rank or a higher one. */
function section(heading: string): string {
  const from = text.indexOf(`\n${heading}`);
  if (from < 0) throw new Error(`${heading} is not a heading`);
  const body = text.slice(from + 1 + heading.length);
  const rank = heading.indexOf(' ');
  const next = [...body.matchAll(/^(#+) /gm)].find((match) => match[1].length <= rank);
  return body.slice(0, next?.index);
}

const scenario = section('## The scenario').replace(/```[\s\S]*?```/g, '');
const kindRows = rowsOf(section('### Kinds and their parameters').split('\n**Arrivals**')[0]);
const linkRows = rowsOf(section('### Links'));
const brokers = section('### Brokers');
const brokerTables = new Map(
  brokers
    .split('\n#### ')
    .slice(1)
    .map((part) => [part.split('\n')[0].match(/: `([\w-]+)`/)?.[1] ?? '', part]),
);
/** What is not about a single kind, and holds for whatever names it. */
const common = kindRows.reduce(
  (rest, { line }) => rest.replace(line, ''),
  scenario.replace(brokers, brokers.split('\n#### ')[0]),
);

/** Every name within a field: those of its parts, of its variants and of its choices. */
function namesWithin(field: Field): string[] {
  const known = field as AnyField;
  switch (known.type) {
    case 'group':
      return Object.entries(known.fields).flatMap(([name, inner]) => [name, ...namesWithin(inner)]);
    case 'variant':
      // Distributions have a table of their own.
      if (known.tag === 'dist') return [];
      return [known.tag, ...Object.entries(known.options).flatMap(([name, inner]) => [name, ...namesWithin(inner)])];
    case 'list':
      return namesWithin(known.item);
    case 'optional':
      return namesWithin(known.inner);
    case 'choice':
      return [...known.options];
    default:
      return [];
  }
}

/** How the document writes a default; null where it is told in words. */
function writtenDefault(field: Field): string | null {
  const { default: value } = field;
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: 10 });
  if (typeof value === 'boolean' || value === null) return `${value}`;
  return typeof value === 'string' && value !== '' ? value : null;
}

const says = (cell: string, value: string): boolean => {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.,-])${literal}(?![\\w-]|[.,]\\d)`).test(cell);
};

/** The parameters of a form whose default the rows tell otherwise, each with what it is. */
function wrongDefaults(form: GroupField, rows: readonly Row[]): string[] {
  return Object.entries(form.fields).flatMap(([name, field]) => {
    const row = rows.find(({ cells }) => namesIn(cells[0]).has(name));
    const due = writtenDefault(field);
    if (row === undefined || due === null) return [];
    const names = [...row.cells[0].matchAll(/`(\w+)`/g)].map((match) => match[1]);
    const cell = row.cells[row.cells.length - 1];
    const told = cell.split(';');
    const own = told.length === names.length ? told[names.indexOf(name)] : cell;
    return says(own, due) ? [] : [`${name}: ${due}`];
  });
}

describe.each(Object.keys(catalogue).filter((kind) => !brokerTables.has(kind) || kind === 'event-store'))(
  'the kind %s',
  (kind) => {
    const { params } = catalogue[kind];
    const rows = kindRows.filter(({ of }) => of === `\`${kind}\``);
    const own = rows.map(({ cells }) => cells.join(' | ')).join('\n');

    test('has its parameters in the table', () => {
      const named = rows.map(({ cells }) => cells[0]).join(' ');
      expect(missingIn(`${named} \`startupMs\``, Object.keys(params.fields))).toEqual([]);
      expect(missingIn(own + common, namesWithin(params))).toEqual([]);
    });

    test('has their defaults there', () => {
      expect(wrongDefaults(params, rows)).toEqual([]);
    });

    test('has no parameters there that it does not have', () => {
      const named = namesIn(rows.map(({ cells }) => cells[0]).join(' '));
      expect([...named].filter((name) => !(name in params.fields))).toEqual([]);
    });
  },
);

describe.each([...brokerTables])('the broker %s', (kind, part) => {
  const { params, incoming, outgoing } = catalogue[kind];
  const rows = rowsOf(part);
  const formOf = (of: string): GroupField | undefined => {
    if (of === 'the broker') return params;
    if (of === 'a link to it') return incoming;
    if (of === 'a link from it') return outgoing;
    const list = params.fields[of.match(/^each of `(\w+)`$/)?.[1] ?? ''] as AnyField | undefined;
    return list?.type === 'list' ? (list.item as GroupField) : undefined;
  };
  const tables = [...new Set(rows.slice(1).map(({ of }) => of))];

  test.each(tables)('has the parameters of %s, with their defaults', (of) => {
    const form = formOf(of);
    if (form === undefined) throw new Error(`${kind} has no ${of}`);
    const own = rows.filter((row) => row.of === of);
    const named = own.map(({ cells }) => cells[0]).join(' ');
    const everywhere = of.startsWith('a link') ? '`latency` `contract` `idempotency`' : '';
    expect(missingIn(named + everywhere, Object.keys(form.fields))).toEqual([]);
    expect([...namesIn(named)].filter((name) => !(name in form.fields))).toEqual([]);
    expect(wrongDefaults(form, own)).toEqual([]);
  });

  test('leaves nothing out', () => {
    const forms = [kind === 'event-store' ? undefined : params, incoming, outgoing];
    for (const form of forms) expect(missingIn(part + common, form === undefined ? [] : namesWithin(form))).toEqual([]);
  });
});

test('a link that carries calls has its parameters and their defaults', () => {
  const named = linkRows.map(({ of }) => of).join(' ');
  expect(missingIn(named, Object.keys(callParams.fields))).toEqual([]);
  expect(missingIn(scenario, namesWithin(callParams))).toEqual([]);
  const rows = linkRows.map((row) => ({ ...row, cells: [row.of, ...row.cells] }));
  expect(wrongDefaults(callParams as GroupField, rows)).toEqual([]);
});

test('what a kind says of its targets is told', () => {
  const targets = Object.values(catalogue).flatMap(({ target }) => (target === undefined ? [] : namesWithin(target)));
  expect(missingIn(section('### Links'), targets)).toEqual([]);
});

test('every protocol and every distribution is named', () => {
  expect(missingIn(scenario, PROTOCOLS)).toEqual([]);
  const { options } = duration({ dist: 'constant', valueMs: 1 });
  expect(missingIn(section('### Distributions'), Object.keys(options))).toEqual([]);
  for (const option of Object.values(options)) {
    expect(missingIn(section('### Distributions'), namesWithin(option))).toEqual([]);
  }
});

test('every example can be opened, and runs', () => {
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, code]) => code);
  const documents = examples.filter((code) => code.startsWith('{'));
  expect(documents.length).toBeGreaterThan(1);
  for (const code of documents) {
    const checked = checkScenario(JSON.parse(code), catalogue);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    const { report } = new TestRun(checked.value).advance(15_000);
    expect(Object.values(report.clients)[0].ok).toBeGreaterThan(0);
    for (const { calls, ok } of Object.values(report.links)) expect([calls > 0, ok > 0]).toEqual([true, true]);
  }
});

test('every part of the document is named', () => {
  for (const { entries } of [documentSchema, nodeSchema, linkSchema, noteSchema]) {
    expect(missingIn(scenario, Object.keys(entries))).toEqual([]);
  }
});

test('every step is told, with all that it takes', () => {
  // The type sees to it that this is all.
  const steps: { readonly [S in Step['step']]: Record<Exclude<keyof Extract<Step, { step: S }>, 'step'>, true> } = {
    work: { serviceTime: true },
    call: { link: true, operation: true },
    cached: { cache: true, origin: true, operation: true },
    parallel: { steps: true },
    publish: { link: true, topic: true, routingKey: true, key: true, priority: true, headers: true },
    stream: { link: true, operation: true, direction: true, messages: true, interval: true },
    gather: { answers: true, atLeast: true, withinMs: true },
    reply: {},
    // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
    branch: { probability: true, then: true, else: true },
  };
  const rows = rowsOf(section('### Operations of a service')).filter(({ of }) => of !== '`step`');
  expect(rows.map(({ of }) => of.replaceAll('`', '')).toSorted()).toEqual(Object.keys(steps).toSorted());
  for (const { of, cells } of rows) {
    const parameters = Object.keys(steps[of.replaceAll('`', '') as keyof typeof steps]).toSorted();
    expect([of, ...[...namesIn(cells[0])].toSorted()]).toEqual([of, ...parameters]);
  }
});

test('every action is told, with what it takes and what it takes it for if nothing is said', () => {
  const rows = rowsOf(section('### Interventions')).filter(({ of }) => of !== '`action`');
  const actions = interventionSchema.options.map(({ entries }) => entries);
  const names = actions.map(({ action }) => action.literal);
  expect(rows.map(({ of }) => of.replaceAll('`', '')).toSorted()).toEqual(names.toSorted());
  for (const { action, atMs: _, target: __, durationMs: ___, ...own } of actions) {
    const said = rows.find(({ of }) => of === `\`${action.literal}\``)?.cells.at(-1) ?? '';
    expect([action.literal, missingIn(said, Object.keys(own))]).toEqual([action.literal, []]);
    for (const entry of Object.values(own) as readonly object[]) {
      const due = 'default' in entry ? entry.default : undefined;
      if (typeof due === 'number')
        expect([action.literal, says(said, due.toLocaleString('en'))]).toEqual([action.literal, true]);
    }
  }
});

test('every reason is named, and every count of messages', () => {
  const report = section('## The report');
  expect(
    missingIn(
      report,
      OUTCOMES.filter((name) => name !== 'pending' && name !== 'ok'),
    ),
  ).toEqual([]);
  for (const name of DELIVERY_COUNTS) expect(report).toContain(`"${name}": 0`);
});
