import { describe, expect, it } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from './check-scenario';
import { CURRENT_VERSION, LADDER, migrate, type Rung } from './migrate';

/** One frozen document of each version that there ever was. */
const fixtures = import.meta.glob<{ document: unknown }>('./fixtures/v*.json', { eager: true });
const frozen = (version: number) => fixtures[`./fixtures/v${version}.json`]?.document;
const versions = Array.from({ length: CURRENT_VERSION }, (_, index) => index + 1);

describe('the migrations ladder', () => {
  it('has a frozen document for every version, and no other', () => {
    expect(Object.keys(fixtures).sort()).toEqual(versions.map((version) => `./fixtures/v${version}.json`).sort());
  });

  it.each(versions)('opens a document of version %i', (version) => {
    expect(checkScenario(frozen(version), catalogue)).toMatchObject({ ok: true, value: { version: CURRENT_VERSION } });
  });

  it('takes a document over every rung from its own version up', () => {
    const climbed = versions.map((version) => {
      const used = new Set<number>();
      const watched = LADDER.map(
        (rung, index): Rung =>
          (document) => {
            used.add(index);
            return rung(document);
          },
      );
      expect(migrate(frozen(version), watched).ok).toBe(true);
      return used.size;
    });
    expect(climbed).toEqual(versions.map((version) => CURRENT_VERSION - version));
  });

  it('climbs rung by rung and writes the version reached', () => {
    const ladder: Rung[] = [(document) => ({ ...document, a: 1 }), (document) => ({ ...document, b: document.a })];
    expect(migrate({ version: 1 }, ladder)).toEqual({ ok: true, value: { version: 3, a: 1, b: 1 } });
    expect(migrate({ version: 2 }, ladder)).toEqual({ ok: true, value: { version: 3, b: undefined } });
  });

  it('says so when a document is newer than the program', () => {
    expect(migrate({ version: CURRENT_VERSION + 1 })).toMatchObject({
      ok: false,
      issues: [{ path: 'version', expected: expect.stringContaining('made by a newer Spillway') }],
    });
  });
});

describe('version 1', () => {
  it('means today what it meant when it was saved', () => {
    expect(checkScenario(frozen(1), catalogue)).toMatchObject({
      ok: true,
      value: {
        seed: 7,
        durationMs: null,
        nodes: [
          {
            params: {
              arrivals: { process: 'closed', users: 30, thinkTime: { dist: 'lognormal', meanMs: 900, cv: 1.5 } },
            },
          },
          { params: { arrivals: { process: 'poisson', ratePerSec: 20 }, mix: [] } },
          { params: { concurrency: 32, queueLimit: null, routes: [{ operation: 'order', link: 'l2' }] } },
          { params: { policy: 'least-connections' } },
          { params: { replicas: 2, concurrency: 4, queueLimit: 20, fanOut: 'parallel' } },
          { params: { poolSize: 5, maxWaiters: null } },
          { params: { queues: [{ name: 'mail', durable: false }] } },
          { params: { replicas: 1, serviceTime: { dist: 'exponential', meanMs: 20 } } },
        ],
        links: [
          { protocol: 'rest', params: { timeoutMs: null, weight: 1 } },
          { protocol: 'rest' },
          {
            protocol: 'grpc',
            params: { retry: { maxAttempts: 2, baseMs: 100 }, breaker: { windowSize: 50, probes: 3 } },
          },
          { protocol: 'sql' },
          { protocol: 'amqp', params: { queue: 'mail', persistent: false, confirm: true } },
          { protocol: 'amqp', params: { queue: '', prefetch: 1 } },
          { protocol: 'rest' },
        ],
        interventions: [
          { atMs: 20_000, action: 'crash', durationMs: 10_000 },
          { atMs: 25_000.125, action: 'slow', factor: 4, durationMs: null },
          { action: 'cut' },
          { action: 'rate', ratePerSec: 90 },
          { action: 'send', count: 3 },
          { action: 'heal' },
          { action: 'restart' },
        ],
      },
    });
  });
});
