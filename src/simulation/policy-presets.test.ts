import { describe, expect, test } from 'vitest';
import { presetCalled, readyMade } from './testing/ready-made';
import { TestRun } from './testing/test-run';

/** The report of a ready-made scenario, and of the same one with something switched on at a link. */
function beforeAndAfter(id: string, link: string, fix: object) {
  const document = presetCalled(id);
  return [readyMade(document), readyMade(document, { [link]: fix })].map(
    (scenario) => new TestRun(scenario).advance(document.durationMs).report,
  );
}

describe('the ready-made scenarios about policies show what they say, and their fix is one switch', () => {
  test('hedged-tail: the slowest are overtaken, for a few more attempts', () => {
    const [before, after] = beforeAndAfter('hedged-tail', 'shop-search', { hedge: {} });
    expect(before.clients.shop.latencyMs.p99).toBeGreaterThan(850);
    expect(after.clients.shop.latencyMs.p99).toBeLessThan(250);
    expect(after.links['shop-search'].hedges / after.links['shop-search'].calls).toBeLessThan(0.2);
  });

  test('breaker: browsing goes on while the way to Reviews is cut', () => {
    const [before, after] = beforeAndAfter('breaker', 'storefront-reviews', { breaker: {} });
    const browsed = (report: typeof before) => report.links['storefront-catalog'].ok;
    expect(browsed(after)).toBeGreaterThan(1.5 * browsed(before));
    expect(after.links['storefront-reviews'].breakerOpens).toBeGreaterThan(0);
  });

  test('bulkhead: browsing goes on beside slow Reviews', () => {
    const [before, after] = beforeAndAfter('bulkhead', 'storefront-reviews', { bulkhead: { maxConcurrent: 4 } });
    const browsed = (report: typeof before) => report.links['storefront-catalog'].ok;
    expect(browsed(after)).toBeGreaterThan(3 * browsed(before));
    expect(after.links['storefront-reviews'].failedBy.bulkheadFull).toBeGreaterThan(0);
  });

  test('rate-limit: the shop is served beside a greedy partner', () => {
    const [before, after] = beforeAndAfter('rate-limit', 'partner-orders', {
      rateLimit: { algorithm: 'tokenBucket', ratePerSec: 30 },
    });
    const served = (report: typeof before) => report.clients.shop.ok / report.clients.shop.sent;
    expect(served(before)).toBeLessThan(0.5);
    expect(served(after)).toBeGreaterThan(0.95);
  });

  test('deadline: the attempts of a call together hold a worker for a second at most', () => {
    const [before, after] = beforeAndAfter('deadline', 'orders-ledger', { deadlineMs: 1_000 });
    expect(after.clients.shop.ok).toBeGreaterThan(1.3 * before.clients.shop.ok);
    expect(after.nodes.orders.blocked).toBeLessThan(0.7 * before.nodes.orders.blocked);
  });

  test('fallback: pages come without the hints', () => {
    const [before, after] = beforeAndAfter('fallback', 'page-hints', { fallback: {} });
    expect(before.clients.shop.failed / before.clients.shop.sent).toBeGreaterThan(0.4);
    expect(after.clients.shop.failed).toBe(0);
    expect(after.links['page-hints'].fallbacks).toBeGreaterThan(1_000);
  });

  test('idempotent-payments: each order is paid once', () => {
    const [before, after] = beforeAndAfter('idempotent-payments', 'orders-payments', { idempotency: {} });
    const { calls } = before.links['orders-payments'];
    expect(before.nodes.payments.completed).toBeGreaterThan(1.05 * calls);
    expect(after.nodes.payments.completed).toBeLessThanOrEqual(after.links['orders-payments'].calls);
    expect(after.links['orders-payments'].duplicates).toBeGreaterThan(100);
  });
});
