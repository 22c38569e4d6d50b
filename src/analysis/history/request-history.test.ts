import { describe, expect, it } from 'vitest';
import { behaviours } from '../../kinds/behaviours';
import { Fact } from '../../network/facts';
import { OUTCOMES } from '../../network/outcomes';
import type { Scenario } from '../../scenario/scenario';
import { Simulation } from '../../simulation/simulation';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { factsOf } from '../archive/request-facts';
import { TraceArchive } from '../archive/trace-archive';
import { requestHistory, type Span } from './request-history';

/** The histories of a run's requests, in the order in which they were issued. */
function histories(built: Scenario, untilMs: number): Span[][] {
  const archive = new TraceArchive(Math.max(built.nodes.length, built.links.length));
  const roots = new Set<number>();
  const simulation = new Simulation(built, behaviours, {
    subscribe: (trace) => {
      trace.subscribe(archive);
      trace.subscribe({
        read: ({ fact, serial }, from, to) => {
          for (let row = from; row < to; row++) if (fact[row] === Fact.issued) roots.add(serial[row]);
        },
      });
    },
  });
  simulation.runUntil(untilMs);
  simulation.trace.flush();
  const ends = built.links.map(({ from, to }) => ({
    from: built.nodes.findIndex(({ id }) => id === from),
    to: built.nodes.findIndex(({ id }) => id === to),
  }));
  return factsOf(archive.blocks(), roots).map(({ columns }) => requestHistory(columns, ends));
}

/** A line a span: indented by depth, `kind node start–end outcome: phases`. */
function drawing(built: Scenario, spans: readonly Span[]): string[] {
  const depth = (span: Span): number => (span.parent < 0 ? 0 : 1 + depth(spans[span.parent]));
  return spans.map((span) => {
    const phases = span.segments.map(
      ({ phase, fromMs, toMs, link }) =>
        `${phase}${link >= 0 ? `(${built.links[link].to})` : ''} ${fromMs}–${toMs ?? ''}`,
    );
    const name = span.attempt > 1 ? `${span.kind}#${span.attempt}` : span.kind;
    const end = `${span.startMs}–${span.endMs ?? ''} ${OUTCOMES[span.outcome]}${span.wasted ? ', wasted' : ''}`;
    return `${'  '.repeat(depth(span))}${name} ${built.nodes[span.node].id} ${end}: ${phases.join(', ')}`;
  });
}

describe('the history of a request', () => {
  it('tells queueing, work, waiting and the network apart, call within call', () => {
    const built = scenario()
      .clientAt('shop', [0, 0])
      .worker('orders', 10, { concurrency: 1, replicas: 1 })
      .worker('payments', 5)
      .link('shop', 'orders', { latency: constant(1) })
      .link('orders', 'payments', { latency: constant(2) })
      .build();
    const [first, second] = histories(built, 1_000);
    expect(drawing(built, first)).toEqual([
      'request shop 0–21 ok: wait(orders) 0–21',
      '  call orders 0–21 ok: network 0–1, work 1–11, wait(payments) 11–20, network 20–21',
      '    call payments 11–20 ok: network 11–13, work 13–18, network 18–20',
    ]);
    expect(drawing(built, second)).toEqual([
      'request shop 0–40 ok: wait(orders) 0–40',
      '  call orders 0–40 ok: network 0–1, queue 1–20, work 20–30, wait(payments) 30–39, network 39–40',
      '    call payments 30–39 ok: network 30–32, work 32–37, network 37–39',
    ]);
  });

  it('shows each attempt, the pause before the next, and work that nobody waits for', () => {
    const built = scenario()
      .clientAt('shop', [0])
      .worker('slow', 50)
      .link('shop', 'slow', {
        latency: constant(1),
        timeoutMs: 20,
        retry: { maxAttempts: 2, baseMs: 10, jitter: 'none' },
      })
      .build();
    expect(drawing(built, histories(built, 1_000)[0])).toEqual([
      'request shop 0–50 timeout: wait(slow) 0–50',
      '  call slow 0–20 timeout, wasted: network 0–1, work 1–51, network 51–52',
      '  call#2 slow 30–50 timeout, wasted: backoff 20–30, network 30–31, work 31–81, network 81–82',
    ]);
  });

  it('names the reason where it ended, also of what never left', () => {
    const built = scenario()
      .clientAt('shop', [0, 100])
      .worker('s', 1)
      .link('shop', 's', {
        latency: constant(1),
        breaker: { window: 'calls', windowSize: 1, minimumCalls: 1, failureRate: 0.5, openMs: 10_000 },
      })
      .crash('s', { atMs: 0 })
      .build();
    const [refused, withheld] = histories(built, 1_000);
    expect(drawing(built, refused)[1]).toBe('  call s 0–2 connectionRefused: network 0–1, network 1–2');
    expect(drawing(built, withheld)).toEqual(['request shop 100–100 breakerOpen: ', '  call s 100–100 breakerOpen: ']);
  });

  it('has a load balancer wait for whom it has chosen', () => {
    const built = scenario()
      .clientAt('shop', [0])
      .loadBalancer('lb')
      .worker('a', 5)
      .link('shop', 'lb')
      .link('lb', 'a', { latency: constant(1) })
      .build();
    expect(drawing(built, histories(built, 1_000)[0])).toEqual([
      'request shop 0–7 ok: wait(lb) 0–7',
      '  call lb 0–7 ok: wait(a) 0–7',
      '    call a 0–7 ok: network 0–1, work 1–6, network 6–7',
    ]);
  });

  it('follows a message from its producer to its consumer, and back into its queue', () => {
    const built = scenario()
      .clientAt('shop', [0])
      .worker('orders', 1)
      .rabbitmq('mq', { queues: [{ name: 'q' }] })
      .worker('mailer', 10, { startupMs: 0 })
      .link('shop', 'orders')
      .link('orders', 'mq', { latency: constant(1), confirm: false })
      .link('mq', 'mailer', { latency: constant(2) })
      .crash('mailer', { atMs: 8, durationMs: 20 })
      .build();
    expect(drawing(built, histories(built, 10_000)[0])).toEqual([
      'request shop 0–1 ok: wait(orders) 0–1',
      '  call orders 0–1 ok: work 0–1',
      '    message mq 1–42 ok: network 1–2, stored 10–28',
      '      delivery mailer 2–10 connectionReset: network 2–4, work 4–8, network 8–10',
      '      delivery#2 mailer 28–42 ok: network 28–30, work 30–40, network 40–42',
    ]);
  });

  it('leaves open what is still under way', () => {
    const built = scenario()
      .clientAt('shop', [0])
      .worker('s', 50)
      .link('shop', 's', { latency: constant(1) })
      .build();
    expect(drawing(built, histories(built, 20)[0])).toEqual([
      'request shop 0– pending: wait(s) 0–',
      '  call s 0– pending: network 0–1, work 1–',
    ]);
  });
});
