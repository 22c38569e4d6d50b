import { describe, expect, it } from 'vitest';
import { PRESETS } from '../scenario/presets';
import type { Scenario } from '../scenario/scenario';
import { boxOf } from './layout';
import { type Box, curveBetween, linkCurve, pointAt } from './link-curve';
import { isTall, lineBoxes, placeLabel } from './link-label';

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('a label', () => {
  it('sits above a level link', () => {
    const { y, height } = placeLabel(curveBetween(0, 0, 200, 0));
    expect(y + height).toBe(-12);
  });

  it('keeps clear of a steep link, to its left whichever way it goes', () => {
    for (const y of [400, -400]) {
      const curve = curveBetween(0, 0, 100, y);
      const label = placeLabel(curve);
      expect(label.x + label.width).toBeLessThan(pointAt(curve, 0.58).x);
    }
  });

  it('keeps clear of cards where it can', () => {
    const inTheWay = { x: -100, y: 150, width: 130, height: 100 };
    expect(overlap(placeLabel(curveBetween(0, 0, 100, 400), [[inTheWay]]), inTheWay)).toBe(false);
  });

  it('is no wider than the gap between two cards', () => {
    expect(placeLabel(curveBetween(0, 0, 60, 0)).width).toBe(60);
  });

  it('keeps clear of the second set of boxes where it cannot of the first', () => {
    const curve = curveBetween(0, 0, 300, 0);
    const everywhere = { x: -1_000, y: -1_000, width: 2_000, height: 2_000 };
    const above = { x: 0, y: -200, width: 300, height: 200 };
    const label = placeLabel(curve, [[everywhere], [above]]);
    expect(overlap(label, above)).toBe(false);
  });
});

describe('labels of a fan of links', () => {
  const card = (x: number, y: number): Box => ({ x, y, width: 184, height: 154 });
  const ends = [card(264, -200), card(264, 0), card(264, 200)];
  const fans = {
    'that leave a card': ends.map((end) => linkCurve(card(0, 0), end)),
    'that enter a card': ends.map((end) => linkCurve(end, card(528, 0))),
  };

  for (const [which, curves] of Object.entries(fans)) {
    it(`${which} lie neither on a sibling nor behind a card, and the middle one keeps the protocol's name`, () => {
      const cards = [card(0, 0), ...ends, card(528, 0)];
      const taken = [...cards, ...curves.flatMap(lineBoxes)];
      const labels = curves.map((curve) => {
        const label = placeLabel(curve, [taken, cards]);
        taken.push(label);
        return label;
      });
      expect(labels.map(isTall)).toEqual([false, true, false]);
      for (const label of labels) expect(cards.some((one) => overlap(one, label))).toBe(false);
      for (const curve of curves) {
        for (let t = 0; t <= 1; t += 0.01) {
          const { x, y } = pointAt(curve, t);
          expect(labels.some((label) => overlap(label, { x, y, width: 0, height: 0 }))).toBe(false);
        }
      }
    });
  }

  it('say only the figure where two lines have no room either', () => {
    const near = ends.map((end) => linkCurve(card(0, 0), { ...end, x: 244 }));
    const cards = [card(0, 0), ...ends.map((end) => ({ ...end, x: 244 }))];
    const label = placeLabel(near[1], [[...cards, ...near.flatMap(lineBoxes)], cards]);
    expect([isTall(label), label.width]).toEqual([false, 28]);
  });
});

describe('labels of the ready-made scenarios', () => {
  for (const preset of PRESETS) {
    it(`lie neither on a line nor behind a card: ${preset.id}`, () => {
      const { nodes, links } = preset.load() as Scenario;
      const boxes = new Map(nodes.map((node) => [node.id, boxOf(node)]));
      const cards = [...boxes.values()];
      const curves = links.map(({ from, to }) => linkCurve(boxes.get(from) as Box, boxes.get(to) as Box));
      const taken = [...cards, ...curves.flatMap(lineBoxes)];
      const inTheWay = links.filter((_, index) => {
        const label = placeLabel(curves[index], [taken, cards]);
        taken.push(label);
        const isCrossed = curves.some((curve) =>
          Array.from({ length: 201 }, (_, step) => pointAt(curve, step / 200)).some((point) =>
            overlap(label, { ...point, width: 0, height: 0 }),
          ),
        );
        return isCrossed || cards.some((card) => overlap(card, label));
      });
      expect(inTheWay.map(({ id }) => id)).toEqual([]);
    });
  }
});
