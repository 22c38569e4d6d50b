import { choose, fill, join, openEmpty, place, reveal, turnOn } from './building';
import { component, inspector, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

test('a hot row takes one write after another, until the pool is used up', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 280);
  await place(page, 'Database', 560, 280);
  await join(page, 'Client', 'Database');
  await setSpeed(page, '10×');
  await component(page, 'Client').click();
  await fill(page, 'Rate', '300');
  await component(page, 'Database').click();
  const otherWrites = inspector(page).getByRole('slider', { name: 'Other writes' });
  await reveal(page, otherWrites);
  await otherWrites.fill('1');
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);

  await turnOn(page, 'Row locks');
  await expect(component(page, 'Database')).toContainText('wait for a row');
  await expect.poll(() => servedPercent(page, 'Client')).toBeLessThan(90);
});

test('what was just written is read from a replica as it was; from the primary as it is', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, "Reading one's own write");
  await setSpeed(page, '10×');
  const database = component(page, 'Profiles DB');
  await expect(database).toContainText('stale');
  await expect(database).toContainText('lag');

  await database.click();
  await choose(page, 'Reads go to', 'The primary');
  await expect(database).not.toContainText('stale');
});

test('with a full disk writes fail for that reason, until it is healed', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'Transactional outbox');
  await setSpeed(page, '2×');
  const database = component(page, 'Orders DB, outbox');
  await expect(database).toContainText('outbox');
  await database.click();
  await inspector(page).getByRole('button', { name: 'Fill disk' }).click();
  await expect(database).toContainText('Disk full');
  await expect(database).toContainText('disk full');

  await inspector(page).getByRole('button', { name: 'Heal' }).click();
  await expect(database).not.toContainText('Disk full');
});
