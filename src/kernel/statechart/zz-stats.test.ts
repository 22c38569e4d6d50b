import { it } from 'vitest';
import { Dice, randomMachine, randomSteps } from './random-machines';
import { Statecharts } from './statecharts';
import { TestHost } from './test-host';
it('stats', () => {
  let fired = 0, emits = 0, trans = 0, done = 0, states = 0, cancelled=0, ties=0;
  for (let s = 0; s < 500; s++) {
    const dice = new Dice(20240601 + s);
    const m = randomMachine(dice);
    const host = new TestHost();
    const sc = new Statecharts(host);
    const c = sc.compile(m, { n: 3, k: 1 } as never);
    c.onEmit(() => emits++); c.onTransition(() => trans++);
    const o = c.expire.bind(c as never); (c as never as {expire: unknown}).expire = (x: number) => { fired++; o(x as never); };
    c.start();
    for (const st of randomSteps(dice, 40)) { if (st.do === 'advance') host.run(host.now + st.byMs); else c.send(st.event as never);
      const p = c.pending.map(t=>t.atMs); if (new Set(p).size < p.length) ties++; cancelled += host.queue.length - p.length; if(c.done){done++;break;} }
    states += c.states.length;
  }
  console.log({ fired, emits, trans, done, states, cancelled, ties });
});
