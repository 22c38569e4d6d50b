import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, turnOn } from './building';
import { clockMs, component, inspector, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

/** The share of lookups that the cache had the answer to just now, per cent, as its face says; NaN while nobody asks. */
async function hitPercent(page: Page): Promise<number> {
  const row = component(page, 'Cache').locator('.face-row', { hasText: 'Hits' });
  return Number.parseFloat(await row.locator('.face-figure').innerText());
}

const hits = (page: Page) => expect.poll(() => hitPercent(page), { message: 'hits, per cent', timeout: 30_000 });

test('a service beside a cache and a database asks the cache first; too little room costs hits', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'Service', 400, 280);
  await place(page, 'Cache', 720, 140);
  await place(page, 'Database', 720, 420);
  await join(page, 'Client', 'Service');
  await join(page, 'Service', 'Cache');
  await join(page, 'Service', 'Database');
  await component(page, 'Client').click();
  await choose(page, 'Keys', 'One after the other');
  await fill(page, 'How many', '40');
  await setSpeed(page, '10×');
  await hits(page).toBeGreaterThan(90);

  await component(page, 'Cache').click();
  await fill(page, 'Capacity', '20');
  // One after the other, each key is gone long before it is asked for again.
  await hits(page).toBeLessThan(5);
  await expect(component(page, 'Cache')).toContainText('20/20');
});

test('a flush leads to a stampede that lasts; with single flight it would not have', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Cache stampede');
  await setSpeed(page, '10×');
  await expect.poll(() => clockMs(page)).toBeGreaterThan(22_000);
  await hits(page).toBeGreaterThan(85);

  await component(page, 'Cache').click();
  await inspector(page).getByRole('button', { name: 'Flush' }).click();
  await expect(inspector(page).getByRole('button', { name: 'Flush' })).toBeVisible();
  await hits(page).toBeLessThan(5);
  expect(await servedPercent(page)).toBeLessThan(20);

  await turnOn(page, 'Single flight');
  await hits(page).toBeGreaterThan(85);
  await expect.poll(() => servedPercent(page)).toBe(100);
});
