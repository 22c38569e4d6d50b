import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from './check-scenario';
import { explainIssue } from './explain-issue';
import { exportFile, fileName, importFile } from './file';
import { arbitraryScenario } from './testing/arbitrary-scenario';
import { sampleSystem } from './testing/sample-system';

/** Random trials and hostile inputs take their time on a busy machine; a hang takes longer. */
vi.setConfig({ testTimeout: 30_000 });

describe('a scenario file', () => {
  it('holds all of any scenario', () => {
    fc.assert(
      fc.property(arbitraryScenario(catalogue), (value) => {
        expect(importFile(exportFile(value), catalogue)).toEqual({ ok: true, value });
      }),
    );
  });

  it('holds a header as long as AMQP lets it be, and operations named like what every object has', () => {
    const headers = { [`x-${'long'.repeat(60)}`]: 'yes' };
    const operations = { toString: [{ step: 'publish', link: 'l1', headers }], hasOwnProperty: [], 1: [], '': [] };
    const nodes = [
      { id: 'service', kind: 'service', params: { operations } },
      { id: 'rabbitmq', kind: 'rabbitmq' },
    ];
    const links = [{ id: 'l1', from: 'service', to: 'rabbitmq' }];
    const checked = checkScenario({ version: 1, nodes, links }, catalogue);
    expect(checked).toMatchObject({ ok: true, value: { nodes: [{ params: { operations } }, {}] } });
    if (checked.ok) expect(importFile(exportFile(checked.value), catalogue)).toEqual(checked);
  });

  it('is always written in the same order, whatever the order in memory', () => {
    const scenario = sampleSystem(4, catalogue);
    const shuffled = Object.fromEntries(Object.entries(scenario).reverse()) as unknown as typeof scenario;
    expect(exportFile(shuffled)).toBe(exportFile(scenario));
    expect(exportFile(scenario)).toMatch(/^\{\n {2}"version": 1,\n {2}"title": "A system of ours",/);
  });

  it('is named after its title', () => {
    const scenario = sampleSystem(2, catalogue);
    expect(fileName({ ...scenario, title: 'Мой магазин: v2/final' })).toBe('мой-магазин-v2-final.spillway.json');
    expect(fileName({ ...scenario, title: '…' })).toBe('scenario.spillway.json');
  });

  it('may begin with a byte order mark', () => {
    expect(importFile('\uFEFF{"version":1,"nodes":[],"links":[]}', catalogue).ok).toBe(true);
  });

  it.each([
    ['', 'notJson', /^file: expected JSON, found /],
    ['not JSON', 'notJson', /^file: expected JSON, found /],
    ['[]', 'invalid', /^scenario: expected a scenario, found a list$/],
    [
      '{"version":1,"nodes":[],"links":[],"zones":[{"__proto__":1}]}',
      'invalid',
      /^zones\[0\]: expected names of at most 255 characters, none of them reserved, found "__proto__"$/,
    ],
    ['{"version":1,"nodes":[{"id":"a"}],"links":[]}', 'invalid', /^nodes\[0\]\.kind: expected "kind" to be given/],
  ])('that is broken is refused with its reason: %j', (text, problem, line) => {
    const imported = importFile(text, catalogue);
    expect(imported).toMatchObject({ ok: false, problem });
    if (!imported.ok) expect(explainIssue(imported.issues[0])).toMatch(line);
  });
});
