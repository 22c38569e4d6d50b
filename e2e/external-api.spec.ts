import { fill, join, openEmpty, place, reveal } from './building';
import { component, componentThatIs, inspector, link, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

test('an external API built by hand refuses what is over its limit, and has an outage', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'External API', 500, 280);
  await join(page, 'Client', 'External API');
  const api = component(page, 'External API');
  await api.click();
  await setSpeed(page, '10×');
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);
  await expect(api).toContainText('/100');

  await fill(page, 'Calls per second', '5');
  await fill(page, 'Burst', '1');
  await expect(api).toContainText('rate limited');
  await expect.poll(() => servedPercent(page, 'Client'), { message: 'a quarter gets through' }).toBeLessThan(40);

  await api.focus();
  await page.keyboard.press('k');
  await expect(componentThatIs(page, 'External API', 'crashed')).toBeVisible();
  await expect(api).toContainText('Outage');
  await expect.poll(() => servedPercent(page, 'Client')).toBe(0);
  await page.keyboard.press('k');
  await expect.poll(() => servedPercent(page, 'Client')).toBeGreaterThan(0);
});

test('who heeds Retry-After gets its orders paid', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Told to wait');
  await setSpeed(page, '10×');
  await expect(component(page, 'Bank')).toContainText('rate limited');

  await link(page, 'Checkout', 'Bank').focus();
  await page.keyboard.press('Enter');
  const heeds = inspector(page).getByRole('switch', { name: 'Heed Retry-After', exact: true });
  await reveal(page, heeds);
  await expect(heeds).not.toBeChecked();
  await heeds.click();
  await expect(heeds).toBeChecked();
  await expect.poll(() => servedPercent(page, 'Orders'), { message: 'all orders are paid' }).toBe(100);
});
