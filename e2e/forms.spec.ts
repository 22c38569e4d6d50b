import { openEmpty, place } from './building';
import { component, inspector, link } from './stage';
import { expect, test } from './test';

test('a quantity is typed with its unit, stepped in it, and refused where it is none', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Service', 400, 240);
  const startUp = inspector(page).getByRole('textbox', { name: 'Start-up time', exact: true });
  await expect(startUp).toHaveValue('1\u00a0s');
  for (const [typed, shown] of [
    ['24h', '24\u00a0h'],
    ['1.5 s', '1.5\u00a0s'],
    ['250 ms', '250\u00a0ms'],
    ['90000', '90\u00a0s'],
  ]) {
    await startUp.fill(typed);
    await startUp.press('Enter');
    await expect(startUp).toHaveValue(shown);
  }
  await startUp.press('ArrowUp');
  await expect(startUp).toHaveValue('91\u00a0s');
  await startUp.fill('25h');
  await startUp.press('Enter');
  await expect(startUp).toHaveAccessibleDescription(/from 0\sms to 24\sh/);
  await startUp.press('Escape');

  const workers = inspector(page).getByRole('textbox', { name: 'Workers per replica', exact: true });
  await workers.fill('10k');
  await workers.press('Enter');
  await expect(workers).toHaveValue('10,000');
});

test('a long form is folded, says what was changed in a part, and puts it back', async ({ page }) => {
  await page.goto('./');
  await link(page, 'Gateway', 'Orders').focus();
  await page.keyboard.press('Enter');
  const part = inspector(page).getByRole('button', { name: /^Protection( changed|$)/ });
  await expect(part).toHaveAttribute('aria-expanded', 'false');
  await expect(inspector(page).getByRole('switch', { name: 'Circuit breaker' })).toHaveCount(0);
  await part.click();
  await inspector(page).getByRole('switch', { name: 'Circuit breaker', exact: true }).click();
  await expect(part).toHaveAccessibleName(/changed: Circuit breaker/);

  // What is folded out stays so, for the next link and after a reload.
  await link(page, 'Gateway', 'Users').focus();
  await page.keyboard.press('Enter');
  await expect(part).toHaveAttribute('aria-expanded', 'true');
  await page.reload();
  await link(page, 'Gateway', 'Orders').focus();
  await page.keyboard.press('Enter');
  await expect(part).toHaveAttribute('aria-expanded', 'true');
  await inspector(page).getByRole('button', { name: 'Protection: as in the beginning' }).click();
  await expect(inspector(page).getByRole('switch', { name: 'Circuit breaker', exact: true })).not.toBeChecked();
});

test('in Russian, quantities are written and read in Russian', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'ru-RU' });
  const page = await context.newPage();
  await page.goto('./');
  await component(page, 'Заказы').click();
  const startUp = page.getByRole('textbox', { name: 'Время запуска', exact: true });
  await startUp.fill('1,5 мин');
  await startUp.press('Enter');
  await expect(startUp).toHaveValue('90\u00a0с');
  await context.close();
});
