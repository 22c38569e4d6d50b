/** The laws of every kind. A new folder is held to them by being there. */
import { describe, expect, test } from 'vitest';
import { kindScope, textKeys } from '../i18n/field-texts';
import { RandomStreams } from '../kernel/random';
import type { Scenario } from '../scenario/scenario';
import { check } from '../schema/check';
import type { AnyField, Field } from '../schema/field';
import { expectBalanced } from '../simulation/testing/expect-balanced';
import { withSkeleton } from '../simulation/testing/kinds';
import { randomSystem } from '../simulation/testing/random-system';
import { TestRun } from '../simulation/testing/test-run';

const { catalogue, behaviours } = withSkeleton;
const files = Object.keys(
  import.meta.glob(['./*/params.ts', './*/kind.ts', './*/view.tsx', './*/README.md', './*/locale/*.json']),
);
const texts = import.meta.glob<Record<string, unknown>>('./*/locale/*.json', { eager: true, import: 'default' });
const folderOf = (kind: string) => (kind === 'skeleton' ? '_skeleton' : kind);

const MAX_EVENTS = 30_000;
const END_MS = 1_200;

test('every folder is a kind of that name, and every kind has a folder', () => {
  const folders = [...new Set(files.map((file) => file.split('/')[1]))];
  expect(folders.toSorted()).toEqual(Object.keys(catalogue).map(folderOf).toSorted());
  expect(Object.keys(behaviours).toSorted()).toEqual(Object.keys(catalogue).toSorted());
});

/** Values that no field of that type takes. */
function hostile(field: Field): unknown[] {
  const known = field as AnyField;
  const never = [Symbol.iterator, () => 1, 1n, { __proto__: null, toString: 'x' }];
  switch (known.type) {
    case 'number':
      return [...never, 'many', NaN, Infinity, -Infinity, known.min - 1, known.max + 1, [], null, true];
    case 'choice':
      return [...never, '', 'toString', 1, null, ['x']];
    case 'text':
      return [...never, 1, 'x'.repeat(known.maxLength + 1), [], null];
    case 'flag':
      return [...never, 0, 'true', null];
    case 'optional':
      return hostile(known.inner).filter((value) => value !== null);
    case 'list':
      return [...never, 'x', { length: 1 }, null, Array.from({ length: known.maxItems + 1 }, () => known.item.default)];
    case 'group':
    case 'variant':
      return [...never, 'x', 1, [], null, { nobodyKnows: 1 }];
    case 'custom':
      return [...never, 'x', 1];
  }
}

const fieldsOf = (field: Field): Readonly<Record<string, Field>> =>
  (field as AnyField).type === 'group' ? (field as Extract<AnyField, { type: 'group' }>).fields : {};

