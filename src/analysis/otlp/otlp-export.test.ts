import { describe, expect, it } from 'vitest';
import { behaviours } from '../../kinds/behaviours';
import { catalogue } from '../../kinds/catalogue';
import { checkScenario } from '../../scenario/check-scenario';
import { PRESETS } from '../../scenario/presets';
import type { Scenario } from '../../scenario/scenario';
import { Simulation } from '../../simulation/simulation';
import { TraceArchive } from '../archive/trace-archive';
import { exportOtlp } from './otlp-export';
import type { OtlpResourceSpans, OtlpSpan } from './otlp-span';

function preset(index: number): Scenario {
  const checked = checkScenario(PRESETS[index].load(), catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return {
    ...checked.value,
    interventions: [{ atMs: 1_000, action: 'crash', target: { node: 'payments' }, durationMs: 2_000 }],
  };
}

function exported(scenario: Scenario, untilMs: number, budgetBytes?: number) {
  const archive = new TraceArchive(Math.max(scenario.nodes.length, scenario.links.length), budgetBytes);
  const simulation = new Simulation(scenario, behaviours, { subscribe: (trace) => trace.subscribe(archive) });
  simulation.runUntil(untilMs);
  simulation.trace.flush();
  let json = '';
  const requests = exportOtlp(archive, scenario, untilMs, (part) => {
    json += part;
  });
  const { resourceSpans } = JSON.parse(json) as { resourceSpans: OtlpResourceSpans[] };
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return { json, requests, resourceSpans, spans };
}

const keyOf = ({ traceId, spanId }: Pick<OtlpSpan, 'traceId' | 'spanId'>) => `${traceId}/${spanId}`;

describe.each([0, 1])('the export of ready-made scenario %i', (index) => {
  const { json, requests, resourceSpans, spans } = exported(preset(index), 5_000);

  it('follows the JSON encoding of the protocol', () => {
    expect(spans.length).toBeGreaterThan(1_000);
    for (const span of spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
      expect(span.startTimeUnixNano).toMatch(/^\d{18}$/);
      expect(span.endTimeUnixNano).toMatch(/^\d{18}$/);
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano), span.name).toBe(true);
      expect([1, 2, 3, 4, 5]).toContain(span.kind);
      expect([undefined, 2]).toContain(span.status.code);
      for (const { timeUnixNano } of span.events ?? []) expect(timeUnixNano).toMatch(/^\d{18}$/);
    }
  });

  it('has a tree of spans for each request', () => {
    const keys = new Set(spans.map(keyOf));
    expect(keys.size).toBe(spans.length);
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots).toHaveLength(requests);
    for (const { traceId, parentSpanId } of spans) {
      if (parentSpanId !== undefined) expect(keys).toContain(keyOf({ traceId, spanId: parentSpanId }));
    }
  });

  it('tells who failed and why', () => {
    const failed = spans.filter(({ status }) => status.code === 2);
    expect(failed.length).toBeGreaterThan(3);
    expect(failed.some(({ status }) => /^connection/.test(status.message ?? ''))).toBe(true);
  });

  it('is of one component a resource, and the same each time', () => {
    const names = resourceSpans.map(({ resource }) =>
      resource.attributes.find(({ key }) => key === 'service.instance.id'),
    );
    expect(names.every((name) => name !== undefined)).toBe(true);
    expect(exported(preset(index), 5_000).json).toBe(json);
  });
});

it('messages become producers and consumers', () => {
  const { spans } = exported(preset(1), 3_000);
  const consumers = spans.filter(({ kind }) => kind === 5);
  expect(consumers.length).toBeGreaterThan(5);
  const producers = new Set(spans.filter(({ kind }) => kind === 4).map(({ spanId }) => spanId));
  for (const { parentSpanId } of consumers) expect(producers).toContain(parentSpanId);
  expect(consumers[0].attributes).toContainEqual({ key: 'messaging.system', value: { stringValue: 'rabbitmq' } });
});

it('leaves out requests of which only a part is left', () => {
  const { spans, requests } = exported(preset(0), 60_000, 2.2 * 1024 * 1024);
  const whole = exported(preset(0), 60_000);
  expect(requests).toBeLessThan(whole.requests / 2);
  const keys = new Set(whole.spans.map(keyOf));
  expect(spans.every((span) => keys.has(keyOf(span)))).toBe(true);
  const count = (all: readonly OtlpSpan[], traceId: string) => all.filter((span) => span.traceId === traceId).length;
  for (const { traceId } of spans.slice(0, 50)) expect(count(spans, traceId)).toBe(count(whole.spans, traceId));
});
