import { fill, join, openEmpty, place } from './building';
import { component, inspector, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

test('a function built by hand makes instances as they are needed, and is throttled at its limit', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 100, 280);
  await place(page, 'Serverless function', 500, 280);
  await join(page, 'Client', 'Serverless function');
  const lambda = component(page, 'Serverless function');
  await lambda.click();
  await setSpeed(page, '10×');
  const instances = async () => Number((await lambda.locator('.face-slots .face-figure').innerText()).split('/')[1]);
  await expect.poll(instances, { message: 'instances' }).toBeGreaterThan(2);
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);
  await expect(inspector(page).getByRole('tab', { name: 'Instances' })).toBeVisible();

  await fill(page, 'Concurrency limit', '1');
  await expect(lambda).toContainText('rate limited');
  await expect.poll(() => servedPercent(page, 'Client')).toBeLessThan(90);
});

test('provisioned instances are there before the crowd', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Cold starts');
  await setSpeed(page, '10×');
  const thumbnails = component(page, 'Thumbnails');
  await expect(thumbnails).toContainText('cold-starting');
  await thumbnails.click();
  await fill(page, 'Provisioned instances', '40');
  await expect(thumbnails.locator('.face-slots .face-figure')).toContainText('/40');
});
