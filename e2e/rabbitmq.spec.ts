import type { Page } from '@playwright/test';
import { component, componentThatIs, openReadyMade, servedPercent, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

/** Messages in RabbitMQ's one queue, waiting or handed out, as its face says. */
async function queueDepth(page: Page): Promise<number> {
  const figure = component(page, 'RabbitMQ').locator('.face-line .face-figure');
  return Number(await figure.textContent());
}

/** Requests that failed so far, at all components together: the failures' chart has no line as long as it is none. */
const noFailures = (page: Page) => page.getByRole('region', { name: 'Failures by reason' }).getByText('No failures');

test('with RabbitMQ in between, the same kill fails no shopper: the queue grows, and drains', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Online store with RabbitMQ');
  await setSpeed(page, '2×');
  await timePasses(page, 1_000);

  await component(page, 'Payments').click();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
  await expect.poll(() => queueDepth(page), { message: 'the queue grows' }).toBeGreaterThan(50);
  expect(await servedPercent(page)).toBe(100);

  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Payments', 'up')).toBeVisible();
  await expect.poll(() => queueDepth(page), { message: 'the queue drains', timeout: 40_000 }).toBeLessThan(10);
  expect(await servedPercent(page)).toBe(100);
  await expect(noFailures(page)).toBeVisible();
});
