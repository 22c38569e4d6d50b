import { expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO } from '../scenario/arrange';
import { addNode } from '../scenario/edit';
import { showsMost } from './use-initial-view';

it('a saved view counts when most of the scenario is in sight there', () => {
  const left = addNode(EMPTY_SCENARIO, catalogue, 'service', { x: 0, y: 0 })!;
  const right = addNode(left.scenario, catalogue, 'service', { x: 2_000, y: 0 })!;
  const { scenario } = addNode(right.scenario, catalogue, 'service', { x: 2_400, y: 0 })!;
  const phone = { width: 390, height: 700 };
  expect(showsMost(scenario, { x: 0, y: 0, zoom: 0.15 }, phone)).toBe(true);
  expect(showsMost(scenario, { x: 0, y: 0, zoom: 1 }, phone)).toBe(false);
});
