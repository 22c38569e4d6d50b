import { fill, join, openEmpty, place } from './building';
import { component, inspector, openReadyMade, timePasses } from './stage';
import { expect, test } from './test';

test('projections are rebuilt by hand: they read everything once more, and catch up', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'What happened is kept, what is follows');
  // Well before the rebuild that the scenario itself has in store, at its thirtieth second.
  await timePasses(page, 8_000);
  const lag = async (row: number) =>
    Number.parseFloat(await component(page, 'Account events').locator('.face-line .face-figure').nth(row).innerText());
  expect(await lag(1)).toBeLessThan(20);
  await component(page, 'Account events').click();
  await inspector(page).getByRole('button', { name: 'Rebuild projections' }).click();
  await expect.poll(() => lag(1)).toBeGreaterThan(60);
  await expect.poll(() => lag(0)).toBeLessThan(20);
});

test('by hand: a client, an event store and a projection', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 80, 280);
  await place(page, 'Event store', 340, 280);
  await expect(component(page, 'Event store')).toContainText('Nobody has subscribed');
  await place(page, 'Service', 660, 280);
  await join(page, 'Client', 'Event store');
  await join(page, 'Event store', 'Service');
  await expect(component(page, 'Event store').locator('[data-figure="events"]')).not.toHaveText('0');
  await component(page, 'Event store').click();
  await fill(page, 'Events per append', '10');
  await expect(component(page, 'Event store')).not.toContainText('Nobody has subscribed');
});
