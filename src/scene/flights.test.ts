import { expect, test } from 'vitest';
import { createTraceColumns } from '../kernel/trace';
import { Fact, SentFlag } from '../network/facts';
import { Outcome } from '../network/outcomes';
import { SceneClock } from './clock';
import { Flights } from './flights';
import { Sprite } from './sprite';
import { Travellers } from './travellers';

type Row = { at: number; fact: number; place?: number; detail?: number; value?: number };

function world(links = 2, nodes = 2) {
  const clock = new SceneClock();
  const flights = new Flights(clock, () => 200);
  flights.setWorld(links, nodes);
  const fold = (...rows: Row[]) => {
    const columns = createTraceColumns(rows.length);
    rows.forEach((row, i) => {
      columns.at[i] = row.at;
      columns.fact[i] = row.fact;
      columns.place[i] = row.place ?? 0;
      columns.detail[i] = row.detail ?? 0;
      columns.value[i] = row.value ?? 0;
    });
    flights.read(columns, 0, rows.length);
  };
  const seen = () =>
    Array.from({ length: flights.flights.count }, (_, i) => ({
      lane: flights.flights.lane[i],
      sprite: flights.flights.sprite[i],
      start: flights.flights.start[i],
      end: flights.flights.end[i],
      lost: flights.flights.lost[i],
    }));
  return { clock, flights, fold, seen };
}

test('a request flies out as long as the trace says, and its answer back', () => {
  const { flights, fold, seen } = world();
  fold({ at: 100, fact: Fact.sent, place: 1, value: 50 });
  expect(seen()).toEqual([{ lane: 2, sprite: Sprite.request, start: 100, end: 150, lost: 0 }]);
  flights.flights.expire(150);
  fold({ at: 180, fact: Fact.replied, place: 1, detail: Outcome.ok, value: 30 });
  expect(seen()).toEqual([{ lane: 3, sprite: Sprite.answer, start: 180, end: 210, lost: 0 }]);
});

test('shape and mark tell calls, retries, messages and redeliveries apart', () => {
  const { fold, seen } = world();
  const sent = (detail: number) => ({ at: 0, fact: Fact.sent, detail, value: 10 });
  fold(sent(0), sent(SentFlag.retry), sent(SentFlag.message), sent(SentFlag.message | SentFlag.redelivered));
  expect(seen().map(({ sprite }) => sprite)).toEqual([Sprite.request, Sprite.retry, Sprite.message, Sprite.redelivery]);
});

test('what comes back over a link of messages is an acknowledgement', () => {
  const { fold, seen } = world();
  fold(
    { at: 0, fact: Fact.sent, place: 0, detail: SentFlag.message, value: 10 },
    { at: 20, fact: Fact.replied, place: 0, detail: Outcome.ok, value: 10 },
    { at: 20, fact: Fact.replied, place: 0, detail: Outcome.error, value: 10 },
    { at: 20, fact: Fact.replied, place: 1, detail: Outcome.error, value: 10 },
  );
  expect(seen().map(({ sprite }) => sprite)).toEqual([Sprite.message, Sprite.ack, Sprite.nack, Sprite.failure]);
});

test('what a cut link swallows flies half the usual way, and bursts there', () => {
  const { flights, fold, seen } = world();
  fold(
    { at: 0, fact: Fact.sent, value: 40 },
    { at: 100, fact: Fact.sent, value: Number.POSITIVE_INFINITY },
    { at: 100, fact: Fact.lost, place: 1, detail: Outcome.partitioned },
  );
  expect(seen()[1]).toEqual({ lane: 0, sprite: Sprite.request, start: 100, end: 120, lost: 1 });
  const { bursts } = flights;
  expect(bursts.age(bursts.atMiddle(0), 0, 120)).toBe(0);
  expect(bursts.burns(bursts.atNode(1), 120)).toBe(false);
});

test('failures burst where they happen: at the callee, at the caller, in the broker', () => {
  const { flights, fold } = world();
  const { bursts } = flights;
  fold(
    { at: 10, fact: Fact.replied, place: 1, detail: Outcome.refused, value: 10 },
    { at: 10, fact: Fact.returned, place: 0, detail: Outcome.timeout },
    { at: 10, fact: Fact.lost, place: 1, detail: Outcome.brokerLost },
  );
  const burning = Array.from({ length: bursts.spots }, (_, spot) => spot).filter((spot) => bursts.burns(spot, 20));
  expect(burning).toEqual([bursts.atCaller(0), bursts.atCallee(1), bursts.atNode(1)]);
  expect(burning.some((spot) => bursts.burns(spot, 1_000))).toBe(false);
});

test('an answer that merely brings a failure home does not burst twice', () => {
  const { flights, fold } = world();
  fold({ at: 10, fact: Fact.returned, place: 0, detail: Outcome.refused });
  expect(flights.bursts.burns(flights.bursts.atCaller(0), 20)).toBe(false);
});

test('a steady run needs no more memory after its first second', () => {
  const { clock, flights, fold } = world();
  const second = (from: number) => {
    for (let at = from; at < from + 1_000; at++) {
      fold({ at, fact: Fact.sent, value: 20 }, { at, fact: Fact.replied, detail: Outcome.ok, value: 20 });
      clock.advance(at, 1, at);
      flights.flights.expire(at);
      flights.dots.expire(clock.nowMs);
    }
    return [flights.flights.capacity, flights.dots.capacity];
  };
  const first = second(0);
  second(1_000);
  expect(second(2_000)).toEqual(first);
  expect(flights.flights.count).toBeLessThanOrEqual(42);
});

test('a run that is folded without being painted keeps only what is still under way', () => {
  const { flights, fold } = world();
  for (let at = 0; at < 50_000; at++) fold({ at, fact: Fact.sent, value: 20 });
  expect(flights.flights.capacity).toBe(1_024);
  flights.flights.expire(49_999);
  expect(flights.flights.count).toBe(20);
});

test('a flood of a million costs no more than its size: what is beyond the pool is not kept', () => {
  const travellers = new Travellers();
  for (let i = 0; i < 1_000_000; i++) travellers.add(0, 0, 0, 20, false);
  expect(travellers.count).toBe(1 << 18);
  for (let i = 0; i < 1 << 16; i++) travellers.add(0, 0, 20, 40, false);
  expect(travellers.count).toBeLessThan(1 << 17);
});

test('after a reset nothing is left of the former run', () => {
  const { flights, fold, seen } = world();
  fold({ at: 0, fact: Fact.sent, value: 1_000 }, { at: 0, fact: Fact.returned, detail: Outcome.timeout });
  flights.reset();
  expect(seen()).toEqual([]);
  expect(flights.dots.count).toBe(0);
  expect(flights.bursts.burns(0, 1)).toBe(false);
});
