import { describe, expect, it } from 'vitest';
import { LINE, layOut, twoLines } from './statechart-layout';

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
    const places = arrows.map(({ label }) => label && `${Math.round(label.x)} ${Math.round(label.y / 12)}`);
    expect(new Set(places).size).toBe(4);
  });

  it('lets several ways between two states share an arrow, and draws none for what changes nothing', () => {
    const worker = {
      initial: 'free',
      states: {
        free: { on: [{ event: 'take', target: 'busy' }] },
        busy: {
          on: [
            { event: 'finish', target: 'free' },
            { event: 'crash', target: 'free' },
            { event: 'look', target: 'busy' },
          ],
        },
      },
    };
    const shared = layOut(worker).arrows.map(({ from, to, causes }) => [from, to, causes.map(({ event }) => event)]);
    expect(shared).toEqual([
      ['free', 'busy', ['take']],
      ['busy', 'free', ['finish', 'crash']],
    ]);
  });

  it('keeps labels apart where several arrows go far', () => {
    const way = (event: string, target: string) => ({ event, target });
    const states = {
      a: { on: [way('1', 'c'), way('2', 'd')] },
      b: { on: [way('3', 'd')] },
      c: { on: [way('4', 'a')] },
      d: { on: [way('5', 'a'), way('6', 'b')] },
    };
    const places = layOut({ initial: 'a', states })
      .arrows.flatMap(({ label }) => label?.y ?? [])
      .toSorted((a, b) => a - b);
    for (let index = 1; index < places.length; index++)
      expect(places[index] - places[index - 1]).toBeGreaterThanOrEqual(LINE);
  });

  it('says once why several arrows lead far to one state, at the one nearest to it', () => {
    const states = {
      a: { on: [{ event: 'crash', target: 'd' }] },
      b: { on: [{ event: 'crash', target: 'd' }] },
      c: { on: [{ event: 'crash', target: 'd' }] },
      d: { on: [{ event: 'restart', target: 'a' }] },
    };
    const labelled = layOut({ initial: 'a', states }).arrows.filter(({ label }) => label !== null);
    expect(labelled.map(({ from, to }) => `${from}${to}`)).toEqual(['bd', 'cd', 'da']);
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
