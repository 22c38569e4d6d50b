import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { component, componentThatIs, openReadyMade, pause, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

const STORE = 'Online store with RabbitMQ';

/** The store with a broker, whose payments are killed: what is ordered then waits at the broker. */
async function killPayments(page: Page): Promise<void> {
  await page.goto('./');
  await openReadyMade(page, STORE);
  await setSpeed(page, '2×');
  await timePasses(page, 1_000);
  await component(page, 'Payments').click();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
}

const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

/** The number that a row of the table has in a column. */
async function figure(page: Page, row: RegExp, column: string): Promise<number> {
  const table = page.getByRole('table', { name: 'What became of messages' });
  const names = await table.getByRole('columnheader').allInnerTexts();
  const cells = await table.getByRole('row', { name: row }).first().getByRole('cell').allInnerTexts();
  return Number(cells[names.findIndex((name) => name.trim() === column) - 1]);
}

async function expectAccessible(page: Page, where = '[role=tabpanel]'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(where).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
}

test('what became of the messages is a table, whose numbers lead to the messages behind them', async ({ page }) => {
  await killPayments(page);
  await openTab(page, 'Delivery');
  await expect.poll(() => figure(page, /^RabbitMQ/, 'Held')).toBeGreaterThan(20);
  const [published, acked, held] = await Promise.all(
    ['Published', 'Acked', 'Held'].map((column) => figure(page, /^RabbitMQ/, column)),
  );
  expect(published).toBeGreaterThan(acked);
  expect(held).toBeGreaterThan(0);
  expect(await figure(page, /^→ Payments/, 'Acked')).toBe(await figure(page, /^payments/, 'Acked'));
  await pause(page);
  await expectAccessible(page);

  // Sorted by a column, the highest first, and back.
  const byPublished = page.getByRole('columnheader', { name: 'Published' });
  await byPublished.getByRole('button').click();
  await expect(byPublished).toHaveAttribute('aria-sort', 'descending');
  await byPublished.getByRole('button').click();
  await byPublished.getByRole('button').click();
  await expect(byPublished).toHaveAttribute('aria-sort', 'none');

  await page.getByRole('button', { name: /^RabbitMQ: Held / }).click();
  await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute('aria-selected', 'true');
  const messages = page.getByRole('region', { name: 'Messages', exact: true });
  await expect(messages.getByRole('heading', { name: 'Held: RabbitMQ' })).toBeVisible();
  const [first, second] = [
    messages.getByRole('button', { name: /^Message/ }).nth(0),
    messages.getByRole('button', { name: /^Message/ }).nth(1),
  ];
  await first.click();
  const history = page.getByRole('region', { name: 'History of the request' });
  await expect(history.getByRole('button', { name: /^RabbitMQ, .*at the broker/ })).toBeVisible();
  await expectAccessible(page);
  await first.press('ArrowDown');
  await expect(second).toBeFocused();
  await messages.getByRole('button', { name: 'All requests' }).click();
  await expect(page.getByRole('region', { name: 'Requests', exact: true })).toBeVisible();
});

test('a backlog grows while its consumers are away, and is told when it will be done once they are back', async ({
  page,
}) => {
  await killPayments(page);
  await openTab(page, 'Backlogs');
  const row = page.getByRole('row', { name: /^RabbitMQ · payments/ });
  await expect(row).toContainText('never empty: it grows');
  const charts = page.getByRole('region', { name: 'Course of RabbitMQ · payments' });
  for (const name of ['Waiting', 'Oldest', 'Growth']) {
    await expect(charts.getByRole('region', { name }).locator('canvas')).toBeVisible();
  }
  await timePasses(page, 2_000);
  await page.keyboard.press('k');
  await expect(row).toContainText(/empty in/);
  await pause(page);
  await expectAccessible(page);
});

test('a broker is opened, and a message in it, and where that has been', async ({ page }) => {
  await killPayments(page);
  await timePasses(page, 3_000);
  await pause(page);
  await component(page, 'RabbitMQ').click();
  const list = page.getByRole('region', { name: 'Messages in payments, the oldest first' });
  const entries = list.getByRole('button');
  await expect(page.getByText(/^[\d,]+ messages$/)).toBeVisible();
  await expect(entries.first()).toBeVisible();
  await entries.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(entries.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');

  const message = page.getByRole('article', { name: /^Message \d+$/ });
  await expect(message.getByRole('definition').filter({ hasText: 'waits' })).toBeVisible();
  await expect(message.getByRole('listitem').first()).toContainText('from Orders');
  await expectAccessible(page, 'article');
  await message.getByRole('button', { name: 'Show in the trace' }).click();
  await expect(page.getByRole('region', { name: 'History of the request' }).getByRole('button').first()).toBeVisible();
  await message.getByRole('button', { name: 'All messages' }).click();
  await expect(list).toBeVisible();
});

test('all of it has room on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await openReadyMade(page, STORE);
  await timePasses(page, 1_500);
  await page.getByRole('button', { name: 'Metrics' }).click();
  await openTab(page, 'Delivery');
  const sheet = page.getByRole('tabpanel');
  await expect(sheet.getByRole('button', { name: /^RabbitMQ: Published/ })).toBeVisible();
  await expectAccessible(page);
  await openTab(page, 'Backlogs');
  await expect(sheet.getByRole('row', { name: /^RabbitMQ · payments/ })).toBeVisible();
  await expectAccessible(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
