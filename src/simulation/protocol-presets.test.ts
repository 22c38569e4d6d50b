import { describe, expect, test } from 'vitest';
import { type Item, type Preset, presetCalled, readyMade } from './testing/ready-made';
import { TestRun } from './testing/test-run';

/** The report of a ready-made scenario, and of the same one with something changed at a link. */
function beforeAndAfter(id: string, link: string, fix: (one: Item) => Item) {
  const document = presetCalled(id);
  const links = document.links.map((one) => (one.id === link ? fix(one) : one));
  return [document, { ...document, links }].map((preset) => runOf(preset));
}

function runOf(preset: Preset, changes = {}) {
  const run = new TestRun(readyMade(preset, changes));
  return { report: run.advance(preset.durationMs).report, run };
}

describe('the ready-made scenarios about protocols show what they say, and their fix is one choice', () => {
  test('six-connections: one connection of HTTP/2 carries what six of HTTP/1.1 cannot', () => {
    const [before, after] = beforeAndAfter('six-connections', 'browser-images', (link) => ({
      ...link,
      protocol: 'http2',
    }));
    const { browser } = before.report.clients;
    expect(browser.throughputPerSec).toBeLessThan(43);
    expect(browser.latencyMs.p50).toBeGreaterThan(3_000);
    expect(before.report.links['browser-images'].waits?.meanMs).toBeGreaterThan(2_000);
    expect(after.report.links['browser-images'].waits?.count).toBeLessThan(20);
    expect(after.report.clients.browser.failed).toBe(0);
    expect(after.report.clients.browser.latencyMs.p50).toBeCloseTo(140, -1);
    expect(after.run.simulation.world.network.connections?.chart.size).toBe(1);
  });

  test('text-or-binary: half the bytes, and a worker that keeps up', () => {
    const [before, after] = beforeAndAfter('text-or-binary', 'storefront-catalog', (link) => ({
      ...link,
      params: { ...link.params, payload: { ...(link.params as { payload: object }).payload, format: 'protobuf' } },
    }));
    expect(before.report.nodes.catalog.utilization).toBeGreaterThan(0.99);
    expect(after.report.nodes.catalog.utilization).toBeLessThan(0.5);
    const bytesPerAnswer = ({ report }: typeof before) =>
      report.links['storefront-catalog'].bytes / report.nodes.catalog.completed;
    expect(bytesPerAnswer(after) / bytesPerAnswer(before)).toBeCloseTo(0.47, 1);
    expect(after.report.clients.shop.latencyMs.p99).toBeLessThan(100);
    expect(before.report.clients.shop.latencyMs.p99).toBeGreaterThan(500);
  });

  test('cancelled-or-wasted: who is told stops, and is back as soon as the spike is over', () => {
    const [before, after] = beforeAndAfter('cancelled-or-wasted', 'shop-search', (link) => ({
      ...link,
      protocol: 'grpc',
    }));
    const served = ({ run }: typeof before) =>
      run.settled('shop').filter(({ atMs, outcome }) => outcome === 'ok' && atMs > 45_000 && atMs < 75_000).length;
    // The spike ended at 40 s; 40 a second are sent.
    expect(served(before)).toBeLessThan(0.1 * 40 * 30);
    expect(served(after)).toBeGreaterThan(0.95 * 40 * 30);
    expect(before.run.all('wasted').length).toBeGreaterThan(1_000);
    expect(after.run.all('wasted').length).toBeLessThan(100);
  });

  test('streams-hold-workers: a hundred streams do not fit into fifty workers; asking takes few, and many bytes', () => {
    const [before, after] = beforeAndAfter('streams-hold-workers', 'phones-prices', (link) => ({
      ...link,
      params: { ...link.params, stream: null },
    }));
    const enough = runOf(presetCalled('streams-hold-workers'), { prices: { concurrency: 200 } });
    const pricesPerSec = ({ report }: typeof before) =>
      (report.links['phones-prices'].streamed?.back.received ?? report.links['phones-prices'].ok) / 180;
    const bytesPerPrice = (of: typeof before) => of.report.links['phones-prices'].bytes / 180 / pricesPerSec(of);
    const shopFails = ({ report }: typeof before) => report.clients.shop.failed / report.clients.shop.sent;
    expect(pricesPerSec(before)).toBeLessThan(50);
    expect(shopFails(before)).toBeGreaterThan(0.8);
    expect(pricesPerSec(enough)).toBeGreaterThan(90);
    expect(shopFails(enough)).toBe(0);
    expect(shopFails(after)).toBe(0);
    expect(pricesPerSec(after)).toBeGreaterThan(80);
    expect(bytesPerPrice(after) / bytesPerPrice(enough)).toBeCloseTo(17, -0.5);
  });
});
