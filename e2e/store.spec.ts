import type { Page } from '@playwright/test';
import { component, componentThatIs, servedPercent, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

const kill = (page: Page) => page.getByRole('button', { name: 'Kill Payments', exact: true });
const restart = (page: Page) => component(page, 'Payments').getByRole('button', { name: 'Restart Payments' });

/** Killed or healed by whatever means, the store falls and recovers like this. */
async function expectCascade(page: Page) {
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
  await expect(component(page, 'Orders')).toContainText('Waiting for Payments');
  // Failing, once the first of them gives up.
  await expect(component(page, 'Orders')).toHaveAccessibleName(/blocked|failing/);
  await expect(component(page, 'Gateway')).toContainText('queue full');
  await expect.poll(() => servedPercent(page), { message: 'most shoppers fail' }).toBeLessThan(50);
}

async function expectRecovery(page: Page) {
  await expect(componentThatIs(page, 'Payments', 'up')).toBeVisible();
  await expect.poll(() => servedPercent(page), { message: 'shoppers are served again' }).toBeGreaterThanOrEqual(99);
  await expect(componentThatIs(page, 'Web shop', 'up')).toBeVisible();
  await expect(componentThatIs(page, 'Gateway', 'up')).toBeVisible();
  await expect(component(page, 'Orders')).not.toContainText('Waiting for Payments');
}

test('the page opens on the running store and invites to kill Payments', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByText('click Payments and kill it')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await timePasses(page, 300);
  await expect(componentThatIs(page, 'Orders', 'up')).toBeVisible();
  await expect.poll(() => servedPercent(page)).toBe(100);
});

test('killing Payments stops Orders, then the gateway, then the shop; healing brings them back', async ({ page }) => {
  await page.goto('./');
  await setSpeed(page, '2×');
  await timePasses(page, 1_000);

  await component(page, 'Payments').click();
  await kill(page).click();
  await expectCascade(page);
  await expect(page.getByText('click Payments and kill it')).toBeHidden();

  const failures = page.getByRole('region', { name: 'Failures by reason' });
  await expect(failures.getByRole('listitem').filter({ hasText: 'queue full' })).toBeVisible();

  await restart(page).click();
  await expectRecovery(page);

  await page.getByRole('tab', { name: 'Events' }).click();
  const events = page.getByRole('tabpanel', { name: 'Events' });
  await expect(events.getByRole('listitem')).toHaveText([/Payments · Killed/, /Payments · Healed/]);
});

test('the key K kills what is selected, and heals it', async ({ page }) => {
  await page.goto('./');
  await setSpeed(page, '2×');
  await component(page, 'Payments').click();
  await page.keyboard.press('k');
  await expectCascade(page);
  await page.keyboard.press('k');
  await expectRecovery(page);
});
