import { describe, expect, it } from 'vitest';
import { interpret } from '../../kernel/statechart/interpreted';
import { Statecharts } from '../../kernel/statechart/statecharts';
import { Dice } from '../../kernel/statechart/testing/random-machines';
import { TestHost } from '../../kernel/statechart/testing/test-host';
import type { Link } from '../../network/links/link';
import { Consumer } from './consumer';
import { consumerMachine } from './statechart';

const statecharts = () => new Statecharts(new TestHost());
const consumer = (prefetch: number) => new Consumer(statecharts(), {} as Link, 0, prefetch);

describe('a consumer', () => {
  it('is ready, works, and is full when it holds its prefetch', () => {
    const one = consumer(2);
    const states = [one.chart.state];
    for (const act of ['deliver', 'deliver', 'settle', 'settle'] as const) {
      one[act]();
      states.push(one.chart.state);
    }
    expect(states).toEqual(['ready', 'delivering', 'full', 'delivering', 'ready']);
  });

  it('is never full without a prefetch', () => {
    const one = consumer(Infinity);
    for (let i = 0; i < 10_000; i++) one.deliver();
    expect([one.chart.state, one.mayTake]).toEqual(['delivering', true]);
  });

  it('takes nothing while it is gone, and is where it was when it is back', () => {
    const one = consumer(2);
    one.deliver();
    one.deliver();
    one.leave();
    one.settle();
    expect([one.chart.state, one.mayTake, one.chart.context.unacked]).toEqual(['gone', false, 1]);
    one.join();
    expect([one.chart.state, one.mayTake]).toEqual(['delivering', true]);
  });

  it('is forgotten by a broker that crashes, gone or not', () => {
    const one = consumer(1);
    one.deliver();
    one.forget();
    expect([one.chart.state, one.chart.context.unacked]).toEqual(['ready', 0]);
    one.deliver();
    one.leave();
    one.forget();
    one.join();
    expect(one.chart.state).toBe('ready');
  });

  it('compiled is the interpreted one', () => {
    const dice = new Dice(20_241_121);
    for (let round = 0; round < 200; round++) {
      const prefetch = dice.pick([1, 2, 3, Infinity]);
      const compiled = statecharts().compile(consumerMachine, { prefetch });
      const interpreted = interpret(statecharts(), consumerMachine, { prefetch });
      for (const chart of [compiled, interpreted]) chart.start();
      for (let step = 0; step < 30; step++) {
        const holdsSome = compiled.context.unacked > 0;
        const type = dice.pick(['delivered', 'settled', 'left', 'joined', 'forgotten'] as const);
        if (type === 'settled' && !holdsSome) continue;
        for (const chart of [compiled, interpreted]) chart.send({ type });
        expect(compiled.save()).toEqual(interpreted.save());
      }
    }
  });
});
