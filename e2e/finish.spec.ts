import type { Page } from '@playwright/test';
import { clockMs, component, inspector, selectNothing } from './stage';
import { expect, test } from './test';

const END_MS = 600_000;
const toTheEnd = (page: Page) => page.getByRole('button', { name: 'Run to the end' });
const progress = (page: Page) => page.getByRole('progressbar', { name: 'Running to the end' });

/** So much load that ten minutes take a while. */
async function openBusyStore(page: Page): Promise<void> {
  await page.goto('./');
  await component(page, 'Web shop').click();
  const rate = inspector(page).getByRole('textbox', { name: 'Rate', exact: true });
  await rate.fill('20000');
  await rate.press('Enter');
  await component(page, 'Users').click();
}

test('a run to the end shows how far it is, and stops where it is told to', async ({ page }) => {
  await openBusyStore(page);
  await toTheEnd(page).click();
  await expect(progress(page)).toContainText('of 10:00');
  await expect.poll(async () => Number(await progress(page).getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop here' }).click();
  await expect(progress(page)).toBeHidden();
  const stoppedMs = await clockMs(page);
  expect(stoppedMs).toBeGreaterThan(0);
  expect(stoppedMs).toBeLessThan(END_MS);
  // The same button has kept the focus: pressed again, it goes on, and Escape stops it, too.
  await expect(toTheEnd(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(progress(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(progress(page)).toBeHidden();
  const thenMs = await clockMs(page);
  expect(thenMs).toBeGreaterThan(stoppedMs);
  expect(thenMs).toBeLessThan(END_MS);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
});

test('the page stays at hand meanwhile', async ({ page }) => {
  await openBusyStore(page);
  await toTheEnd(page).click();
  await expect(progress(page)).toBeVisible();
  await component(page, 'Orders').click();
  await expect(
    inspector(page).getByRole('heading', { name: 'Orders' }).or(inspector(page).getByRole('textbox').first()),
  ).toBeVisible();
  await expect(progress(page)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(progress(page)).toBeHidden();
  expect(await clockMs(page)).toBeLessThan(END_MS);
});

test('a run without an end says so, and shows where to give it one', async ({ page }) => {
  await page.goto('./');
  await selectNothing(page);
  await inspector(page).getByRole('switch', { name: 'Ends by itself' }).click();
  await component(page, 'Orders').click();
  await toTheEnd(page).click();
  await expect(page.getByText('This run has no end')).toBeVisible();
  await page.getByRole('button', { name: 'Give it an end' }).click();
  await expect(inspector(page).getByRole('switch', { name: 'Ends by itself' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('it is in the menu of speeds', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('button', { name: /^Speed/ }).tap();
    await page.getByRole('menuitem', { name: 'Run to the end' }).tap();
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
    expect(await clockMs(page)).toBe(END_MS);
  });
});