describe.each(Object.keys(catalogue))('%s', (kind) => {
  const definition = catalogue[kind];
  const folder = `./${folderOf(kind)}/`;
  const forms = [definition.params, definition.incoming, definition.outgoing].filter((form) => form !== undefined);

  test('has everything in its folder', () => {
    for (const file of ['params.ts', 'kind.ts', 'view.tsx', 'README.md', 'locale/en.json', 'locale/ru.json']) {
      expect(files).toContain(folder + file);
    }
  });

  test.each(['en', 'ru'])('has its texts in %s', (language) => {
    const catalogueOf = texts[`${folder}locale/${language}.json`];
    const has = (key: string) =>
      key
        .split('.')
        .reduce<unknown>((within, name) => (within as Record<string, unknown> | undefined)?.[name], catalogueOf);
    const needed = textKeys(definition.params, { scope: kindScope(kind), path: '' })
      .filter((key) => key.startsWith(kindScope(kind)))
      .map((key) => key.slice(kindScope(kind).length));
    const all = ['name', 'description', ...definition.modes.map((mode) => `modes.${mode}`), ...needed];
    expect(all.filter((key) => typeof has(key) !== 'string')).toEqual([]);
  });

  test('has defaults that are valid, and that a document may leave out', () => {
    for (const form of forms) {
      expect(check(form, form.default)).toEqual({ ok: true, value: form.default });
      expect(check(form, {})).toEqual({ ok: true, value: form.default });
      expect(check(form, undefined)).toEqual({ ok: true, value: form.default });
      expect(JSON.parse(JSON.stringify(form.default))).toEqual(form.default);
    }
  });

  test('refuses hostile parameters, and says where and what was expected', () => {
    for (const form of forms) {
      for (const value of ['x', 7, [], null, { nobodyKnows: 1 }]) expect(check(form, value).ok).toBe(false);
      for (const [name, field] of Object.entries(fieldsOf(form))) {
        for (const value of hostile(field)) {
          const checked = check(form, { [name]: value });
          if (checked.ok) throw new Error(`${name} takes ${String(value)}`);
          for (const issue of checked.issues) {
            expect(issue.path.startsWith(name), `the place of ${name}: ${issue.path}`).toBe(true);
            expect(issue.expected).not.toBe('');
          }
        }
      }
    }
  });

  test('has the modes of its statechart', () => {
    const scenario = randomSystem(1, [kind], withSkeleton);
    const run = new TestRun(scenario, { kinds: withSkeleton });
    const index = scenario.nodes.findIndex((node) => node.kind === kind);
    const { lifecycle } = run.simulation.world.nodes[index];
    expect(lifecycle?.chart.states ?? ['up']).toEqual(definition.modes);
  });

  // A kind that calls others is put among services; one that only answers, behind clients and services.
  const around = (seed: number): Scenario => randomSystem(seed, [kind, kind, 'service'], withSkeleton);
  const seeds = Array.from({ length: 6 }, (_, i) => 300 + i);

  test.each(seeds)('keeps the books, with faults all around it (seed %i)', (seed) => {
    const run = new TestRun(around(seed), { kinds: withSkeleton });
    for (let atMs = 50; atMs <= END_MS; atMs += 230) {
      run.advance(atMs, MAX_EVENTS);
      expectBalanced(run);
    }
  });

  test.each(seeds)('accounts for everything when it crashes at any moment (seed %i)', (seed) => {
    const random = new RandomStreams(seed).stream('crashes');
    const run = new TestRun({ ...around(seed), interventions: [] }, { kinds: withSkeleton });
    for (let crash = 0; crash < 8; crash++) {
      run.advance(run.simulation.nowMs + random.unit() * 150, MAX_EVENTS);
      if (run.progress.status !== 'reached') return;
      for (const node of run.scenario.nodes.filter((candidate) => candidate.kind === kind)) {
        const durationMs = random.below(2) === 0 ? null : random.unit() * 100;
        run.intervene(run.simulation.nowMs, { action: 'crash', target: { node: node.id }, durationMs });
        expectBalanced(run);
        if (durationMs === null) run.intervene(run.simulation.nowMs, { action: 'heal', target: { node: node.id } });
      }
    }
    run.advance(run.simulation.nowMs + 500, MAX_EVENTS);
    expectBalanced(run);
  });

  test.each(seeds)('goes on alike from a checkpoint at any event (seed %i)', (seed) => {
    const scenario = around(seed);
    const whole = new TestRun(scenario, { kinds: withSkeleton }).advance(END_MS, MAX_EVENTS);
    const random = new RandomStreams(seed).stream('checkpoints');
    for (let i = 0; i < 2; i++) {
      const events = random.below(whole.simulation.events + 1);
      const first = new TestRun(scenario, { kinds: withSkeleton }).advance(END_MS, events);
      const second = TestRun.resume(scenario, first.checkpoint(), withSkeleton);
      second.advance(END_MS, MAX_EVENTS - first.simulation.events);
      expect(second.fingerprint).toBe(whole.fingerprint);
      expect(second.facts).toEqual(whole.facts.slice(first.facts.length));
    }
  });
});
