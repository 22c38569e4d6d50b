import { describe, expect, it } from 'vitest';
import { layOutSaga } from './saga-layout';

const on = (ways: Readonly<Record<string, string>>) => ({
  on: Object.entries(ways).map(([event, target]) => ({ event, target })),
});

/** Reserve can be taken back, and so can Pay; Ship cannot. */
const definition = {
  initial: 'idle',
  states: {
    idle: on({ begin: '1 Reserve' }),
    '1 Reserve': on({ done: '2 Pay', failed: 'rolledBack', unknown: '↶ 1 Reserve', crashed: 'lost' }),
    '2 Pay': on({ done: '3 Ship', failed: '↶ 1 Reserve', unknown: '↶ 2 Pay', crashed: 'lost' }),
    '3 Ship': on({ done: 'completed', failed: '↶ 2 Pay', unknown: '↶ 2 Pay', crashed: 'lost' }),
    '↶ 1 Reserve': on({ undone: 'rolledBack', gaveUp: 'stuck', crashed: 'lost' }),
    '↶ 2 Pay': on({ undone: '↶ 1 Reserve', gaveUp: 'stuck', crashed: 'lost' }),
    completed: on({ begin: '1 Reserve' }),
    rolledBack: on({ begin: '1 Reserve' }),
    stuck: on({ begin: '1 Reserve' }),
    lost: on({ begin: '1 Reserve' }),
  },
};

describe('the drawing of a saga', () => {
  const { boxes, arrows, height } = layOutSaga(definition, false);
  const boxOf = (state: string) => {
    const found = boxes.find((box) => box.state === state);
    if (!found) throw new Error(`${state} is not drawn`);
    return found;
  };

  it('goes down on the left and up on the right, each step beside what takes it back', () => {
    const ys = ['1 Reserve', '2 Pay', '3 Ship', 'completed'].map((state) => boxOf(state).y);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    for (const step of ['1 Reserve', '2 Pay']) {
      expect(boxOf(`↶ ${step}`).y).toBe(boxOf(step).y);
      expect(boxOf(`↶ ${step}`).x).toBeGreaterThan(boxOf(step).x + boxOf(step).width);
    }
    expect(boxOf('rolledBack').y).toBeLessThan(boxOf('↶ 1 Reserve').y);
    expect(boxes.every((box) => box.y + box.height <= height)).toBe(true);
    expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(boxes.length);
  });

  it('says of an arrow what it means, once where two mean the same way', () => {
    expect(arrows.filter(({ turn }) => turn === 'done')).toHaveLength(3);
    expect(arrows.filter(({ turn }) => turn === 'undone')).toHaveLength(2);
    expect(arrows.filter(({ turn }) => turn === 'failed')).toHaveLength(3);
    expect(arrows.filter(({ turn }) => turn === 'unknown')).toHaveLength(2);
    expect(arrows.filter(({ turn }) => turn === 'gaveUp')).toHaveLength(2);
  });

  it('has no way from the end of a saga to the next one, and a box for lost sagas only where there are some', () => {
    expect(arrows.some(({ key }) => key.startsWith('completed'))).toBe(false);
    expect(boxes.some(({ state }) => state === 'lost' || state === 'idle')).toBe(false);
    const withLost = layOutSaga(definition, true);
    expect(withLost.boxes.some(({ state }) => state === 'lost')).toBe(true);
    expect(withLost.height).toBeGreaterThan(height);
  });
});
