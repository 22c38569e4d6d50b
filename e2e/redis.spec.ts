import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place } from './building';
import { component, inspector, link, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

/** What the face says of a list, a group or a subscriber, by its row: what waits, and what somebody has. */
async function row(page: Page, at: number): Promise<{ waiting: number; taken: number }> {
  const text = await component(page, 'Redis').locator('.face-line .face-figure:visible').nth(at).innerText();
  const [waiting = '0', taken = '0'] = text.split('◐');
  return { waiting: Number.parseFloat(waiting), taken: Number.parseFloat(taken) };
}

test('a dead worker keeps what it had pending, until the other one claims it', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Pending for ever');
  await expect(component(page, 'Redis').locator('.face-line .face-label')).toHaveText(['orders', 'workers']);
  await setSpeed(page, '10×');
  await timePasses(page, 30_000);
  await expect.poll(async () => (await row(page, 0)).taken, { message: 'pending' }).toBeGreaterThan(4);

  await link(page, 'Redis', 'Worker B').click();
  await inspector(page).locator('button[data-section]', { hasText: 'Waiting and claiming' }).first().click();
  await inspector(page).getByRole('switch', { name: 'Claims after', exact: true }).click();
  await fill(page, 'Claims after', '5 s');
  await setSpeed(page, '10×');
  await expect.poll(async () => (await row(page, 0)).taken, { message: 'claimed', timeout: 30_000 }).toBeLessThan(4);
});

test('by hand: a client, a Redis with a list, and a worker', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'Redis', 400, 280);
  await place(page, 'Service', 720, 280);
  await join(page, 'Client', 'Redis');
  await join(page, 'Redis', 'Service');
  const face = component(page, 'Redis');
  await expect(face.locator('.face-line .face-label')).toHaveText(['events', 'Service']);
  await expect(face).toContainText('snapshots');
  await face.click();
  await choose(page, 'Type', 'List');
  await expect(face.locator('.face-line .face-label')).toHaveText(['events']);
  await choose(page, 'Type', 'Channel');
  await expect(face.locator('.face-line .face-label')).toHaveText(['events', 'Service']);

  // Nobody listens: whatever is published now is nowhere.
  await component(page, 'Service').click();
  await page.keyboard.press('k');
  await timePasses(page, 2_000);
  await expect(face).toContainText('no subscriber');
});
