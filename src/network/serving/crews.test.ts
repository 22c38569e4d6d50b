import { describe, expect, it } from 'vitest';
import { Statecharts } from '../../kernel/statechart/statecharts';
import { TestHost } from '../../kernel/statechart/testing/test-host';
import { lengthIn } from '../frames/list-in-line';
import { Crew, Crews } from './crews';

function crewsOf(servers: number) {
  const statecharts = new Statecharts(new TestHost());
  const crews = new Crews(statecharts);
  const lines = Array.from({ length: servers }, () => crews.add());
  const counts = (line: number) => [crews.words[line + Crew.held], crews.words[line + Crew.blocked]];
  return { statecharts, crews, lines, counts };
}

describe('the crews of servers', () => {
  it('do not know of each other', () => {
    const { crews, lines, counts } = crewsOf(40);
    const [one, , other] = lines;
    const slots = [crews.take(one), crews.take(other), crews.take(one)];
    expect(new Set(slots).size).toBe(3);
    crews.block(other, slots[1]);
    expect([counts(one), counts(other), counts(lines[1])]).toEqual([
      [2, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(lines.map((line) => lengthIn(crews.words, line + Crew.queue))).toEqual(lines.map(() => 0));
  });

  it('take the slot that was given back last, and a new one only when there is none', () => {
    const { crews, lines, counts } = crewsOf(1);
    const [line] = lines;
    const slots = [crews.take(line), crews.take(line), crews.take(line)];
    crews.finish(line, slots[0]);
    crews.finish(line, slots[2]);
    expect([crews.take(line), crews.take(line), crews.take(line)]).toEqual([slots[2], slots[0], 3]);
    expect(counts(line)).toEqual([4, 0]);
    expect(crews.population.size).toBe(4);
  });

  it('say whether a worker that is given back was waiting, and refuse one that nobody holds', () => {
    const { crews, lines, counts } = crewsOf(1);
    const [line] = lines;
    const slot = crews.take(line);
    expect([crews.block(line, slot), crews.block(line, slot), crews.crash(line, slot)]).toEqual([true, false, true]);
    expect(counts(line)).toEqual([0, 0]);
    expect(() => crews.finish(line, slot)).toThrow(/held by nobody/);
  });

  it('go on where they were saved, however many slots have come since', () => {
    const { statecharts, crews, lines } = crewsOf(2);
    const held = Array.from({ length: 100 }, () => crews.take(lines[0]));
    crews.dividedTo[held[99]] = 7;
    crews.finish(lines[0], held[5]);
    const saved = [crews.save(), statecharts.save()] as const;
    for (let more = 0; more < 100; more++) crews.take(lines[1]);
    for (const { crews: again, statecharts: charts, lines: at } of [{ crews, statecharts, lines }, crewsOf(2)]) {
      again.restore(saved[0]);
      charts.restore(saved[1]);
      expect([again.words[at[0] + Crew.held], again.words[at[1] + Crew.held]]).toEqual([99, 0]);
      expect(again.dividedTo[held[99]]).toBe(7);
      expect([again.take(at[0]), again.take(at[1])]).toEqual([held[5], 100]);
    }
  });
});
