import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { component } from './stage';
import { expect, test } from './test';

/** Fails with what axe finds in a part of the page: the rule, and where it is broken. */
async function expectAccessible(page: Page, part = 'html'): Promise<void> {
  // A popover that fades in has no contrast yet.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  expect(found).toEqual([]);
}

/** Two components of the ready-made store, as each language calls them. */
const LANGUAGES = [
  { locale: 'en-GB', orders: 'Orders', payments: 'Payments' },
  { locale: 'ru-RU', orders: 'Заказы', payments: 'Платежи' },
];

async function openCalm(page: Page, payments = 'Payments'): Promise<void> {
  // What fades in is half transparent for a moment, and has no contrast then.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await expect(component(page, payments)).toBeVisible();
  // Everything is there that comes after the canvas.
  await page.waitForLoadState('networkidle');
}

for (const colorScheme of ['dark', 'light'] as const) {
  for (const { locale, orders, payments } of LANGUAGES) {
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test('the page as it opens, and with a killed component selected', async ({ page }) => {
        await openCalm(page, payments);
        await expectAccessible(page);
        await component(page, payments).click();
        await page.keyboard.press('k');
        await expect(component(page, orders)).toContainText(payments);
        await page.keyboard.press(' ');
        await expectAccessible(page);
      });
    });
  }

  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('a link, the events, dialogs and menus', async ({ page }) => {
      await openCalm(page);
      await component(page, 'Payments').click();
      await page.keyboard.press('k');
      await page.keyboard.press(' ');
      await page.getByRole('tab', { name: 'Events 1' }).click();
      await page.locator('.react-flow__edge').nth(4).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: /Orders.*Payments/ })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('1');
      await expect(page.getByRole('navigation', { name: 'Components' })).toBeHidden();
      await expectAccessible(page);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'dialog');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'dialog');
      await page.keyboard.press('Escape');
      for (const name of ['Scenarios', 'More', /^Speed/, /^Seed/]) {
        await page.getByRole('button', { name, exact: true }).click();
        await expectAccessible(page, '[popover]:popover-open');
        await page.keyboard.press('Escape');
      }
    });

    test('the command palette and the menu of what is pointed at', async ({ page }) => {
      await openCalm(page);
      await page.keyboard.press(' ');
      await page.keyboard.press('Control+k');
      const find = page.getByRole('combobox', { name: 'Find' });
      await expect(find).toBeFocused();
      await expectAccessible(page, 'dialog');
      await find.fill('kill');
      await expectAccessible(page, 'dialog');
      await find.fill('zzzz');
      await expectAccessible(page, 'dialog');
      await page.keyboard.press('Escape');
      await component(page, 'Payments').click({ button: 'right' });
      await expect(page.getByRole('menu', { name: 'Menu of what is pointed at' })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 40, y: 120 } });
      await expect(page.getByRole('menuitem', { name: 'Paste', exact: true })).toBeVisible();
      await expectAccessible(page);
    });

    test('a phone and its sheets', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await openCalm(page);
      await page.keyboard.press(' ');
      await expectAccessible(page);
      for (const name of ['Components', 'Inspector', 'Metrics']) {
        await page.getByRole('button', { name, exact: true }).click();
        await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-expanded', 'true');
        await expectAccessible(page);
      }
    });
  });
}
