import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place } from './building';
import { component, inspector, link, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

/** What the face says of a queue, by its row: visible, and in flight. */
async function queue(page: Page, row: number): Promise<{ visible: number; inFlight: number }> {
  const text = await component(page, 'SQS').locator('.face-line .face-figure').nth(row).innerText();
  const [visible = '0', inFlight = '0'] = text.split('+');
  return { visible: Number.parseFloat(visible), inFlight: Number.parseFloat(inFlight) };
}

const depth = (page: Page, row: number, message: string) =>
  expect.poll(async () => (await queue(page, row)).visible, { message, timeout: 30_000 });

test('a poison message goes round until there is a redrive policy; dead letters are sent back by hand', async ({
  page,
}) => {
  await page.goto('./');
  await openReadyMade(page, 'Poison for the next one');
  await setSpeed(page, '10×');
  await timePasses(page, 20_000);
  expect((await queue(page, 1)).visible).toBe(0);

  await component(page, 'SQS').click();
  await inspector(page).locator('button[data-section]', { hasText: 'Dead letters' }).first().click();
  await inspector(page).getByRole('switch', { name: 'Receives allowed', exact: true }).first().click();
  await setSpeed(page, '10×');
  await timePasses(page, 30_000);
  await depth(page, 1, 'dead letters').toBe(3);

  await inspector(page).getByRole('button', { name: 'Send dead letters back' }).click();
  await depth(page, 1, 'dead letters are back').toBe(0);
});

test('one message group keeps one worker busy; emptied, the queue drains', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One group, one at a time');
  await setSpeed(page, '10×');
  await depth(page, 0, 'bookings pile up').toBeGreaterThan(300);
  await link(page, 'Bank', 'SQS').click();
  await fill(page, 'Message group', '');
  await depth(page, 0, 'bookings are done').toBeLessThan(5);
});

test('by hand: a client, a FIFO queue and a consumer that polls for long', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'Amazon SQS', 400, 280);
  await place(page, 'Service', 720, 280);
  await join(page, 'Client', 'Amazon SQS');
  await join(page, 'Amazon SQS', 'Service');
  await expect(component(page, 'Amazon SQS')).toContainText('empty');
  await link(page, 'Amazon SQS', 'Service').click();
  await fill(page, 'Wait time', '20 s');
  await component(page, 'Amazon SQS').click();
  await choose(page, 'Type', 'FIFO');
  await expect(component(page, 'Amazon SQS')).toContainText('FIFO');
  await expect(component(page, 'Amazon SQS')).not.toContainText('empty');
});
