import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, turnOn } from './building';
import {
  component,
  inspector,
  interventions,
  openReadyMade,
  selectNothing,
  servedPercent,
  setSpeed,
  timePasses,
} from './stage';
import { expect, test } from './test';

const face = (page: Page, name: string) => component(page, name);

/** A client and a service of two replicas, which is selected. */
async function twoReplicas(page: Page): Promise<void> {
  await openEmpty(page);
  await place(page, 'Client', 160, 200);
  await place(page, 'Service', 560, 200);
  await join(page, 'Client', 'Service');
  await component(page, 'Service').click();
  await fill(page, 'Replicas', '2');
}

test('replicas are added and taken away while it runs, by hand, and each step is recorded', async ({ page }) => {
  await twoReplicas(page);
  await setSpeed(page, '2×');
  await expect(face(page, 'Service')).toContainText('0/16');
  const count = inspector(page).getByRole('group', { name: 'Replicas right now' }).getByRole('status');
  await inspector(page).getByRole('button', { name: 'One replica more' }).click();
  await expect(count).toHaveText('3');
  await expect(face(page, 'Service')).toContainText('/24');
  await inspector(page).getByRole('button', { name: 'One replica less' }).click();
  await expect(face(page, 'Service')).toContainText('/16');
  await selectNothing(page);
  await expect(interventions(page).filter({ hasText: 'Scaled to' })).toHaveCount(2);
});

test('a replica is killed and comes back, and all are replaced one after the other', async ({ page }) => {
  await twoReplicas(page);
  await inspector(page).getByRole('button', { name: 'Kill one replica' }).click();
  await expect(face(page, 'Service')).toContainText('/8');
  await expect(face(page, 'Service')).toContainText('/16');
  await inspector(page).getByRole('button', { name: 'Rolling restart' }).click();
  await expect(face(page, 'Service')).toContainText('+1 starting');
  await expect(face(page, 'Service')).toContainText('2 replicas · about');
});

test('people lose their sessions with the replicas, until sessions are kept elsewhere', async ({ page }) => {
  await page.goto('./');
  await openReadyMade(page, 'A scale-down that logs people out');
  await component(page, 'Account').click();
  await setSpeed(page, '20×');
  await expect(face(page, 'Account')).toContainText('session lost');
  await expect.poll(() => servedPercent(page, 'Users')).toBeLessThan(100);
  await turnOn(page, 'Sessions');
  await timePasses(page, 35_000);
  // In the meantime replicas went, as before.
  expect(await servedPercent(page, 'Users')).toBe(100);
});

test('requests are served in any order, share workers or are shed: what that takes is fetched when it is chosen', async ({
  page,
}) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 200);
  await place(page, 'Service', 560, 200);
  await join(page, 'Client', 'Service');
  await component(page, 'Service').click();
  for (const order of ['By priority, at once', 'All share the workers']) {
    await choose(page, 'Served next', order);
    await timePasses(page, 1_000);
  }
  await turnOn(page, 'Load shedding');
  await timePasses(page, 1_000);
  await expect.poll(() => servedPercent(page, 'Client')).toBe(100);
});
