import type { Page } from '@playwright/test';
import { turnOn } from './building';
import { component, inspector, link, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

/** A figure of the delivery table, by the broker's row and the column's title. */
async function delivered(page: Page, broker: string, column: string): Promise<number> {
  const table = page.getByRole('table', { name: 'What became of messages' });
  const titles = await table.getByRole('columnheader').allInnerTexts();
  const row = table.getByRole('row', { name: new RegExp(`^${broker} `) }).first();
  const cells = await row.getByRole('cell').allInnerTexts();
  return Number(cells[titles.findIndex((title) => title.trim() === column) - 1].replaceAll(',', ''));
}

test('four brokers, the same day: each keeps another promise', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Four brokers, the same day');
  await setSpeed(page, '10×');
  await page.getByRole('tab', { name: 'Delivery', exact: true }).click();
  await timePasses(page, 60_000);
  const figure = (broker: string, column: string) => delivered(page, broker, column);
  expect(await figure('Kafka', 'Out of order')).toBe(0);
  expect(await figure('Kafka', 'Duplicated')).toBeGreaterThan(10);
  expect(await figure('RabbitMQ', 'Out of order')).toBeGreaterThan(0);
  expect(await figure('SQS', 'Again')).toBeGreaterThan(0);
  expect(await figure('Redis', 'Duplicated')).toBe(0);
  expect(await figure('Redis', 'Lost')).toBeGreaterThan(await figure('RabbitMQ', 'Lost'));
});

test('an idempotent consumer: one switch, and no card is charged twice', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Charged twice');
  await setSpeed(page, '10×');
  await page.getByRole('tab', { name: 'Delivery', exact: true }).click();
  await timePasses(page, 15_000);
  await expect.poll(() => delivered(page, 'RabbitMQ', 'Duplicated')).toBeGreaterThan(0);
  await link(page, 'RabbitMQ', 'Charge card').click();
  await turnOn(page, 'Idempotent');
  await expect(inspector(page).getByRole('switch', { name: 'Idempotent', exact: true })).toBeChecked();
  await setSpeed(page, '10×');
  await timePasses(page, 30_000);
  expect(await delivered(page, 'RabbitMQ', 'Again')).toBeGreaterThan(0);
});

test('competing consumers: whoever is killed leaves its jobs to the others', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Competing consumers');
  await component(page, 'Worker 1').click();
  await inspector(page).getByRole('button', { name: 'Kill', exact: true }).click();
  await setSpeed(page, '10×');
  await timePasses(page, 10_000);
  await page.getByRole('tab', { name: 'Delivery', exact: true }).click();
  await expect(page.getByRole('table', { name: 'What became of messages' })).toBeVisible();
  expect(await delivered(page, 'RabbitMQ', 'Acked')).toBeGreaterThan(100);
  expect(await delivered(page, 'RabbitMQ', 'Lost')).toBe(0);
  await expect(component(page, 'Worker 3')).toContainText(/All taken|1\/1/);
});
