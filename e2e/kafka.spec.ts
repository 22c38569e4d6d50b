import { component, inspector, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

test('the face shows partitions with their replicas, and how far the slowest group is', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One log, two readers');
  await setSpeed(page, '2×');
  await timePasses(page, 2_000);
  const face = component(page, 'Orders log');
  await expect(face.locator('.kafka-name')).toHaveText(['orders 0', 'orders 1', 'orders 2']);
  await expect(face.locator('.kafka-replicas').first()).toHaveText('012');
  await expect(face.locator('.kafka-replicas b[data-role="leader"]')).toHaveText(['0', '1', '2']);
  const lag = face.locator('.kafka-row .face-figure').first();
  await expect
    .poll(async () => Number(await lag.textContent()), { message: 'Analytics falls behind' })
    .toBeGreaterThan(20);
});

test('partitions are set by hand, and test keys move', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One log, two readers');
  await component(page, 'Orders log').click();
  const editor = inspector(page).getByRole('region', { name: 'Where keys land' });
  await editor.getByLabel('Test keys').fill('21 foobar');
  await expect(editor.getByRole('listitem')).toHaveText(['21partition 0', 'foobarpartition 0']);
  // As in Kafka's own UtilsTest: of seven partitions, 21 lands in the fourth.
  await editor.getByRole('slider').fill('7');
  await expect(editor.getByRole('listitem')).toHaveText(['210 → 3', 'foobarpartition 0']);
});

test('a consumer is added to a group, which divides its partitions anew', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One log, two readers');
  await component(page, 'Orders log').click();
  await setSpeed(page, '2×');
  await timePasses(page, 500);
  const controls = inspector(page);
  await expect(controls.locator('.kafka-item').first()).toHaveText('Consumer 1orders-0, orders-1, orders-2');
  await controls.getByRole('button', { name: 'Add a consumer' }).first().click();
  await expect(controls.locator('.kafka-item').first()).toHaveText('Consumer 1orders-0, orders-1', { timeout: 20_000 });
  await expect(controls.locator('.kafka-item').nth(1)).toHaveText('Consumer 2orders-2');
});

test('a broker is killed, and others lead in its place; it starts again', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One log, two readers');
  await component(page, 'Orders log').click();
  await setSpeed(page, '10×');
  await timePasses(page, 500);
  const face = component(page, 'Orders log');
  await inspector(page)
    .locator('.kafka-item')
    .filter({ hasText: 'Broker 0' })
    .getByRole('button', { name: 'Kill' })
    .click();
  await expect(face.locator('.kafka-row').first().locator('b[data-role="leader"]')).toHaveText('1', {
    timeout: 20_000,
  });
  await inspector(page)
    .locator('.kafka-item')
    .filter({ hasText: 'Broker 0' })
    .getByRole('button', { name: 'Restart' })
    .click();
  await expect(face.locator('b[data-down="true"]')).toHaveCount(0, { timeout: 20_000 });
});
