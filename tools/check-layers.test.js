import { describe, expect, it } from 'vitest';
import { checkLayers } from './check-layers.js';

/** @param {Record<string, string>} sources */
const offencesOf = (sources) => checkLayers(new Map(Object.entries(sources))).offences;

describe('the layer check', () => {
  it('lets a layer import what stands above it', () => {
    const offences = offencesOf({
      'src/schema/field.ts': 'export const field = 1;',
      'src/network/kind.ts':
        "import { field } from '../schema/field'; import * as v from 'valibot'; export { field, v };",
      'src/kinds/cache/params.ts': "import { field } from '../../network/kind'; export const params = field;",
    });
    expect(offences).toEqual([]);
  });

  it.each([
    ['a value', "import { a } from '../app/a';"],
    ['a type', "import type { A } from '../app/a';"],
    ['a re-export', "export { a } from '../app/a';"],
    ['everything', "export * from '../app/a';"],
    ['a lazy import', "const a = await import('../app/a');"],
    ['a type query', "type A = import('../app/a').A;"],
    ['a glob', "const all = import.meta.glob('../app/*.ts');"],
  ])('refuses what stands below, imported as %s', (_, code) => {
    const offences = offencesOf({ 'src/app/a.ts': '', 'src/kernel/clock.ts': code });
    expect(offences).toEqual(['src/kernel/clock.ts may not import src/app/a.ts']);
  });

  it('refuses one kind in another', () => {
    const offences = offencesOf({
      'src/kinds/kafka/kind.ts': "import '../client/params';",
      'src/kinds/client/params.ts': '',
    });
    expect(offences).toEqual(['src/kinds/kafka/kind.ts may not import src/kinds/client/params.ts']);
  });

  it('refuses React in what the worker runs', () => {
    const code = "import { useState } from 'react';";
    expect(offencesOf({ 'src/kinds/kafka/kind.ts': code, 'src/kinds/kafka/view.tsx': code })).toEqual([
      'src/kinds/kafka/kind.ts may not import the package react',
    ]);
  });

  it('tells types from values where only types are allowed', () => {
    const offences = offencesOf({
      'src/analysis/report.ts': '',
      'src/worker/protocol.ts': "import type { Report } from '../analysis/report';",
      'src/stores/live.ts': "import { type Report } from '../analysis/report';",
    });
    expect(offences).toEqual(['src/stores/live.ts may not import src/analysis/report.ts other than by "import type"']);
  });

  it('leaves out what a glob excludes', () => {
    const offences = offencesOf({
      'src/kinds/catalogue.ts': "import.meta.glob(['./*/params.ts', '!./_*/**']);",
      'src/kinds/client/params.ts': '',
      'src/kinds/_skeleton/params.ts': "import '../catalogue';",
    });
    expect(offences).toEqual(['src/kinds/_skeleton/params.ts may not import src/kinds/catalogue.ts']);
  });

  it('lets types know each other', () => {
    const offences = offencesOf({
      'src/network/link.ts': "import type { Network } from './network';",
      'src/network/network.ts': "import { Link } from './link';",
    });
    expect(offences).toEqual([]);
  });

  it('refuses a circle, a missing file, a test in the product, and a folder without a layer', () => {
    const offences = offencesOf({
      'src/kernel/a.ts': "import './b';",
      'src/kernel/b.ts': "import './a';",
      'src/kernel/c.ts': "import './gone'; import './c.test';",
      'src/kernel/c.test.ts': "import { it } from 'vitest'; import '../app/a';",
      'src/app/a.ts': '',
      'src/somewhere/d.ts': '',
    });
    expect(offences).toEqual([
      'src/kernel/c.ts imports ./gone, which is not there',
      'src/kernel/c.ts imports the test src/kernel/c.test.ts',
      'src/somewhere/d.ts belongs to no layer of tools/layers.js',
      'a circle: src/kernel/a.ts → src/kernel/b.ts → src/kernel/a.ts',
    ]);
  });
});
