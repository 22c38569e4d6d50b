import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { component, componentThatIs, pause, servedPercent, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

const requests = (page: Page) => page.getByRole('region', { name: 'Requests', exact: true }).getByRole('button');
const history = (page: Page) => page.getByRole('region', { name: 'History of the request' });

async function killPayments(page: Page) {
  await component(page, 'Payments').click();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
}

test('a failed request shows who waited for whom, and why it failed', async ({ page }) => {
  await page.goto('./');
  await setSpeed(page, '2×');
  await page.getByRole('tab', { name: 'Trace' }).click();
  const order = page.getByRole('combobox', { name: 'Which requests come first' });
  // Where none has failed, the newest are listed.
  await expect(order).toHaveValue('newest');
  await expect(requests(page).first()).toBeVisible();
  await timePasses(page, 500);
  await killPayments(page);
  await expect.poll(() => servedPercent(page)).toBeLessThan(90);

  await expect(order).toHaveValue('failed');
  const failed = requests(page).first();
  await failed.click();
  await expect(
    history(page).getByRole('heading', { name: /^(timeout|queue full|error|connection refused)/ }),
  ).toBeVisible();
  await expect(history(page).getByRole('button', { name: /^Web shop, / })).toBeVisible();
  const gateway = history(page).getByRole('button', { name: /^Gateway, / });
  await expect(gateway).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);

  // A row selects what it is about.
  await gateway.click();
  await expect(page.getByRole('heading', { name: /Web shop.*Gateway/ })).toBeVisible();
  await gateway.press('ArrowUp');
  await expect(history(page).getByRole('button', { name: /^Web shop, / })).toBeFocused();
});

test('going back in time leaves no request of the future in the list', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('tab', { name: 'Trace' }).click();
  await page.getByRole('combobox', { name: 'Which requests come first' }).selectOption('Newest');
  await timePasses(page, 2_000);
  await pause(page);
  await expect(requests(page).first()).toContainText(/00:0[2-9]\./);
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await expect(page.getByText('No request has ended yet.')).toBeVisible();
});
