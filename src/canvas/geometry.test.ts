import { describe, expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO, moveNodes, renameNode } from '../scenario/arrange';
import { addNode, connect, setNodeParams } from '../scenario/edit';
import type { Scenario } from '../scenario/scenario';
import { drawnAlike, geometryOf, reachOf } from './geometry';
import { boxOf } from './layout';
import { linkCurve } from './link-curve';

function pair(): Scenario {
  const shop = addNode(EMPTY_SCENARIO, catalogue, 'client', { x: 0, y: 0 })!;
  const orders = addNode(shop.scenario, catalogue, 'service', { x: 320, y: 80 })!;
  return connect(orders.scenario, catalogue, shop.id, orders.id).scenario;
}

describe('the geometry that the worker gets', () => {
  it('has the box of every node and the curve that is drawn for every link', () => {
    const scenario = pair();
    const { nodes, links } = geometryOf(scenario);
    expect(nodes.map(({ node, x, y }) => [node, x, y])).toEqual([
      ['client', 0, 0],
      ['service', 320, 80],
    ]);
    expect(nodes.every(({ width, height }) => width > 0 && height > 0)).toBe(true);
    expect(links).toEqual([{ link: 'l1', curve: linkCurve(boxOf(scenario.nodes[0]), boxOf(scenario.nodes[1])) }]);
  });

  it('is the same after a change of name or parameters, and another after a move or a new link', () => {
    const scenario = pair();
    const renamed = renameNode(scenario, 'service', 'Orders');
    const tuned = setNodeParams(scenario, catalogue, 'service', { concurrency: 3 }).scenario;
    expect(tuned).not.toBe(scenario);
    expect(drawnAlike(scenario, renamed)).toBe(true);
    expect(drawnAlike(scenario, tuned)).toBe(true);
    expect(drawnAlike(scenario, moveNodes(scenario, [{ id: 'service', position: { x: 328, y: 80 } }]))).toBe(false);
    expect(drawnAlike(scenario, { ...scenario, links: [] })).toBe(false);
  });

  it('reaches around every node and line, and steps along with them', () => {
    const scenario = pair();
    const reach = reachOf(geometryOf(scenario));
    expect(reach).toMatchObject({ x: -256, y: -256 });
    expect(reach).toEqual(reachOf(geometryOf(moveNodes(scenario, [{ id: 'service', position: { x: 328, y: 80 } }]))));
    const back = moveNodes(scenario, [{ id: 'service', position: { x: -900, y: 80 } }]);
    const [{ curve }] = geometryOf(back).links;
    expect(reachOf(geometryOf(back))?.x).toBeLessThan(Math.min(curve[4], -900) - 95);
    expect(reachOf(geometryOf(EMPTY_SCENARIO))).toBeNull();
  });
});
