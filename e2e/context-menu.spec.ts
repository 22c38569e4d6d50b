import type { Page } from '@playwright/test';
import { openEmpty } from './building';
import {
  component,
  components,
  componentThatIs,
  inspector,
  interventions,
  link,
  openToEdit,
  selectNothing,
} from './stage';
import { expect, test } from './test';

const menu = (page: Page) => page.getByRole('menu', { name: 'Menu of what is pointed at' });
const entry = (page: Page, name: string) => menu(page).getByRole('menuitem', { name, exact: true });

test('a right click on a component kills it, and on the canvas undoes', async ({ page }) => {
  await openToEdit(page);
  await component(page, 'Payments').click({ button: 'right' });
  await entry(page, 'Kill').click();
  await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
  await expect(menu(page)).toHaveCount(0);

  await component(page, 'Orders').click({ button: 'right' });
  await entry(page, 'One replica more').click();
  await selectNothing(page);
  await expect(interventions(page)).toHaveText([/Payments · Killed/, /Orders · Scaled to 2/]);

  await component(page, 'Users').click({ button: 'right' });
  await entry(page, 'Delete').click();
  await expect(components(page)).toHaveCount(6);
  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 60, y: 60 } });
  await entry(page, 'Undo').click();
  await expect(components(page)).toHaveCount(7);
});

test('the menu key opens the menu of what is selected; arrows and Enter choose, Escape closes', async ({ page }) => {
  await openToEdit(page);
  await component(page, 'Payments').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+F10');
  await expect(entry(page, 'Kill')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
  await expect(component(page, 'Payments')).toBeFocused();

  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await expect(entry(page, 'Slow')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(component(page, 'Payments')).toContainText('×10');
});

test('a link is cut one way from its menu, and by a key', async ({ page }) => {
  await openToEdit(page);
  await link(page, 'Orders', 'Payments').dispatchEvent('contextmenu', { clientX: 700, clientY: 400 });
  await entry(page, 'Cut towards the caller').click();
  await link(page, 'Payments', 'Payments DB').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('t');
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
  await expect(interventions(page)).toHaveText([/Cut towards the caller/, /Cut towards the callee/]);
});

test('what was copied is pasted where the canvas was clicked', async ({ page }) => {
  await openToEdit(page);
  await component(page, 'Users').click({ button: 'right' });
  await entry(page, 'Copy').click();
  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 700, y: 100 } });
  await entry(page, 'Paste').click();
  await expect(component(page, 'Users')).toHaveCount(2);
});

test('a component comes to where the canvas was clicked', async ({ page }) => {
  await openEmpty(page);
  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 400, y: 300 } });
  await entry(page, 'Add a component…').click();
  await page.getByRole('combobox', { name: 'Find' }).fill('rabbit');
  await page.keyboard.press('Enter');
  await expect(component(page, 'RabbitMQ')).toBeVisible();
  await expect(inspector(page).getByRole('textbox', { name: 'Name', exact: true }).first()).toHaveAttribute(
    'placeholder',
    'RabbitMQ',
  );
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a long press opens the menu, and lifting the finger leaves it open', async ({ page }) => {
    await openToEdit(page);
    const box = await component(page, 'Payments').boundingBox();
    if (!box) throw new Error('not on the canvas');
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const touch = await page.context().newCDPSession(page);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await expect(entry(page, 'Kill')).toBeVisible();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(page.getByRole('tab', { name: 'Events', exact: true })).toBeVisible();
    await entry(page, 'Kill').tap();
    await expect(componentThatIs(page, 'Payments', 'crashed')).toBeVisible();
  });
});
