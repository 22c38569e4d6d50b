import { fill, join, openEmpty, place, reveal, turnOn } from './building';
import { component, inspector, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

test('a gateway built by hand limits each user, and answers from its cache', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'API gateway', 400, 280);
  await place(page, 'Service', 720, 280);
  await join(page, 'Client', 'API gateway');
  await join(page, 'API gateway', 'Service');
  const gateway = component(page, 'API gateway');
  await gateway.click();
  await setSpeed(page, '10×');
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);

  await turnOn(page, 'Rate limit');
  await fill(page, 'Requests per second', '5');
  await expect(gateway).toContainText('rate limited');
  await expect.poll(() => servedPercent(page, 'Client'), { message: 'a quarter gets through' }).toBeLessThan(40);
  await turnOn(page, 'Rate limit');
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);

  await turnOn(page, 'Response cache');
  await expect(gateway).toContainText('from the cache');
});

test('a page goes out without the part that hangs, once that is not required', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Half a page');
  await setSpeed(page, '10×');
  await expect.poll(() => servedPercent(page), { message: 'no pages', timeout: 30_000 }).toBe(0);

  await component(page, 'Gateway').click();
  const required = inspector(page).getByRole('switch', { name: 'Required', exact: true });
  await reveal(page, required);
  await required.nth(1).click();
  await expect(component(page, 'Gateway')).toContainText('in part');
  await expect.poll(() => servedPercent(page), { message: 'all pages' }).toBe(100);
});
