import type { Page } from '@playwright/test';
import { choose, join, openEmpty, place } from './building';
import { component, inspector, interventions, link, openReadyMade, pause, selectNothing, setSpeed } from './stage';
import { expect, test } from './test';

async function selectLink(page: Page, from: string, to: string): Promise<void> {
  await link(page, from, to).focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: to })).toBeVisible();
}

const editor = (page: Page) => page.getByRole('dialog', { name: /^Contract:/ });
const button = (page: Page, name: string) => inspector(page).getByRole('button', { name, exact: true });
const broken = (page: Page) => inspector(page).getByRole('list', { name: 'Who does not understand whom' });

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  const field = editor(page).getByRole('textbox', { name: label, exact: true });
  await field.fill(text);
  await field.press('Enter');
}

test('a field more that is required breaks who was not deployed, and the link says who', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 120, 280);
  await place(page, 'Service', 560, 280);
  await join(page, 'Client', 'Service');
  await setSpeed(page, '10×');
  await selectLink(page, 'Client', 'Service');

  await button(page, 'New contract').click();
  await typeInto(page, "Contract's name", 'Order');
  await editor(page).getByRole('button', { name: 'Add version' }).click();
  await editor(page).getByRole('button', { name: 'Add field' }).click();
  await typeInto(page, 'Name of field2', 'currency');
  await editor(page).getByRole('combobox', { name: 'Type of currency' }).selectOption('enum');
  await typeInto(page, 'Symbols of currency', 'EUR, USD');
  await expect(editor(page).getByText('currency is new and required.')).toBeVisible();
  await editor(page).getByRole('button', { name: 'Done' }).click();
  await expect(inspector(page).getByText('Both sides understand each other.')).toBeVisible();

  await choose(page, 'Of', 'Service');
  await button(page, 'Deploy').click();
  const words = 'Client v1 does not write currency; Service v2 must have it.';
  await expect(broken(page)).toContainText(words);
  const mark = page.getByRole('button', { name: "Service v2 can't read Client v1.", exact: true });
  await expect(mark).toContainText('v1 ≠ v');
  await expect(component(page, 'Service')).toContainText(/fail|contract/i);

  await button(page, 'Edit contract…').click();
  await editor(page).getByRole('switch', { name: 'currency is required' }).click();
  await expect(editor(page).getByText('currency is new and optional.')).toBeVisible();
  await editor(page).getByRole('button', { name: 'Done' }).click();
  await expect(broken(page)).toHaveCount(0);
  await expect(mark).toHaveCount(0);
  await pause(page);
  await selectNothing(page);
  await expect(inspector(page).getByRole('list', { name: 'Contracts' })).toContainText('Order');
  await expect(interventions(page)).toContainText('Order v2 deployed');
});

test('a name given twice is refused, and what is wrong is said', async ({ page }) => {
  await openEmpty(page);
  await button(page, 'New contract').click();
  await editor(page).getByRole('button', { name: 'Add field' }).click();
  await typeInto(page, 'Name of field2', 'id');
  await expect(editor(page).getByRole('alert')).toContainText('names that are used once');
});

test('during a rolling deploy both versions serve, and some orders fail', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'One field too many');
  await setSpeed(page, '10×');
  const mark = page.getByRole('button', { name: "Billing v2 can't read Orders v1.", exact: true });
  await expect(mark).toContainText('v1 ≠ v1+v2');
  await selectLink(page, 'Orders', 'Billing');
  await expect(broken(page)).toContainText('Orders v1 does not write currency; Billing v2 must have it.');
  await expect(component(page, 'Billing')).toContainText(/contract broken|fail/i);
});
