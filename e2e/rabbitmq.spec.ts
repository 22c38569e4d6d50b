import type { Page } from '@playwright/test';
import { component, componentThatIs, inspector, openReadyMade, servedPercent, setSpeed, timePasses } from './stage';
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

/** The bindings of the broker that is selected. */
const bindings = (page: Page) => inspector(page).getByRole('region', { name: 'Bindings' });

/** Opens the scenario with an exchange and selects its broker. */
async function openRouting(page: Page): Promise<void> {
  await page.goto('./');
  await openReadyMade(page, 'One event, who hears of it');
  await component(page, 'RabbitMQ').click();
  await expect(bindings(page)).toBeVisible();
}

test('the face shows exchanges, bindings and queues, and what is in them', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One event, who hears of it');
  await timePasses(page, 1_000);
  const face = component(page, 'RabbitMQ');
  await expect(face.locator('.rabbit-exchange')).toHaveText(['#orders']);
  await expect(face.locator('.rabbit-queue .rabbit-name')).toHaveText(['audit', 'billing', 'europe']);
  await expect(face.locator('.rabbit-ways path')).toHaveCount(3);

  // Nobody audits: what is to be audited piles up, and nothing else does.
  await component(page, 'Audit').click();
  await page.keyboard.press('k');
  const depth = face.locator('.rabbit-queue .rabbit-depth').first();
  await expect.poll(async () => Number(await depth.textContent()), { message: 'audit piles up' }).toBeGreaterThan(20);
  await expect(face.locator('.rabbit-queue').first()).toHaveAttribute('title', /ready/);
});

test('a binding is drawn by dragging, and test keys say at once what its key lets through', async ({ page }) => {
  await openRouting(page);
  const from = bindings(page).getByRole('button', { name: 'Bind from orders' });
  const to = bindings(page).locator('[data-queue="1"]');
  await bindings(page).getByText('Drag from an exchange', { exact: false }).scrollIntoViewIfNeeded();
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error('nothing to drag between');
  await page.mouse.move(start.x + 20, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 20, end.y + end.height / 2, { steps: 8 });
  await page.mouse.up();

  const key = bindings(page).getByLabel('Key from orders to billing').last();
  await expect(key).toBeFocused();
  await page.keyboard.type('user.*');
  const tried = bindings(page).locator('.rabbit-test');
  await expect(tried.filter({ hasText: 'user.created' })).toHaveAttribute('data-match', 'true');
  await expect(tried.filter({ hasText: 'user.created' })).toContainText('audit, billing');
  await expect(tried.filter({ hasText: 'order.created' })).toHaveAttribute('data-match', 'false');

  await page.keyboard.press('Enter');
  await expect(component(page, 'RabbitMQ').locator('.rabbit-ways path')).toHaveCount(4);
  await bindings(page).getByRole('button', { name: 'Remove the binding from orders to billing' }).last().click();
  await expect(component(page, 'RabbitMQ').locator('.rabbit-ways path')).toHaveCount(3);
});

test('a binding is drawn by keys alone', async ({ page }) => {
  await openRouting(page);
  await bindings(page).getByRole('button', { name: 'Bind from orders' }).focus();
  await page.keyboard.press('Enter');
  await expect(bindings(page).getByText('Now the queue that orders is to lead to.', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bindings(page).getByText('Drag from an exchange', { exact: false })).toBeVisible();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(bindings(page).getByRole('button', { name: 'Bind orders to billing' })).toBeFocused();
  await page.keyboard.press('Enter');
  const key = bindings(page).getByLabel('Key from orders to billing').last();
  await expect(key).toBeFocused();
  await page.keyboard.type('order.#');
  await page.keyboard.press('Enter');
  await expect(key).toHaveValue('order.#');
  await expect(component(page, 'RabbitMQ').locator('.rabbit-ways path')).toHaveCount(4);
});

test('a node of the cluster is killed and started again', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'A node dies, and the queue goes on');
  await setSpeed(page, '10×');
  const face = component(page, 'RabbitMQ');
  await expect(face.getByText('1 of 3 nodes down')).toBeVisible({ timeout: 30_000 });
  await expect(face.getByText('1 of 3 nodes down')).toBeHidden({ timeout: 30_000 });
});
