import { describe, expect, it } from 'vitest';
import { layOut, twoLines } from './statechart-layout';

const lifecycle = {
  initial: 'up',
  states: {
    up: { on: [{ event: 'crash', target: 'crashed' }] },
    crashed: { on: [{ event: 'restart', target: 'starting' }] },
    starting: {
      on: [
        { event: 'after 1000 ms', afterMs: 1000, target: 'up' },
        { event: 'crash', target: 'crashed' },
      ],
    },
  },
};

describe('the drawing of a statechart', () => {
  const { boxes, arrows, height } = layOut(lifecycle);

  it('has a box for each state, none over another', () => {
    expect(boxes.map((box) => box.state)).toEqual(['up', 'crashed', 'starting']);
    for (let index = 1; index < boxes.length; index++) {
      expect(boxes[index].y).toBeGreaterThan(boxes[index - 1].y + boxes[index - 1].height);
    }
    expect(height).toBeGreaterThanOrEqual(boxes[2].y + boxes[2].height);
  });

  it('has an arrow for each transition, with labels apart', () => {
    expect(arrows).toHaveLength(4);
    const places = arrows.map(({ label }) => `${Math.round(label.x)} ${Math.round(label.y / 12)}`);
    expect(new Set(places).size).toBe(4);
  });

  it('leaves out a transition to a state that is not there', () => {
    const broken = { initial: 'a', states: { a: { on: [{ event: 'go', target: 'nowhere' }] } } };
    expect(layOut(broken).arrows).toEqual([]);
  });
});

it('long labels take two lines', () => {
  expect(twoLines('crash')).toEqual(['crash']);
  expect(twoLines('too many failures')).toEqual(['too many', 'failures']);
});
