/** Traces written by hand, and the smallest scenarios, for tests. */
import { createTraceColumns, type TraceColumns, type TraceFold } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { Outcome, type OutcomeName } from '../../network/outcomes';
import type { Scenario } from '../../scenario/scenario';

interface Rest {
  readonly detail?: OutcomeName | number;
  readonly extra?: number;
  readonly value?: number;
}

/** One fact: when, what, where, whose, and the columns that are not 0. */
export type Row = readonly [atMs: number, fact: keyof typeof Fact, place: number, serial: number, rest?: Rest];

function columnsOf(rows: readonly Row[]): TraceColumns {
  const columns = createTraceColumns(rows.length);
  rows.forEach(([at, fact, place, serial, { detail = 0, extra = 0, value = 0 } = {}], row) => {
    columns.at[row] = at;
    columns.fact[row] = Fact[fact];
    columns.detail[row] = typeof detail === 'number' ? detail : Outcome[detail];
    columns.place[row] = place;
    columns.serial[row] = serial;
    columns.extra[row] = extra;
    columns.value[row] = value;
  });
  return columns;
}

/** Lets a fold read facts, in chunks of `chunk`, and returns it. */
export function feed<F extends TraceFold>(fold: F, rows: readonly Row[], chunk = rows.length || 1): F {
  const columns = columnsOf(rows);
  for (let from = 0; from < rows.length; from += chunk) fold.read(columns, from, Math.min(from + chunk, rows.length));
  return fold;
}

type NodeShort = readonly [id: string, kind: string, params?: Readonly<Record<string, unknown>>];
type LinkShort = readonly [id: string, from: string, to: string];

export function scenarioOf(
  nodes: readonly NodeShort[],
  links: readonly LinkShort[] = [],
  goals: string[] = [],
): Scenario {
  return {
    version: 1,
    title: 'Handmade',
    description: '',
    seed: 1,
    durationMs: null,
    nodes: nodes.map(([id, kind, params = {}]) => ({ id, kind, params, label: '', position: { x: 0, y: 0 } })),
    links: links.map(([id, from, to]) => ({ id, from, to, protocol: 'rest', params: {} })),
    contracts: [],
    zones: [],
    notes: [],
    interventions: [],
    goals,
    view: {},
    lesson: null,
  };
}
