import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, turnOn } from './building';
import { component, inspector, link, openReadyMade, servedPercent, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

/** A ready-made scenario, quick, with one of its links in the inspector. */
async function openAt(page: Page, name: string, from: string, to: string): Promise<void> {
  await page.goto('./');
  await openReadyMade(page, name);
  await setSpeed(page, '10×');
  await selectLink(page, from, to);
}

async function selectLink(page: Page, from: string, to: string): Promise<void> {
  await link(page, from, to).focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: to })).toBeVisible();
}

const served = (page: Page, message: string, client = 'Web shop') =>
  expect.poll(() => servedPercent(page, client), { message });

test('a bulkhead lets the others go on beside a slow one, and shows how full it is', async ({ page }) => {
  await openAt(page, 'One slow page takes the shop', 'Storefront', 'Reviews');
  await served(page, 'the shop starves').toBeLessThan(60);
  await turnOn(page, 'Bulkhead');
  await fill(page, 'At once', '4');
  await served(page, 'browsing goes on').toBeGreaterThan(70);
  await expect(page.getByRole('meter', { name: 'Bulkhead' })).toHaveAttribute('aria-valuenow', '4');
  await expect(page.getByRole('meter', { name: 'Bulkhead' })).toHaveAttribute('aria-valuemax', '4');
});

test('a rate limit keeps a greedy client from the others', async ({ page }) => {
  await openAt(page, 'A guest who eats for all', 'Partner', 'Orders');
  await served(page, 'the shop starves').toBeLessThan(60);
  await turnOn(page, 'Rate limit');
  await fill(page, 'Rate', '30');
  await served(page, 'the shop is served').toBeGreaterThan(95);
  await expect
    .poll(async () => Number(await page.getByRole('meter', { name: 'Rate limit' }).getAttribute('aria-valuenow')))
    .toBeGreaterThan(50);
});

test('a breaker stops asking where nobody answers', async ({ page }) => {
  await openAt(page, 'Waiting for nobody', 'Storefront', 'Reviews');
  await served(page, 'the shop starves').toBeLessThan(60);
  await turnOn(page, 'Circuit breaker');
  await served(page, 'browsing goes on').toBeGreaterThan(70);
});

test('a deadline covers all attempts', async ({ page }) => {
  await openAt(page, 'Six times a second is not a second', 'Orders', 'Ledger');
  await served(page, 'nobody can browse').toBeLessThan(50);
  await turnOn(page, 'Deadline');
  await fill(page, 'Deadline', '1000');
  await served(page, 'browsing goes on').toBeGreaterThan(70);
});

test('a fallback answers in the place of who is down', async ({ page }) => {
  await openAt(page, 'A page without its hints', 'Product page', 'Recommendations');
  await served(page, 'no pages').toBeLessThan(20);
  await turnOn(page, 'Fallback');
  await served(page, 'pages without hints').toBe(100);
});

test('retries and a breaker are configured by hand: attempts multiply, until the breaker stops them', async ({
  page,
}) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 240);
  await place(page, 'Service', 560, 240);
  await join(page, 'Client', 'Service');
  await component(page, 'Service').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('k');
  await selectLink(page, 'Client', 'Service');
  await turnOn(page, 'Retry');
  await fill(page, 'Attempts', '4');
  await fill(page, 'First wait', '10ms');
  await choose(page, 'Jitter', 'None');
  await setSpeed(page, '5×');
  const perSec = (text: string | null, before: string) =>
    Number(new RegExp(`${before}\\s*([\\d.]+)/s`).exec(text ?? '')?.[1]);
  const attempts = async () => {
    const tried = perSec(await page.locator('.link-label').textContent(), 'REST');
    return tried / perSec(await component(page, 'Client').textContent(), 'Sent');
  };
  await expect.poll(attempts, { message: 'each request is tried again' }).toBeGreaterThan(2.5);

  await turnOn(page, 'Circuit breaker');
  await fill(page, 'Minimum calls', '5');
  await fill(page, 'Stays open', '2 min');
  await inspector(page).getByRole('tab', { name: 'Breaker' }).click();
  await expect(inspector(page).getByRole('img', { name: /Open/ })).toBeVisible();
  await expect(page.locator('.link-marks')).toHaveAttribute('data-breaker', 'open');
});

test('hedging and idempotency keys are switched on at a link that was drawn by hand', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 240);
  await place(page, 'Service', 560, 240);
  await join(page, 'Client', 'Service');
  await selectLink(page, 'Client', 'Service');
  await turnOn(page, 'Hedging');
  await fill(page, 'Hedge after', '0');
  await turnOn(page, 'Idempotency keys');
  await setSpeed(page, '10×');
  await timePasses(page, 2_000);
  expect(await servedPercent(page, 'Client')).toBe(100);
  // Twice as many attempts as requests, and nobody is the worse for it.
  const rate = (text: string | null, before: string) =>
    Number(new RegExp(`${before}\\s*([\\d.]+)/s`).exec(text ?? '')?.[1]);
  await expect
    .poll(async () => {
      const attempts = rate(await page.locator('.link-label').textContent(), 'REST');
      return attempts / rate(await component(page, 'Client').textContent(), 'Sent');
    })
    .toBeGreaterThan(1.6);
});
