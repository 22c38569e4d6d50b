import { expect, test } from 'vitest';
import { catalogue } from '../../kinds/catalogue';
import { AIMS } from '../../scenario/aims';
import { EMPTY_SCENARIO } from '../../scenario/arrange';
import { checkScenario } from '../../scenario/check-scenario';
import { addNode } from '../../scenario/edit';
import { deedsFor, draftOf } from './drafts';

const when = { atMs: 1_000, durationMs: 5_000 };

test.each(Object.keys(catalogue))('what is offered for a %s is accepted by the document', (kind) => {
  const added = addNode(EMPTY_SCENARIO, catalogue, kind, { x: 0, y: 0 });
  const node = added?.scenario.nodes[0];
  if (!added || !node) throw new Error(kind);
  const deeds = deedsFor(node, catalogue[kind].modes.includes('crashed'));
  expect(deeds.length).toBeGreaterThan(0);
  const interventions = deeds.map((action) => draftOf(action, { node: node.id }, when));
  expect(checkScenario({ ...added.scenario, interventions }, catalogue)).toMatchObject({ ok: true });
});

test('links are offered what is done to links', () => {
  expect(deedsFor(null, false)).toEqual(
    Object.keys(AIMS).filter((deed) =>
      ['cut', 'loss', 'delay', 'poison', 'scaleConsumers', 'rebuild', 'slow', 'heal'].includes(deed),
    ),
  );
});
