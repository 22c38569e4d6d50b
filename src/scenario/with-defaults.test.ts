import { expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from './check-scenario';
import { PRESETS } from './presets';
import { FIRST_PRESET } from './presets/first';
import { type SoundDocument, withDefaults } from './with-defaults';

it('gives of the first scenario what a check gives, to the order of the names', () => {
  const checked = checkScenario(FIRST_PRESET.load(), catalogue);
  const filled = withDefaults(FIRST_PRESET.load(), catalogue);
  expect({ ok: true, value: filled }).toEqual(checked);
});

it.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  'leaves nothing of %s out that a field describes',
  (_, preset) => {
    const document = preset.load() as SoundDocument;
    const checked = checkScenario(document, catalogue);
    if (!checked.ok) throw new Error('not sound');
    const withoutSteps = ({ params, ...node }: { params: Record<string, unknown> }) => ({
      ...node,
      ...params,
      operations: 0,
    });
    const { nodes, links } = withDefaults(document, catalogue);
    expect(nodes.map(withoutSteps)).toEqual(checked.value.nodes.map(withoutSteps));
    expect(links).toEqual(checked.value.links);
  },
);
