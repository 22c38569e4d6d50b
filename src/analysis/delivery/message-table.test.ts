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
      table.end(table.find(ended));
      if (draw(4) > 0) continue;
      const slot = table.find(ended);
      expect([table.findLiving(ended), table.isHeld(slot)]).toEqual([NONE, false]);
      // It comes back.
      expect(table.enter(table.wake(slot), queue, step)).toBe(true);
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

it.each([
  [1, false],
  [8, true],
  [1_024, true],
  [65_536, false],
])('forgets those that ended long ago, with serials %i apart; somebody asks for them: %s', (apart, looks) => {
  const table = new MessageTable(1);
  for (let message = 1; message <= 10_000; message++) {
    const slot = table.add(message * apart, 0);
    table.enter(slot, 0, message);
    table.end(slot);
    // An index that is there keeps up, one that is not yet catches up.
    if (looks && message % 777 === 0) expect(table.find((message - 4_000) * apart) !== NONE).toBe(message > 4_000);
  }
  const known = (message: number) => table.find(message * apart) !== NONE;
  expect([5_904, 5_905, 7_000, 10_000, 10_001].map(known)).toEqual([false, true, true, true, false]);
  expect(table.room).toBeLessThanOrEqual(8_192);
});
