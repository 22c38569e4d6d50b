import { expect, it } from 'vitest';
import { MessageTable, NONE } from './message-table';

it('knows every message that has not ended, and the order in which they came into their queues', () => {
  const table = new MessageTable(2);
  const queues: number[][] = [[], []];
  let serial = 4_294_950_000;
  // A small generator of its own, so that the case is always the same.
  let state = 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let step = 0; step < 4_000; step++) {
    const queue = draw(2);
    const known = queues[queue];
    const pick = draw(known.length || 1);
    const fate = draw(5);
    if (fate < 2 || known.length === 0) {
      serial += 1 + draw(3);
      table.enter(table.add(serial, 0), queue, step);
      known.push(serial);
    } else if (fate === 2) {
      const [moved] = known.splice(pick, 1);
      expect(table.enter(table.find(moved), 1 - queue, step)).toBe(true);
      queues[1 - queue].push(moved);
    } else if (fate === 3) {
      const [ended] = known.splice(pick, 1);
      const slot = table.find(ended);
      expect([table.end(slot), table.end(slot), table.isHeld(slot)]).toEqual([true, false, false]);
      if (draw(4) > 0) continue;
      // It comes back.
      expect(table.enter(slot, queue, step)).toBe(true);
      known.push(ended);
    } else {
      expect(table.enter(table.find(known[pick]), queue, step)).toBe(false);
    }
  }
  queues.forEach((known, queue) => {
    expect(table.held(queue)).toBe(known.length);
    const order: number[] = [];
    for (let slot = table.oldest(queue); slot !== NONE; slot = table.next(slot)) order.push(slot);
    expect(order).toEqual(known.map((one) => table.find(one)));
    for (const one of known) expect(table.words[table.find(one)] >>> 0).toBe(one);
  });
});

it.each([1, 8, 1_024, 65_536])('forgets those that ended long ago, with serials %i apart', (apart) => {
  const table = new MessageTable(1);
  for (let message = 1; message <= 10_000; message++) {
    const slot = table.add(message * apart, 0);
    table.enter(slot, 0, message);
    table.end(slot);
  }
  const known = (message: number) => table.find(message * apart) !== NONE;
  expect([1, 5_900, 5_905, 10_000, 10_001].map(known)).toEqual([false, false, true, true, false]);
  expect(table.room).toBeLessThanOrEqual(8_192);
});
