import type { Page } from '@playwright/test';
import { component, componentThatIs, inspector, openToEdit } from './stage';
import { expect, test } from './test';

const field = (page: Page) => page.getByRole('combobox', { name: 'Find' });

async function order(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await field(page).fill(words);
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveCount(0);
}

test('a component is found by its name, and a fault is done to it', async ({ page }) => {
  await openToEdit(page);
  await order(page, 'payments db');
  await expect(inspector(page).getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Payments DB');
  await order(page, 'kill');
  await expect(componentThatIs(page, 'Payments DB', 'crashed')).toBeVisible();
});

test('commands, components to add and ready-made scenarios are in one list', async ({ page }) => {
  await openToEdit(page);
  await order(page, 'add cache');
  await expect(component(page, 'Cache')).toBeVisible();
  await order(page, 'undo');
  await expect(component(page, 'Cache')).toHaveCount(0);
  await order(page, 'storm that outlives');
  await expect(page.getByRole('banner').getByRole('textbox', { name: 'Title' })).not.toHaveValue('Online store');
});

test('arrows choose, Escape leaves everything as it was, and what is not there is said', async ({ page }) => {
  await openToEdit(page);
  await page.keyboard.press('Control+k');
  await field(page).fill('replica');
  const options = page.getByRole('option');
  await field(page).fill('zzzz');
  await expect(page.getByText('Nothing is called that')).toBeVisible();
  await field(page).fill('back to');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveCount(0);
});

test('keys pressed before the commands are there wait for them', async ({ page }) => {
  let letThrough = () => {};
  const mayGoOn = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\/desk-[^/]*\.js$/, async (route) => {
    await mayGoOn;
    await route.continue();
  });
  await page.goto('./');
  await expect(component(page, 'Payments')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('banner')).toHaveCount(0);
  letThrough();
  await expect(field(page)).toBeFocused();
});
